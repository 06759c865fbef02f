"""Checks actions that conflict within one rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.account_names import same_account
from seqmatch.rules.checks.amounts import total_of
from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import Block, RuleReading, StepKind
from seqmatch.schemas.rule import RuleSet


def check_actions(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``duplicate_action``, ``second_overflow_never_moves`` and ``several_sources``."""
    for reading in readings:
        sources = {same_account(action.source) for action in rules.rules[reading.number - 1].actions}
        if len(sources) > 1 and not reading.days:  # no money that arrives sets off a rule of a day
            yield Problem("several_sources", reading.number)
        if not reading.settled:
            continue  # in another block the same action is no repetition
        for block in reading.blocks:
            if repeated := _repeated(block):
                yield Problem("duplicate_action", reading.number, {"actions": listed("action", repeated)})
            for first, second in _covered(block):
                said = {"actions": listed("action", [second]), "first": f"action {first}"}
                yield Problem("second_overflow_never_moves", reading.number, said)


def _repeated(block: Block) -> list[int]:
    """Actions that stand twice in one block: as a share of one sum, or as the same fixed amount. Never payments.

    Divisions of exactly 100 % come one after the other on purpose, and may name the same account again.
    """
    found: list[int] = []
    seen: set[tuple[StepKind, str, str, object]] = set()
    for step in block.steps:
        if step.kind is StepKind.DIVISION and total_of(step) == ENTIRE:
            seen = {key for key in seen if key[0] is not StepKind.DIVISION}
        for part in step.parts:
            key = (step.kind, step.source, part.destination, part.value)
            if key in seen and step.kind in (StepKind.DIVISION, StepKind.FIXED):
                found.append(part.action)
            seen.add(key)
        if step.kind is StepKind.DIVISION and total_of(step) == ENTIRE:
            seen = {key for key in seen if key[0] is not StepKind.DIVISION}
    return found


def _covered(block: Block) -> Iterator[tuple[int, int]]:
    """Pairs of overflows of one account of which the second finds nothing above its amount."""
    lowest: dict[str, tuple[int, int]] = {}
    for step in block.steps:
        part = step.parts[0]
        if step.kind is not StepKind.OVERFLOW or not isinstance(part.value, int) or step.source == part.destination:
            continue
        if step.source in lowest and part.value >= lowest[step.source][0]:
            yield lowest[step.source][1], part.action
        if step.source not in lowest or part.value < lowest[step.source][0]:
            lowest[step.source] = (part.value, part.action)
