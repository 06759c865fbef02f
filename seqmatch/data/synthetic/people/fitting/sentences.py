"""How reference users write rules: conditions, percentages, accounts used again. Aggregates over at least ten users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seqmatch.data.synthetic.people.fitting.counts import common_shares
from seqmatch.data.synthetic.people.fitting.observed import Observed
from seqmatch.data.synthetic.people.fitting.steps import fit_steps
from seqmatch.data.synthetic.people.tables import RULE_BINS, bin_names
from seqmatch.schemas.rule import ActionForm, Condition, RuleSet

WHOLE = 10_000


def fit_sentences(seen: Observed) -> dict[str, Any]:
    """The ``sentences`` table of ``tables/reference.json``."""
    rulesets = [ruleset for ruleset in seen.rulesets if ruleset]
    return {
        "conditions": _conditional(rulesets),
        "conditions_in_a_rule": common_shares(
            [(user, str(min(len(rule.conditions), 4))) for user, rule in _rules(rulesets) if rule.conditions]
        ),
        "condition_kinds": common_shares(
            [(user, _kind(condition)) for user, rule in _rules(rulesets) for condition in rule.conditions]
        ),
        "percentages": _percentages(rulesets),
        **fit_steps(seen),
        **_sources(rulesets),
        "same_account_again": _same_account_again(seen),
    }


def _conditional(rulesets: Sequence[RuleSet]) -> dict[str, dict[str, float]]:
    """By number of rules: the share of users who use conditions, and of their rules beyond the first that do."""
    table = {}
    for name, (low, high) in zip(bin_names(RULE_BINS), RULE_BINS, strict=True):
        group = [ruleset for ruleset in rulesets if low <= len(ruleset.rules) <= high]
        using = [ruleset for ruleset in group if any(rule.conditions for rule in ruleset.rules)]
        beyond = sum(len(ruleset.rules) - 1 for ruleset in using)
        more = sum(sum(bool(rule.conditions) for rule in ruleset.rules) - 1 for ruleset in using)
        table[name] = {"users": round(len(using) / len(group), 4), "more": round(more / max(beyond, 1), 4)}
    return table


def _rules(rulesets: Sequence[RuleSet]) -> list[tuple[int, Any]]:
    return [(user, rule) for user, ruleset in enumerate(rulesets) for rule in ruleset.rules]


def _kind(condition: Condition) -> str:
    return f"{condition.fact} {condition.operator} {'named' if condition.account is not None else 'own'}"


def _percentages(rulesets: Sequence[RuleSet]) -> dict[str, Any]:
    alone: list[int] = []
    common: list[tuple[int, str]] = []
    for user, rule in _rules(rulesets):
        parts = [a.value for a in rule.actions if a.form is ActionForm.PERCENTAGE and isinstance(a.value, int)]
        if len(parts) == 1:
            alone.append(parts[0])
        common += [(user, str(part)) for part in parts if part != WHOLE]
    return {
        "alone_is_all": round(sum(part == WHOLE for part in alone) / len(alone), 4),
        "common": common_shares(common),
    }


def _sources(rulesets: Sequence[RuleSet]) -> dict[str, float]:
    """How often a rule's source is one used before, and how often a new one is fed by the user's own rules."""
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


def _same_account_again(seen: Observed) -> float:
    """Of the actions beyond a user's first to each role, the share that goes to an account used before."""
    again = beyond = 0
    for ruleset, roles in zip(seen.rulesets, seen.roles, strict=True):
        if ruleset and roles:
            accounts = {action.destination for action in ruleset.actions}
            again += len(ruleset.actions) - len(accounts)
            beyond += len(ruleset.actions) - len({roles[account] for account in accounts})
    return round(again / beyond, 4)
