"""What rules mean: blocks of steps in the order the platform runs them, and what the text leaves open.

Rules, actions and conditions are numbered from 1, as findings number them. Account names are those of
``same_account``: without the spaces at their ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seqmatch.schemas.rule import Condition, Number


class StepKind(StrEnum):
    """What one step does. The values are those of the text's sentence forms, and PAYMENT."""

    FIXED = "FIXED"
    """Moves one amount, whole or not at all."""
    DIVISION = "PERCENTAGE"
    """Shares one sum between its destinations, all at the same moment."""
    OVERFLOW = "OVERFLOW"
    """Moves what the account holds above an amount."""
    REST = "REMAINDER"
    """Moves what is left in the account."""
    PAYMENT = "PAYMENT"
    """Pays or tops up an account by an amount that is not in the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One destination of a step.

    Attributes
    ----------
    action : its place in the rule's text.
    value : basis points in a division, cents in a fixed amount or an overflow, None where the text has no number.
    """

    action: int
    destination: str
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at one moment: one part, or several in a division."""

    kind: StepKind
    source: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that run one after the other when the conditions hold.

    Attributes
    ----------
    conditions : all must hold, or one of them where ``any_of``.
    """

    conditions: tuple[Condition, ...]
    steps: tuple[Step, ...]
    any_of: bool = False


class Unsaid(StrEnum):
    """What the text of a rule does not say."""

    FLATTENED = "flattened"
    """The rule has several blocks, and the text does not say which action belongs to which."""
    AMOUNT = "amount_not_stated"
    """A payment or top-up is printed without its amount."""
    SCHEDULE = "schedule_not_stated"
    """Another rule already waits for funds on the same account: one of them runs on a schedule or by hand."""
    ONE_NAME = "two_accounts_of_one_name"
    """Source and destination have one name: probably a pod and the bank account behind it."""
    NAMES = "ambiguous_names"
    """The two names of an action can be told apart in more than one way."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that could not be known, and the actions it is about (none: the whole rule)."""

    what: Unsaid
    actions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleReading:
    """One rule as the platform runs it: the first block whose conditions hold.

    Attributes
    ----------
    number : its place among the user's rules.
    account : where money must arrive; whose balance ``balance`` means where no account is named.
    days : days of the month on which the rule is looked at, none for a rule that waits for money.
    blocks : in order; a single one with all steps where the text does not say which belongs to which.
    settled : False where nobody can say which steps run when, so that the rule takes part in no simulation.
    """

    number: int
    account: str
    days: tuple[int, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    settled: bool = True

    @property
    def steps(self) -> tuple[Step, ...]:
        if len(self.blocks) == 1:
            return self.blocks[0].steps
        return tuple(step for block in self.blocks for step in block.steps)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(condition for block in self.blocks for condition in block.conditions)
