"""From typed rules to what both JSON formats share: which rules and actions can be held, and conditions on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from seqmatch.rules.accounts.kinds import names_of
from seqmatch.rules.formats.wire import (
    ALL_OF_IT,
    WIRE_OPERATOR,
    Json,
    NotHeld,
    percent_of,
    why_not_conditions,
)
from seqmatch.rules.render import render_action, render_rule
from seqmatch.rules.triggers import same_account, trigger_of
from seqmatch.schemas.rule import Action, ActionForm, Condition, Rule, RuleSet

WhyNot = Callable[[int, Action], str | None]
"""Rule number and action -> the code of what keeps the action out, None where nothing does."""


def holdable(rules: RuleSet, why_not: WhyNot) -> tuple[dict[int, Rule], list[NotHeld]]:
    """The rules that can be written, by their number from 1, with the actions that can; and everything else, listed.

    A rule without one of its conditions would run when it should not, so it is held with all of them or not at all.
    """
    held: dict[int, Rule] = {}
    listed: list[NotHeld] = []
    for number, rule in enumerate(rules.rules, 1):
        kept: list[Action] = []
        lost: list[NotHeld] = []
        code = why_not_conditions(rule.conditions)
        if code is None:
            for position, action in enumerate(rule.actions, 1):
                reason = why_not(number, action)
                if reason is None:
                    kept.append(action)
                else:
                    lost.append(NotHeld(reason, number, position, render_action(action)))
            if not kept:
                code = "no_action"
            elif kept[0].source != rule.actions[0].source:
                code = "trigger_account"
        listed += lost
        if code is None:
            held[number] = replace(rule, actions=tuple(kept))
        else:
            listed.append(NotHeld(code, number, None, render_rule(rule)))
    return held, listed


def respelled(rules: RuleSet) -> tuple[RuleSet, list[NotHeld]]:
    """The rules with every account under one spelling, and the spellings that are given up."""
    first: dict[str, str] = {}
    others: dict[str, None] = {}
    for name in names_of(rules):
        if first.setdefault(same_account(name), name) != name:
            others[name] = None
    if not others:
        return rules, []

    def one(name: str) -> str:
        return first[same_account(name)]

    changed = tuple(
        Rule(
            tuple(replace(c, account=None if c.account is None else one(c.account)) for c in rule.conditions),
            tuple(replace(a, source=one(a.source), destination=one(a.destination)) for a in rule.actions),
        )
        for rule in rules.rules
    )
    return replace(rules, rules=changed), [NotHeld("spelling", text=name) for name in others]


def day_of(rule: Rule) -> int | None:
    """The day of the month a rule is scheduled for; None where money has to arrive for it."""
    trigger = trigger_of(rule)
    return None if trigger is None else trigger.day


def write_share(action: Action, dated: bool) -> tuple[int | float, str]:
    """Percentage and target of a PERCENTAGE or REMAINDER; where a schedule runs the rule, nothing arrives."""
    if action.form is ActionForm.REMAINDER:
        return 100, "SOURCE_ACCOUNT"
    assert isinstance(action.value, int)  # other values are not held
    return percent_of(action.value), "SOURCE_ACCOUNT" if dated else "INCOMING_AMOUNT"


def unparsed(rules: RuleSet) -> list[NotHeld]:
    """The pieces of text that are no rule."""
    return [NotHeld("unparsed", text=piece.text) for piece in rules.unparsed]


def notes_on(held: Mapping[int, Rule], rules: RuleSet) -> list[NotHeld]:
    """What is held, but under names that could be told apart otherwise or in another form."""
    found: list[NotHeld] = []
    for number, rule in held.items():
        whole = rules.rules[number - 1].actions
        dated = day_of(rule) is not None
        kept = set(rule.actions)
        for position, action in enumerate(whole, 1):
            if action.ambiguous and action in kept:
                found.append(NotHeld("ambiguous_names", number, position, render_action(action)))
            if dated and action.form is ActionForm.PERCENTAGE and action.value == ALL_OF_IT:
                found.append(NotHeld("share_as_sweep", number, position, render_action(action)))
    return found


def write_conditions(
    conditions: Iterable[Condition], ids: Mapping[str, str], value: Callable[[int], int | str]
) -> Json:
    """``{"all": [...]}``, the account of a condition by its id, the rule's own source as null parameters."""
    return {"all": [_condition(condition, ids, value) for condition in conditions]}


def numbered(names: Sequence[str], word: str) -> dict[str, str]:
    """Name -> placeholder id: ``account-1``, ``account-2`` …"""
    return {name: f"{word}-{number}" for number, name in enumerate(names, 1)}


def _condition(condition: Condition, ids: Mapping[str, str], value: Callable[[int], int | str]) -> Json:
    assert isinstance(condition.value, int)  # rules with another value are not held
    return {
        "condition": {
            "fact": condition.fact.value,
            "operator": WIRE_OPERATOR[condition.operator],
            "value": value(condition.value),
            "valueFact": None,
            "params": None if condition.account is None else {"accountId": ids[condition.account]},
        }
    }
