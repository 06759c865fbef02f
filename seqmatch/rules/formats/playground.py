"""Rules as a map of the visual map builder: accounts are nodes, rules hang from the node whose money they move.

What a map can hold is read back as the same rules (``playground_import``); what it cannot is listed. The format is
known second-hand: the published schema says what is taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seqmatch.rules.accounts.graph import Edge, back_edges, columns_of
from seqmatch.rules.accounts.kinds import AccountKind, kinds_of
from seqmatch.rules.formats.wire import Json, NotHeld, groups_of, shares_above_100, why_not_action
from seqmatch.rules.formats.wire_write import (
    day_of,
    holdable,
    notes_on,
    numbered,
    respelled,
    unparsed,
    write_conditions,
    write_share,
)
from seqmatch.rules.render import render_rule
from seqmatch.schemas.rule import Action, ActionForm, Rule, RuleSet

LEAST_CENTS = 1
COLUMN_WIDTH = 320
ROW_HEIGHT = 140

NODE_TYPE: dict[AccountKind, tuple[str, str | None]] = {
    AccountKind.INCOME: ("PORT", None),
    AccountKind.POD: ("POD", None),
    AccountKind.CHECKING: ("DEPOSITORY_ACCOUNT", "CHECKING"),
    AccountKind.SAVINGS: ("DEPOSITORY_ACCOUNT", "SAVINGS"),
    AccountKind.CREDIT_CARD: ("LIABILITY_ACCOUNT", "CREDIT_CARD"),
    AccountKind.MORTGAGE: ("LIABILITY_ACCOUNT", "MORTGAGE"),
    AccountKind.LOAN: ("LIABILITY_ACCOUNT", "LOAN"),
    AccountKind.INVESTMENT: ("INVESTMENT_ACCOUNT", None),
    AccountKind.PAYEE: ("DESTINATION_ACCOUNT", None),
}


@dataclass(frozen=True, slots=True)
class PlaygroundExport:
    """A map, what of the rules it does not hold, and what it holds without a detail."""

    map: Json
    left_out: tuple[NotHeld, ...]
    notes: tuple[NotHeld, ...]

    def document(self) -> Json:
        return {
            "map": self.map,
            "left_out": [piece.document() for piece in self.left_out],
            "notes": [piece.document() for piece in self.notes],
        }


def to_playground(rules: RuleSet, balances: Mapping[str, int] | None = None) -> PlaygroundExport:
    """The map of ``rules``.

    Parameters
    ----------
    rules : rules of one user.
    balances : account name -> cents on it now; accounts that are not named have none.
    """
    rules, spellings = respelled(rules)
    held, left_out = _accepted(rules)
    balances = balances or {}
    kinds = kinds_of(rules)
    names = list(dict.fromkeys([*kinds, *balances]))
    ids = numbered(names, "node")
    places = _places(names, [edge for rule in held.values() for edge in _edges(rule)])
    nodes: list[Json] = []
    for name in names:
        kind, subtype = NODE_TYPE[kinds.get(name, AccountKind.POD)]
        nodes.append(
            {
                "id": ids[name],
                "type": kind,
                "subtype": subtype,
                "name": name,
                "balance": balances.get(name, 0),
                "position": {"x": places[name][0] * COLUMN_WIDTH, "y": places[name][1] * ROW_HEIGHT},
            }
        )
    over = [
        NotHeld("shares_above_100", number, None, render_rule(rule))
        for number, rule in held.items()
        if shares_above_100(rule.actions)
    ]
    written = [_rule(number, rule, ids) for number, rule in held.items()]
    return PlaygroundExport(
        {"nodes": nodes, "rules": written},
        (*unparsed(rules), *left_out),
        (*notes_on(held, rules), *over, *spellings),
    )


def _accepted(rules: RuleSet) -> tuple[dict[int, Rule], list[NotHeld]]:
    """The rules that the map's own checks let pass: incoming funds must not go round in a circle."""
    first, _ = holdable(rules, lambda number, action: why_not_action(action, LEAST_CENTS))
    incoming = {number for number, rule in first.items() if day_of(rule) is None}
    returning = back_edges([edge for number in sorted(incoming) for edge in _edges(first[number])])

    def why_not(number: int, action: Action) -> str | None:
        code = why_not_action(action, LEAST_CENTS)
        if code is None and number in incoming and (action.source, action.destination) in returning:
            return "cycle"
        return code

    return holdable(rules, why_not)


def _rule(number: int, rule: Rule, ids: Mapping[str, str]) -> Json:
    source = ids[rule.actions[0].source]
    day = day_of(rule)
    trigger: Json = {"type": "INCOMING_FUNDS", "sourceId": source, "cron": None}
    if day is not None:
        trigger = {"type": "SCHEDULED", "sourceId": source, "cron": f"0 0 {day} * *"}
    actions = [
        _action(action, group, day is not None, ids)
        for action, group in zip(rule.actions, groups_of(rule.actions), strict=True)
    ]
    # The day stays among the conditions too: it holds whenever the schedule runs, and keeps its place among them.
    conditions = write_conditions(rule.conditions, ids, str)
    return {
        "id": f"rule-{number}",
        "sourceId": source,
        "trigger": trigger,
        "steps": [{"conditions": conditions, "actions": actions}],
    }


def _action(action: Action, group: int, dated: bool, ids: Mapping[str, str]) -> Json:
    written: Json = {
        "type": "PERCENTAGE",
        "sourceId": ids[action.source],
        "destinationId": ids[action.destination],
        "groupIndex": group,
        "upToEnabled": False,
        "limit": None,
    }
    if action.form in (ActionForm.PERCENTAGE, ActionForm.REMAINDER):
        share, target = write_share(action, dated)
        return {**written, "amountInPercentage": share, "percentageTarget": target}
    kind = "FIXED" if action.form is ActionForm.FIXED else "ROUND_DOWN"
    return {**written, "type": kind, "amountInCents": action.value}


def _edges(rule: Rule) -> list[Edge]:
    return [(action.source, action.destination) for action in rule.actions]


def _places(names: list[str], edges: list[Edge]) -> dict[str, tuple[int, int]]:
    """Column (how far from income) and row of every account; the accounts of a row's parents stand near each other."""
    returning = back_edges(edges)
    onwards = [edge for edge in dict.fromkeys(edges) if edge not in returning]
    column = columns_of(onwards)
    parents: dict[str, list[str]] = {}
    for source, destination in onwards:
        parents.setdefault(destination, []).append(source)
    columns: dict[int, list[str]] = {}
    for name in names:
        columns.setdefault(column.get(name, 0), []).append(name)
    row: dict[str, int] = {}
    for _, within in sorted(columns.items()):
        heights = {
            name: sum(row[parent] for parent in parents[name]) / len(parents[name]) if name in parents else 0.0
            for name in within
        }
        row.update((name, place) for place, name in enumerate(sorted(within, key=heights.__getitem__)))
    return {name: (column.get(name, 0), row[name]) for name in names}
