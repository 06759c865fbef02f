"""What a user automates, as a set of items: (role of the destination, what the step does)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seqmatch.rules.moves import moves_of
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.reading import RuleReading, StepKind
from seqmatch.schemas.rule import ROLE_TEXT, ActionForm, Fact, Number, Role, Rule, RuleSet


class Trigger(StrEnum):
    """What makes a rule run."""

    FUNDS_RECEIVED = "FUNDS_RECEIVED"
    BALANCE = "BALANCE"
    TRANSFER_AMOUNT = "TRANSFER_AMOUNT"
    DATE = "DATE"


class Item(NamedTuple):
    """What is recommended and counted: where money goes and how."""

    destination: Role
    kind: StepKind

    @property
    def form(self) -> ActionForm:
        """The sentence that such a step is written in: a payment prints like a rest, without its amount."""
        return ActionForm.REMAINDER if self.kind is StepKind.PAYMENT else ActionForm(self.kind.value)


@dataclass(frozen=True, slots=True)
class Use:
    """One action of one user, with all that identifies the user left out."""

    item: Item
    value: Number | None


def trigger_of(rule: Rule) -> Trigger:
    """What makes ``rule`` run: a date before a balance before an amount, where conditions mix."""
    facts = {condition.fact for condition in rule.conditions}
    if Fact.DATE in facts:
        return Trigger.DATE
    if Fact.BALANCE in facts:
        return Trigger.BALANCE
    return Trigger.TRANSFER_AMOUNT if facts else Trigger.FUNDS_RECEIVED


def uses_of(rules: RuleSet, roles: dict[str, Role], readings: Sequence[RuleReading] | None = None) -> list[Use]:
    """Every action of ``rules`` as a Use, in order, by the ``roles`` of roles_of; unknown destinations are left out.

    ``readings`` are those of read_rules where the caller has them already.
    """
    return [
        Use(Item(roles[action.destination], kind), action.value)
        for action, kind in moves_of(rules, roles, readings)
        if roles[action.destination] is not Role.UNKNOWN
    ]


def adoption_table(uses: Sequence[Sequence[Use]], items: Sequence[Item]) -> NDArray[np.bool_]:
    """Who automates what, shape (n_users, n_items)."""
    column = {item: index for index, item in enumerate(items)}
    table = np.zeros((len(uses), len(items)), dtype=bool)
    for row, theirs in enumerate(uses):
        for use in theirs:
            if (index := column.get(use.item)) is not None:
                table[row, index] = True
    return table


_KIND_TEXT = {
    StepKind.FIXED: "A fixed amount to {}",
    StepKind.DIVISION: "A percentage of incoming funds to {}",
    StepKind.OVERFLOW: "Everything above a threshold to {}",
    StepKind.REST: "Whatever is left to {}",
    StepKind.PAYMENT: "A payment or top-up to {}",
}
_DEBT_TEXT = {Role.DEBT_PAYOFF: "Pay down debt"}


def item_text(item: Item) -> str:
    """An item in words, for example ``A percentage of incoming funds to taxes``."""
    name = ROLE_TEXT[item.destination].lower()
    if item.kind is StepKind.PAYMENT and item.destination in DEBTS:
        return _DEBT_TEXT.get(item.destination, f"Pay the {name}")
    return _KIND_TEXT[item.kind].format(name)


def habit_text(item: Item) -> str:
    """The rule for an item as a fact about someone, for example ``a rule that pays the credit card``."""
    text = item_text(item)
    if text.startswith("Pay "):
        return f"a rule that pays{text.removeprefix('Pay')}"
    return f"a rule for {text[0].lower()}{text[1:]}"
