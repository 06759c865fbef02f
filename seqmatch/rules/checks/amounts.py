"""Amounts no transfer can have, and percentages that take more than arrives."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.checks.problem import Problem, listed
from seqmatch.rules.triggers import same_account
from seqmatch.schemas.rule import ActionForm, Rule, RuleSet
from seqmatch.schemas.simulation import MINIMUM_CENTS

ENTIRE = 10_000
"""Basis points of all that arrives."""


def check_amounts(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``amount_not_positive``, ``amount_below_minimum``, ``percentages_above_100`` and ``fixed_beside_all``.

    Percentages of several rules that start together are summed in ``sharing.py``.
    """
    for number, rule in enumerate(rules.rules, 1):
        nothing: list[int] = []
        little: list[int] = []
        for position, action in enumerate(rule.actions, 1):
            value = action.value
            if not isinstance(value, int) or action.form is ActionForm.REMAINDER:
                continue
            if value < 0 or (value == 0 and action.form is not ActionForm.OVERFLOW):
                nothing.append(position)
            elif action.form is ActionForm.FIXED and value < MINIMUM_CENTS:
                little.append(position)
        if nothing:
            yield Problem("amount_not_positive", number, {"actions": listed("action", nothing)})
        if little:
            yield Problem("amount_below_minimum", number, {"actions": listed("action", little)})
        for account, total in percentages_of(rule).items():
            if total > ENTIRE:
                said = {"where": f"Rule {number}: its", "total": percent_text(total)}
                yield Problem("percentages_above_100", number, said)
            elif total == ENTIRE:
                fixed = [
                    position
                    for position, action in enumerate(rule.actions, 1)
                    if action.form is ActionForm.FIXED and same_account(action.source) == account
                ]
                if fixed:
                    yield Problem("fixed_beside_all", number, {"actions": listed("action", fixed)})


def percentages_of(rule: Rule) -> dict[str, int]:
    """Source account -> basis points of what arrives that ``rule`` takes from it, as far as they can be read."""
    shares: dict[str, int] = {}
    for action in rule.actions:
        if action.form is ActionForm.PERCENTAGE and isinstance(action.value, int) and action.value > 0:
            account = same_account(action.source)
            shares[account] = shares.get(account, 0) + action.value
    return shares


def percent_text(basis_points: int) -> str:
    whole, hundredths = divmod(basis_points, 100)
    return f"{whole}.{hundredths:02d} %"
