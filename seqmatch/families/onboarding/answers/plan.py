"""From suggestions to one plan: fitted into the person's own rules where those are sound, checked and simulated.

Suggestions are fitted one by one, best first; one that would break a check, fail in the simulation or keep money from
where it went before is left out, and the plan says so. A percentage that finds no room is taken from a split the person
can live without (everyday money, savings), once and never more than half of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from seqmatch.families.onboarding.answers.simulation import findings_of, sound_flows, summary
from seqmatch.rules.accounts.roles import role_of
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.rules.triggers import is_incoming, same_account
from seqmatch.schemas.answer import Plan
from seqmatch.schemas.rule import Action, ActionForm, Role, Rule, RuleSet

_WHOLE = 10_000  # basis points
_LEAST = 100
_LEFT_FREE = 9_000
"""Splits of an account that has none yet take at most this much of what arrives, so that something stays free."""
_FLEXIBLE = frozenset({Role.CHECKING, Role.SPENDING, Role.SAVINGS, Role.FUN_MONEY, Role.SHOPPING})
_SWEEPS = (ActionForm.REMAINDER, ActionForm.OVERFLOW)
_SPOKEN_FOR = "all of that income is spoken for"


class _NoRoom(Exception):
    """A suggestion that does not fit, and why."""


@dataclass(frozen=True)
class _Draft:
    """A plan in the making: its rules, and the splits that gave something up already."""

    rules: tuple[Rule, ...]
    tapped: set[tuple[str, str]] = field(default_factory=set)


def make_plan(own: RuleSet, suggested: Sequence[Action], income_cents: int) -> Plan:
    """Fit ``suggested`` (best first) into the person's ``own`` rules, or into none where those are not sound."""
    notes: list[str] = []
    draft = _Draft(own.rules)
    flows = sound_flows(RuleSet(own.rules), income_cents)
    if flows is None:
        draft, flows = _Draft(()), set()
        notes.append(
            "The person's own rules have errors or run short in the simulation, so the plan stands on its own; "
            "check_automations tells what to mend."
        )
    if not draft.rules:
        suggested = fit_percentages(suggested)
    for number, action in enumerate(suggested, 1):
        attempt = replace(draft, tapped=set(draft.tapped))
        try:
            rules, note = _fitted(attempt, action, income_cents)
        except _NoRoom as why:
            notes.append(f"Suggestion {number} is not in the plan: {why}.")
            continue
        if not _reads_back(rules):
            notes.append(f"Suggestion {number} is not in the plan: two account names in it cannot be told apart.")
            continue
        fitted_flows = sound_flows(RuleSet(rules), income_cents)
        if fitted_flows is None or not flows <= fitted_flows:
            notes.append(f"Suggestion {number} is not in the plan: it would keep money from where it is needed.")
            continue
        draft = replace(attempt, rules=rules)
        if note:
            notes.append(f"Suggestion {number}: {note}.")
    rules_text = render_rules(draft.rules)
    planned = parse_rules(rules_text)  # what whoever reads the text will check
    return Plan(
        rules_text=rules_text,
        findings=findings_of(planned),
        simulation=summary(planned, income_cents),
        notes=notes,
    )


def fit_percentages(suggested: Sequence[Action]) -> list[Action]:
    """The percentages of each source scaled down together where they would take more than _LEFT_FREE."""
    totals: dict[str, int] = {}
    for action in suggested:
        if (value := _split(action)) is not None:
            totals[action.source] = totals.get(action.source, 0) + value
    return [
        replace(action, value=max(_LEAST, value * _LEFT_FREE // totals[action.source] // _LEAST * _LEAST))
        if (value := _split(action)) is not None and totals[action.source] > _LEFT_FREE
        else action
        for action in suggested
    ]


def _split(action: Action) -> int | None:
    """The basis points of a percentage action, None for any other."""
    return action.value if action.form is ActionForm.PERCENTAGE and isinstance(action.value, int) else None


def _reads_back(rules: tuple[Rule, ...]) -> bool:
    """Whether the text of ``rules`` moves the same money between the same accounts when it is read."""
    read = [(action.source, action.destination) for action in parse_rules(render_rules(rules)).actions]
    return read == [(action.source, action.destination) for rule in rules for action in rule.actions]


def _fitted(draft: _Draft, action: Action, income_cents: int) -> tuple[tuple[Rule, ...], str]:
    """The draft's rules with ``action`` in the incoming-funds rule of its source, and what was changed for it."""
    source = same_account(action.source)
    for at, rule in enumerate(draft.rules):
        if is_incoming(rule) and same_account(rule.actions[0].source) == source:
            actions, note = _joined(draft, list(rule.actions), action, income_cents)
            return (*draft.rules[:at], Rule((), tuple(actions)), *draft.rules[at + 1 :]), note
    return (*draft.rules, Rule((), (action,))), ""


def _joined(draft: _Draft, actions: list[Action], action: Action, income_cents: int) -> tuple[list[Action], str]:
    if any(same_account(other.destination) == same_account(action.destination) for other in actions):
        raise _NoRoom("money goes from there to that account already")
    sweep = next((i for i, other in enumerate(actions) if other.form is ActionForm.REMAINDER), None)
    if action.form is ActionForm.REMAINDER:
        if sweep is not None:
            raise _NoRoom("what is left of that account goes elsewhere already")
        return [*actions, action], ""
    if action.form is ActionForm.OVERFLOW:
        end = len(actions) if sweep is None else sweep
        return [*actions[:end], action, *actions[end:]], ""
    taken = sum(_split(other) or 0 for other in actions)
    note = ""
    if action.form is ActionForm.FIXED and isinstance(action.value, int):
        if action.value * _WHOLE > (_WHOLE - taken) * income_cents:
            raise _NoRoom(_SPOKEN_FOR)
    elif (wanted := _split(action)) is not None:
        free = 0 if any(other.form is ActionForm.FIXED for other in actions) else _WHOLE - taken
        if free >= _LEAST:
            action = replace(action, value=min(wanted, free))
            note = f"lowered to {free / 100:g}%, all that was free" if free < wanted else ""
        else:
            actions, action, note = _taken_from_flexible(draft, actions, action, wanted)
    end = next((i for i, other in enumerate(actions) if other.form in _SWEEPS), len(actions))
    return [*actions[:end], action, *actions[end:]], note


def _taken_from_flexible(
    draft: _Draft, actions: list[Action], action: Action, wanted: int
) -> tuple[list[Action], Action, str]:
    """Take the percentage from the largest flexible split that gave nothing up yet."""
    givers = [
        (value, -i)
        for i, other in enumerate(actions)
        if (value := _split(other)) is not None
        and role_of(other.destination) in _FLEXIBLE
        and (other.source, other.destination) not in draft.tapped
    ]
    if not givers:
        raise _NoRoom(_SPOKEN_FOR)
    largest, place = max(givers)
    value = min(wanted, largest // 2) // _LEAST * _LEAST
    if value < _LEAST:
        raise _NoRoom(_SPOKEN_FOR)
    giver = actions[-place]
    draft.tapped.add((giver.source, giver.destination))
    shrunk = replace(giver, value=largest - value)
    note = f"its {value / 100:g}% are taken from the largest flexible split, now {(largest - value) / 100:g}%"
    return [shrunk if other is giver else other for other in actions], replace(action, value=value), note
