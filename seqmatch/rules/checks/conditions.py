"""Conditions that never hold, and actions that cannot work whenever they do."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.checks.spans import Span, span_of, spans_of
from seqmatch.rules.triggers import same_account, trigger_of
from seqmatch.schemas.rule import ActionForm, Condition, Fact, Rule, RuleSet

MOST_CONDITIONS = 2
"""What the app takes in one step."""
_ALWAYS_THERE = 28
"""The last day that every month has."""


def check_conditions(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``never_runs``, ``conditions_contradict``, ``out_of_reach``, ``too_many_conditions``, ``short_month``."""
    for number, rule in enumerate(rules.rules, 1):
        trigger = trigger_of(rule)
        if not rule.conditions or trigger is None:
            continue
        if len(rule.conditions) > MOST_CONDITIONS:
            yield Problem("too_many_conditions", number, {"count": str(len(rule.conditions))})
        never = [at for at, condition in enumerate(rule.conditions, 1) if _never_holds(condition)]
        if never:
            yield Problem("never_runs", number, {"conditions": listed("condition", never)})
            continue
        spans = spans_of(rule.conditions, trigger.account)
        empty = [fact for (fact, _), span in spans.items() if span.is_empty]
        if empty:
            yield Problem("conditions_contradict", number, {"facts": _FACT_TEXT[empty[0]]})
            continue
        span = spans.get((Fact.BALANCE, trigger.account))
        if span is not None:
            beyond = _out_of_reach(rule, trigger.account, span)
            if beyond:
                yield Problem("out_of_reach", number, {"actions": listed("action", beyond)})
        date = spans.get((Fact.DATE, ""))
        if date is not None and date.low > _ALWAYS_THERE:
            yield Problem("short_month", number, {"day": str(date.low)})


_FACT_TEXT = {
    Fact.BALANCE: "a balance",
    Fact.TRANSFER_AMOUNT: "the amount of the transfer",
    Fact.DATE: "the day of the month",
}


def _never_holds(condition: Condition) -> bool:
    if not isinstance(condition.value, int):
        return False
    span = span_of(condition.fact)
    span.narrow(condition.operator, condition.value)
    return span.is_empty


def _out_of_reach(rule: Rule, account: str, span: Span) -> list[int]:
    """Positions of actions that need more in ``account`` than the conditions leave there."""
    if span.high is None:
        return []
    found: list[int] = []
    needed = 0
    for position, action in enumerate(rule.actions, 1):
        if same_account(action.source) != account or not isinstance(action.value, int) or action.value <= 0:
            continue
        if action.form is ActionForm.FIXED:
            needed += action.value
            if needed > span.high:
                found.append(position)
        elif action.form is ActionForm.OVERFLOW and action.value >= span.high:
            found.append(position)
    return found
