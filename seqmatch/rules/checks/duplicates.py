"""Checks rules that say the same twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqmatch.rules.account_names import same_account
from seqmatch.rules.checks.problem import Problem
from seqmatch.schemas.reading import RuleReading
from seqmatch.schemas.rule import Condition, Fact, RuleSet


def check_duplicates(rules: RuleSet, readings: Sequence[RuleReading]) -> Iterator[Problem]:
    """Code ``duplicate_rule``."""
    first: dict[object, int] = {}
    for reading in readings:
        rule = rules.rules[reading.number - 1]
        conditions = frozenset(_settled(condition, reading.account) for condition in rule.conditions)
        actions = tuple((a.form, same_account(a.source), same_account(a.destination), a.value) for a in rule.actions)
        original = first.setdefault((conditions, actions), reading.number)
        if original != reading.number:
            yield Problem("duplicate_rule", reading.number, {"original": str(original)})


def _settled(condition: Condition, account: str) -> tuple[object, ...]:
    """The condition with its account named, so that two ways to say the same are one."""
    named = account if condition.account is None else same_account(condition.account)
    return (condition.fact, condition.operator, condition.value, named if condition.fact is Fact.BALANCE else "")
