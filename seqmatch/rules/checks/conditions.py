"""Checks conditions that never hold, and steps that cannot work when they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seqmatch.rules.checks.problem import Problem, dollars, listed
from seqmatch.rules.spans import Span, Subject, span_of, spans_of
from seqmatch.schemas.reading import Block, RuleReading, StepKind
from seqmatch.schemas.rule import Condition, Fact, RuleSet

_ALWAYS_THERE = 28
"""The last day that every month has."""


def check_conditions(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Codes ``never_runs``, ``condition_below_amount``, ``out_of_reach`` and ``short_month``."""
    for reading in readings:
        conditions = rules.rules[reading.number - 1].conditions
        never = [at for at, condition in enumerate(conditions, 1) if _never_holds(condition)]
        if never:
            yield Problem("never_runs", reading.number, {"conditions": listed("condition", never)})
            continue
        if reading.days and reading.days[-1] > _ALWAYS_THERE:
            yield Problem("short_month", reading.number, {"day": str(reading.days[-1])})
        if not reading.settled:
            continue
        for block in reading.blocks:
            if not block.any_of and block.conditions:
                spans = spans_of(block.conditions, reading.account)
                date = spans.get((Fact.DATE, ""))
                if not reading.days and date is not None and date.low > _ALWAYS_THERE:
                    yield Problem("short_month", reading.number, {"day": str(date.low)})
                yield from _reach(reading, block, spans)


def _never_holds(condition: Condition) -> bool:
    if not isinstance(condition.value, int):
        return False
    span = span_of(condition.fact)
    span.narrow(condition.operator, condition.value)
    return span.is_empty


def _reach(reading: RuleReading, block: Block, spans: Mapping[Subject, Span]) -> Iterator[Problem]:
    balance = spans.get((Fact.BALANCE, reading.account))
    if balance is not None and (beyond := _out_of_reach(block, reading.account, balance)):
        yield Problem("out_of_reach", reading.number, {"actions": listed("action", beyond)})
        return
    needed = _needed_first(block, reading.account)
    arrived = spans.get((Fact.TRANSFER_AMOUNT, ""))
    for span, what in ((balance, "balance"), (arrived, "amount that arrives")):
        if span is not None and 1 < span.low < needed:
            said = {"what": what, "least": dollars(span.low), "needed": dollars(needed)}
            yield Problem("condition_below_amount", reading.number, said, reading.account, needed - span.low)
            return


def _needed_first(block: Block, account: str) -> int:
    """Cents that the fixed amounts before any other step take from the account together."""
    needed = 0
    for step in block.steps:
        value = step.parts[0].value
        if step.kind is not StepKind.FIXED or step.source != account or not isinstance(value, int) or value < 0:
            break
        needed += value
    return needed


def _out_of_reach(block: Block, account: str, span: Span) -> list[int]:
    """Actions that need more in ``account`` than the conditions leave there."""
    if span.high is None:
        return []
    found: list[int] = []
    needed = 0
    for step in block.steps:
        part = step.parts[0]
        if step.source != account or not isinstance(part.value, int) or part.value <= 0:
            continue
        if step.kind is StepKind.FIXED:
            needed += part.value
            if needed > span.high:
                found.append(part.action)
        elif step.kind is StepKind.OVERFLOW and part.value >= span.high:
            found.append(part.action)
    return found
