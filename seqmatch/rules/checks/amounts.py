"""Amounts no transfer can have, and percentages that take more than there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import RuleReading, Step, StepKind
from seqmatch.schemas.rule import RuleSet
from seqmatch.schemas.simulation import MINIMUM_CENTS


def check_amounts(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``amount_not_positive``, ``amount_below_minimum`` and ``percentages_above_100``."""
    for reading in readings:
        number = reading.number
        nothing: list[int] = []
        little: list[int] = []
        too_much: list[Step] = []
        for step in reading.steps:
            for part in step.parts:
                value = part.value
                if not isinstance(value, int):
                    continue
                if value < 0 or (value == 0 and step.kind is not StepKind.OVERFLOW):
                    nothing.append(part.action)
                elif step.kind is StepKind.FIXED and value < MINIMUM_CENTS:
                    little.append(part.action)
            if reading.settled and step.kind is StepKind.DIVISION and total_of(step) > ENTIRE:
                too_much.append(step)
        if nothing:
            yield Problem("amount_not_positive", number, {"actions": listed("action", sorted(nothing))})
        if little:
            yield Problem("amount_below_minimum", number, {"actions": listed("action", sorted(little))})
        for step in too_much:
            actions = listed("action", [part.action for part in step.parts])
            said = {"actions": actions, "total": percent_text(total_of(step))}
            yield Problem("percentages_above_100", number, said)


def total_of(step: Step) -> int:
    """Basis points that a division gives away, as far as they can be read."""
    return sum(part.value for part in step.parts if isinstance(part.value, int) and part.value > 0)


def percent_text(basis_points: int) -> str:
    whole, hundredths = divmod(basis_points, 100)
    return f"{whole}.{hundredths:02d} %"
