"""Writes steps as text that reads back as the same steps.

Text does not say where a division ends, prints a payment without its amount, and reads a last `Funds move` as the rest.
Where a step would read as another one, other words for the same money are found, or it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from seqmatch.rules.account_names import same_account
from seqmatch.rules.formats.json_shared import ALL_OF_IT
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.reading import Part, Step, StepKind
from seqmatch.schemas.rule import Action, ActionForm, Rule, RuleSet

_FORM = {
    StepKind.FIXED: ActionForm.FIXED,
    StepKind.DIVISION: ActionForm.PERCENTAGE,
    StepKind.OVERFLOW: ActionForm.OVERFLOW,
    StepKind.REST: ActionForm.REMAINDER,
    StepKind.PAYMENT: ActionForm.REMAINDER,
}


@dataclass(slots=True)
class Restated:
    """Steps whose words mean them.

    Attributes
    ----------
    lost, noted : code of ``json_shared.REASONS`` and the action it is about.
    fails : code of why the rule cannot be said at all, None where it can.
    """

    steps: tuple[Step, ...]
    lost: list[tuple[str, int]] = field(default_factory=list)
    noted: list[tuple[str, int]] = field(default_factory=list)
    fails: str | None = None


def actions_of(steps: Iterable[Step]) -> tuple[Action, ...]:
    """The steps as actions of a text, in order."""
    return tuple(
        Action(_FORM[step.kind], step.source, part.destination, part.value) for step in steps for part in step.parts
    )


def restated(steps: Sequence[Step], debts: frozenset[str], dated: bool) -> Restated:
    """The steps of one block so that their text reads as them.

    Parameters
    ----------
    steps : what is meant.
    debts : accounts that are owed, as ``debts_of`` gives them.
    dated : the rule runs on days of the month, where all of the balance is also a share of it.
    """
    found = Restated(())
    kept: list[Step] = []
    later: set[str] = set()
    for step in reversed(steps):
        source, number = same_account(step.source), step.parts[0].action
        reads_as_rest = source not in later and same_account(step.parts[0].destination) not in debts
        if step.kind is StepKind.PAYMENT and reads_as_rest:
            found.lost.append(("payment_as_rest", number))
            continue
        if step.kind is StepKind.REST and not reads_as_rest:
            kind, value = (StepKind.DIVISION, ALL_OF_IT) if dated else (StepKind.OVERFLOW, 0)
            step = replace(step, kind=kind, parts=(replace(step.parts[0], value=value),))
            if not dated:
                found.noted.append(("rest_as_overflow", number))
        later.add(source)
        kept.insert(0, step)
    written: list[Step] = []
    for (kind, _), together in groupby(kept, key=lambda step: (step.kind, same_account(step.source))):
        row = list(together)
        if kind is StepKind.DIVISION and not _reads_as(row):
            joined = _read_alone(row) if any(total_of(step) > ALL_OF_IT for step in row) else _joined(row)
            if joined is None:
                found.fails = "divisions"
                return found
            code = "shares_above_100" if any(total_of(step) > ALL_OF_IT for step in row) else "shares_restated"
            found.noted.append((code, row[0].parts[0].action))
            row = joined
        written += row
    found.steps = tuple(written)
    return found


def total_of(step: Step) -> int:
    """Basis points of a division."""
    return sum(part.value for part in step.parts if isinstance(part.value, int))


def _read_alone(steps: Sequence[Step]) -> list[Step]:
    """What the text of divisions from one account reads as."""
    numbers = [part.action for step in steps for part in step.parts]
    (reading,) = read_rules(RuleSet((Rule((), actions_of(steps)),)), {})
    return [
        replace(step, parts=tuple(replace(part, action=numbers[part.action - 1]) for part in step.parts))
        for step in reading.steps
    ]


def _reads_as(steps: Sequence[Step]) -> bool:
    return [_shares(step) for step in _read_alone(steps)] == [_shares(step) for step in steps]


def _shares(step: Step) -> list[tuple[str, object]]:
    return [(same_account(part.destination), part.value) for part in step.parts]


def _joined(steps: Sequence[Step]) -> list[Step] | None:
    """Divisions one after the other as a single one that moves the same money; None where shares are not exact."""
    left, whole = ALL_OF_IT, 1  # of the sum, as left / whole basis points
    parts: list[Part] = []
    idle: list[Step] = []
    for step in steps:
        for part in step.parts:
            assert isinstance(part.value, int)  # the formats hold numbers only
            share, remainder = divmod(left * part.value, whole * ALL_OF_IT)
            if remainder:
                return None
            if share:
                parts.append(replace(part, value=share))
            else:
                idle.append(replace(step, parts=(replace(part, value=0),)))
        left, whole = left * (ALL_OF_IT - total_of(step)), whole * ALL_OF_IT
    return [*([replace(steps[0], parts=tuple(parts))] if parts else []), *idle]
