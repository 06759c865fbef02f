"""Writes rules as a playground map: accounts are nodes, rules hang from the node whose money they move.

What a map can hold is read back as the same rules (``playground_import``); what it cannot is listed. The format is
known second-hand: the published schema says what is taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.graph import Edge, back_edges, columns_of
from seqmatch.rules.accounts.kinds import AccountKind
from seqmatch.rules.formats.json_accounts import Accounts
from seqmatch.rules.formats.json_shared import Json, NotHeld, why_not_action
from seqmatch.rules.formats.json_write import (
    HeldRule,
    held_rules,
    notes_on,
    respelled,
    to_choose,
    unparsed,
    waits_beside_another,
    write_conditions,
    write_step,
)
from seqmatch.rules.render import render_rule
from seqmatch.schemas.reading import Block
from seqmatch.schemas.rule import Action, RuleSet

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
    balances = {same_account(name): cents for name, cents in (balances or {}).items()}
    accounts = Accounts(rules, "node", balances)
    held, left_out = _accepted(rules, accounts)
    places = _places(list(accounts.names), [edge for rule in held.values() for edge in _edges(rule, accounts)])
    nodes: list[Json] = []
    for key, name in accounts.names.items():
        kind, subtype = NODE_TYPE[accounts.kinds[key]]
        nodes.append(
            {
                "id": key,
                "type": kind,
                "subtype": subtype,
                "name": name,
                "balance": balances.get(same_account(name), 0) if key == accounts.of(name) else 0,
                "position": {"x": places[key][0] * COLUMN_WIDTH, "y": places[key][1] * ROW_HEIGHT},
            }
        )
    beside = [
        NotHeld("schedule_not_stated", number, None, render_rule(one.rule))
        for number, one in held.items()
        if waits_beside_another(one.reading)
    ]
    chosen = [note for one in held.values() for note in to_choose(one, accounts)]
    return PlaygroundExport(
        {"nodes": nodes, "rules": [_rule(number, one, accounts) for number, one in held.items()]},
        (*unparsed(rules), *left_out),
        (*chosen, *notes_on(held), *beside, *spellings),
    )


def _accepted(rules: RuleSet, accounts: Accounts) -> tuple[dict[int, HeldRule], list[NotHeld]]:
    """The rules that the map's own checks let pass: incoming funds must not go round in a circle."""
    first, _ = held_rules(rules, lambda number, action: why_not_action(action, LEAST_CENTS))
    incoming = {number for number, one in first.items() if not one.reading.days}
    returning = back_edges([edge for number in sorted(incoming) for edge in _edges(first[number], accounts)])

    def why_not(number: int, action: Action) -> str | None:
        code = why_not_action(action, LEAST_CENTS)
        if code is None and number in incoming and accounts.ends(action) in returning:
            return "cycle"
        return code

    return held_rules(rules, why_not)


def _rule(number: int, held: HeldRule, accounts: Accounts) -> Json:
    source = accounts.of(held.rule.actions[0].source)
    days = held.reading.days
    trigger: Json = {"type": "INCOMING_FUNDS", "sourceId": source, "cron": None}
    if days:
        trigger = {"type": "SCHEDULED", "sourceId": source, "cron": f"0 0 {','.join(map(str, days))} * *"}
    # Days stay among the conditions too: they hold whenever the schedule runs, and keep their place among them.
    return {
        "id": f"rule-{number}",
        "sourceId": source,
        "trigger": trigger,
        "steps": [
            {
                "conditions": write_conditions(block.conditions, accounts, str, any_of=block.any_of),
                "actions": _actions(block, held, accounts),
            }
            for block in held.reading.blocks
        ],
    }


def _actions(block: Block, held: HeldRule, accounts: Accounts) -> list[Json]:
    """The actions of a block, each step in a group of its own, so that the order of steps survives."""
    written: list[Json] = []
    for group, step in enumerate(block.steps):
        for part in step.parts:
            action = held.rule.actions[part.action - 1]
            source, destination = accounts.ends(action)
            owed = accounts.owes(action.destination)
            written.append(
                {
                    **write_step(step, part, owed, bool(held.reading.days), "amountInPercentage"),
                    "sourceId": source,
                    "destinationId": destination,
                    "groupIndex": group,
                    "upToEnabled": False,
                    "limit": None,
                }
            )
    return written


def _edges(held: HeldRule, accounts: Accounts) -> list[Edge]:
    return [accounts.ends(action) for _, _, action in held.actions()]


def _places(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, tuple[int, int]]:
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
