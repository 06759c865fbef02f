"""Rules that start together: on one account's money, under the same conditions."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.checks.amounts import ENTIRE, percent_text, percentages_of
from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.triggers import is_incoming, same_account, trigger_of
from seqmatch.schemas.rule import Condition, Fact, Rule, RuleSet


def check_sharing(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``duplicate_rule``, ``second_incoming_rule``, and ``percentages_above_100`` over several rules.

    A rule that repeats another is only that: it takes no part in the other two.
    """
    first: dict[object, int] = {}
    together: dict[object, list[int]] = {}
    for number, rule in enumerate(rules.rules, 1):
        trigger = trigger_of(rule)
        if trigger is None:
            continue
        conditions = frozenset(_settled(condition, trigger.account) for condition in rule.conditions)
        actions = tuple((a.form, same_account(a.source), same_account(a.destination), a.value) for a in rule.actions)
        original = first.setdefault((conditions, actions), number)
        if original != number:
            yield Problem("duplicate_rule", number, {"original": str(original)})
        else:
            together.setdefault((trigger, conditions), []).append(number)
    for numbers in together.values():
        if len(numbers) > 1:
            if is_incoming(rules.rules[numbers[0] - 1]):
                said = {"rules": listed("rule", numbers).capitalize(), "first": str(numbers[0])}
                yield Problem("second_incoming_rule", numbers[1], said)
            yield from _too_much([(number, rules.rules[number - 1]) for number in numbers])


def _settled(condition: Condition, account: str) -> tuple[object, ...]:
    """The condition with its account named, so that two ways to say the same are one."""
    named = account if condition.account is None else same_account(condition.account)
    return (condition.fact, condition.operator, condition.value, named if condition.fact is Fact.BALANCE else "")


def _too_much(rules: list[tuple[int, Rule]]) -> Iterator[Problem]:
    """Percentages that are possible in each rule, and too much in all of them together."""
    totals: dict[str, int] = {}
    taking: dict[str, list[int]] = {}
    alone: set[str] = set()
    for number, rule in rules:
        for account, share in percentages_of(rule).items():
            totals[account] = totals.get(account, 0) + share
            taking.setdefault(account, []).append(number)
            if share > ENTIRE:
                alone.add(account)  # reported with its rule
    for account, total in totals.items():
        if total > ENTIRE and account not in alone and len(taking[account]) > 1:
            said = {"where": f"{listed('rule', taking[account]).capitalize()}: their", "total": percent_text(total)}
            yield Problem("percentages_above_100", taking[account][-1], said)
