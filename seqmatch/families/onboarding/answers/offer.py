"""A suggested automation on its usual terms, between the person's own accounts where their rules show fitting ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from seqmatch.families.onboarding.person import Query
from seqmatch.features.users.automations import Item
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.rules.triggers import is_incoming, same_account
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Role, Rule
from seqmatch.settings import MIN_SUPPORT

THIN = 20
"""Fewer adopters among the similar users than this call for caution."""


def offered_action(query: Query, item: Item, terms: dict[str, Any], income_cents: int) -> Action | None:
    """The action to suggest; None where nobody knows the usual amount."""
    value = usual_value(item, terms, income_cents)
    if value is None and item.form is not ActionForm.REMAINDER:
        return None
    source = hub_of(query)
    for target in (*own_accounts(query, item.destination), ROLE_TEXT[item.destination]):
        action = Action(item.form, source, target, value)
        if same_account(target) != same_account(source) and _reads_back(replace(action, source=ROLE_TEXT[Role.INCOME])):
            return action
    return None


def as_told(action: Action) -> Action:
    """The action as its rule text alone can tell it: from a plain word where `` to `` blurs the name of the source."""
    return action if _reads_back(action) else replace(action, source=ROLE_TEXT[Role.INCOME])


def _reads_back(action: Action) -> bool:
    rule = Rule((), (action,))
    return parse_rules(render_rules([rule])).rules == (rule,)


def usual_value(item: Item, terms: dict[str, Any], income_cents: int) -> int | None:
    """Basis points in steps people choose (5 % from 10 % on), or cents to 5 dollars; None where unknown."""
    if item.form is ActionForm.PERCENTAGE:
        percents = terms.get("percent_quartiles")
        if percents is None:
            return None
        percent = float(percents[1])
        return 100 * (5 * round(percent / 5) if percent >= 10 else max(1, round(percent)))
    ratios = terms.get("income_ratio_quartiles")
    if item.form is ActionForm.REMAINDER or ratios is None:
        return None
    return max(500, round(float(ratios[1]) * income_cents / 500) * 500)


def hub_of(query: Query) -> str:
    """The account the person's money is split from: the busiest source of their rules, a router before any other."""
    splits = Counter(action.source for rule in query.rules.rules if is_incoming(rule) for action in rule.actions)
    for role in (Role.ROUTER, Role.INCOME, Role.CHECKING):
        found = [(count, name) for name, count in splits.items() if query.roles[name] is role]
        if found:
            return max(found, key=lambda pair: pair[0])[1]
    return max(splits, key=lambda name: splits[name]) if splits else ROLE_TEXT[Role.INCOME]


def own_accounts(query: Query, role: Role) -> list[str]:
    """The person's own accounts of that role that money goes to, in the order of their rules."""
    destinations = dict.fromkeys(action.destination for action in query.rules.actions)
    return [name for name in destinations if query.roles[name] is role]


def title_of(item: Item, action: Action) -> str:
    """What the suggestion does, in one line without account names."""
    to = ROLE_TEXT[item.destination].lower()
    value = action.value if isinstance(action.value, int) else 0
    if item.form is ActionForm.PERCENTAGE:
        return f"Send {value / 100:g}% of income to {to}"
    if item.form is ActionForm.FIXED:
        return f"Move ${value / 100:,.0f} to {to} whenever money arrives"
    if item.form is ActionForm.OVERFLOW:
        return f"Move what exceeds ${value / 100:,.0f} to {to}"
    return f"Sweep what is left to {to}"


def caution_of(item: Item, terms: dict[str, Any], adopters: int, low: float, base: float) -> str | None:
    """Why to be careful, the weightiest reason; None where there is none.

    Parameters
    ----------
    adopters : similar users who automate this.
    low : lower end of the 95 % interval of their share.
    base : share of all users.
    """
    if adopters < MIN_SUPPORT:
        return "Hardly any of the similar users automate this; it is common among all users."
    if adopters < THIN:
        return f"Only {adopters} of the similar users automate this."
    quartiles = terms.get("percent_quartiles") or terms.get("income_ratio_quartiles")
    if quartiles and quartiles[2] > 3 * max(quartiles[0], 1e-9):
        if item.form is ActionForm.PERCENTAGE:
            return (
                f"People choose from {quartiles[0]:g}% to {quartiles[2]:g}% (middle half); ask before using this one."
            )
        return "The amounts people choose differ widely; ask before using this one."
    if low < base:
        return "No more usual among similar users than among all."
    return None
