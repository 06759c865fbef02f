"""Checks amounts that no transfer can have, and percentages above 100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import RuleReading, Step, StepKind
from seqmatch.schemas.rule import RuleSet
from seqmatch.schemas.simulation import MINIMUM_CENTS


def check_amounts(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``amount_not_positive``, ``amount_below_minimum``, ``percentages_above_100``, ``divisions_not_stated``."""
    for reading in readings:
        number = reading.number
        nothing: list[int] = []
        little: list[int] = []
        for step in reading.steps:
            for part in step.parts:
                value = part.value
                if not isinstance(value, int):
                    continue
                if value < 0 or (value == 0 and step.kind is not StepKind.OVERFLOW):
                    nothing.append(part.action)
                elif step.kind is StepKind.FIXED and value < MINIMUM_CENTS:
                    little.append(part.action)
        if nothing:
            yield Problem("amount_not_positive", number, {"actions": listed("action", sorted(nothing))})
        if little:
            yield Problem("amount_below_minimum", number, {"actions": listed("action", sorted(little))})
        for step in beyond_all(reading):
            code = "divisions_not_stated" if _may_be_several(reading, step) else "percentages_above_100"
            actions = listed("action", [part.action for part in step.parts])
            said = {"actions": actions, "total": percent_text(total_of(step))}
            yield Problem(code, number, said)


def beyond_all(reading: RuleReading) -> list[Step]:
    """Divisions, as read, that give away more than there is."""
    divisions = (step for step in reading.steps if step.kind is StepKind.DIVISION)
    return [step for step in divisions if reading.settled and total_of(step) > ENTIRE]


def _may_be_several(reading: RuleReading, step: Step) -> bool:
    """Whether the platform may hold several divisions here, one inside the other or one in each block.

    Shares below the whole and then the whole are how ``half, then three quarters of the rest, then the rest`` prints;
    under a condition, a second share for one account or a second whole belongs to the block after ``else``.
    """
    after = reading.steps[reading.steps.index(step) + 1 :]
    is_closed = any(s.kind is StepKind.DIVISION and s.source == step.source and total_of(s) == ENTIRE for s in after)
    shares = [part.value for part in step.parts if isinstance(part.value, int)]
    if max(shares) > ENTIRE:
        return False
    if reading.conditions:
        is_again = len({part.destination for part in step.parts}) < len(step.parts)
        return is_closed or is_again or max(shares) == ENTIRE
    return is_closed and max(shares) < ENTIRE


def total_of(step: Step) -> int:
    """Basis points that a division gives away, as far as they can be read."""
    return sum(part.value for part in step.parts if isinstance(part.value, int) and part.value > 0)


def percent_text(basis_points: int) -> str:
    whole, hundredths = divmod(basis_points, 100)
    return f"{whole}.{hundredths:02d} %"
