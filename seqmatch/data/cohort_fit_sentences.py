"""Aggregates of how reference users write rules: conditions, percentages, accounts used again. At least ten users each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from seqmatch.data.cohort_counts import LEAST
from seqmatch.schemas.rule import ActionForm, Condition, RuleSet

WHOLE = 10_000


def fit_sentences(rulesets: Sequence[RuleSet]) -> dict[str, Any]:
    """The ``sentences`` table of ``tables/reference.json``."""
    conditional = [ruleset for ruleset in rulesets if any(rule.conditions for rule in ruleset.rules)]
    rules_of_conditional = [rule for ruleset in conditional for rule in ruleset.rules]
    return {
        "users_with_conditions": round(len(conditional) / len(rulesets), 4),
        "rules_with_conditions": round(
            sum(bool(rule.conditions) for rule in rules_of_conditional) / len(rules_of_conditional), 4
        ),
        "conditions_in_a_rule": _shares(
            [(user, str(min(len(rule.conditions), 3))) for user, rule in _rules(rulesets) if rule.conditions]
        ),
        "condition_kinds": _shares(
            [(user, _kind(condition)) for user, rule in _rules(rulesets) for condition in rule.conditions]
        ),
        "percentages": _percentages(rulesets),
        **_accounts(rulesets),
    }


def _rules(rulesets: Sequence[RuleSet]) -> list[tuple[int, Any]]:
    return [(user, rule) for user, ruleset in enumerate(rulesets) for rule in ruleset.rules]


def _kind(condition: Condition) -> str:
    return f"{condition.fact} {condition.operator} {'named' if condition.account is not None else 'own'}"


def _shares(seen: list[tuple[int, str]]) -> dict[str, float]:
    """Shares of the values that at least ten users show, commonest first; the others are left out."""
    users: dict[str, set[int]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for user, value in seen:
        users[value].add(user)
        times[value] += 1
    kept = {value: count for value, count in times.items() if len(users[value]) >= LEAST}
    total = sum(kept.values())
    return {
        value: round(count / total, 4) for value, count in sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    }


def _percentages(rulesets: Sequence[RuleSet]) -> dict[str, Any]:
    alone: list[int] = []
    sums: list[int] = []
    common: list[tuple[int, str]] = []
    for user, rule in _rules(rulesets):
        parts = [a.value for a in rule.actions if a.form is ActionForm.PERCENTAGE and isinstance(a.value, int)]
        if len(parts) == 1:
            alone.append(parts[0])
        elif parts:
            sums.append(sum(parts))
        common += [(user, str(part)) for part in parts if part != WHOLE]
    return {
        "alone_is_all": round(sum(part == WHOLE for part in alone) / len(alone), 4),
        "several_add_up": round(sum(abs(total - WHOLE) < 10 for total in sums) / len(sums), 4),
        "common": _shares(common),
    }


def _accounts(rulesets: Sequence[RuleSet]) -> dict[str, float]:
    """How often a source, or a destination beyond its role's first, is one used before, and a source one that is fed."""
    again = [0, 0]
    fed = [0, 0]
    for ruleset in rulesets:
        sources: set[str] = set()
        destinations = {action.destination for action in ruleset.actions}
        for rule in ruleset.rules:
            source = rule.actions[0].source
            if sources:
                again[0] += source in sources
                again[1] += 1
            if source not in sources:
                fed[0] += source in destinations
                fed[1] += 1
            sources.add(source)
    return {"same_source_again": round(again[0] / again[1], 4), "source_is_fed": round(fed[0] / fed[1], 4)}
