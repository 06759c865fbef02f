"""Reads a playground map back into rules; what rules cannot say is listed, never guessed."""

from __future__ import annotations

import re
from typing import Any

from seqmatch.errors import DataError
from seqmatch.rules.formats.json_read import Meant, accounts_in, distinct, read_rule, summary
from seqmatch.rules.formats.json_schemas import held_against
from seqmatch.rules.formats.json_shared import Imported, Json, NotHeld
from seqmatch.rules.formats.json_to_rules import to_rules
from seqmatch.schemas.rule import RuleSet

_DAY = "(?:[1-9]|[12][0-9]|3[01])"
_MONTHLY = re.compile(rf"[0-9]{{1,2}} [0-9]{{1,2}} ({_DAY}(?:,{_DAY})*) \* \*")


def from_playground(document: Any) -> Imported:
    """The rules of a map, or of a document of ``to_playground`` that holds one under ``map``.

    Node types and positions are not kept: names say what accounts are for.

    Raises
    ------
    DataError : not a map by the published schema, two nodes with one id, or a rule that names no node.
    """
    left_out: list[NotHeld] = []
    at = ""
    if isinstance(document, dict) and "map" in document:
        if document.get("left_out"):
            left_out.append(NotHeld("left_out_before"))
        document, at = document["map"], "map"
    notes = [NotHeld("unknown_field", text=path) for path in held_against("playground_map", document, at)]
    names: dict[str, str] = {}
    for number, node in enumerate(document["nodes"]):
        if node["id"] in names:
            raise DataError("Two nodes have this id. Give each its own.", path=f"{at and at + '.'}nodes[{number}].id")
        names[node["id"]] = node["name"]
    used: set[str] = set()
    for number, wire in enumerate(document["rules"], 1):
        mentioned = accounts_in(wire)
        if not names.keys() >= set(mentioned):
            raise DataError("The rule names an account that is no node.", path=f"{at and at + '.'}rules[{number - 1}]")
        used.update(mentioned)
    names, renamed = distinct(names, document["rules"], {n["id"] for n in document["nodes"] if n.get("balance")})
    balances = {names[node["id"]]: int(node["balance"]) for node in document["nodes"] if node.get("balance")}
    meant = [_read(number, wire, names) for number, wire in enumerate(document["rules"], 1)]
    rules, lost, noted = to_rules(meant)
    notes += [*noted, *renamed]
    notes += [NotHeld("unused_account", text=name) for key, name in names.items() if key not in used]
    return Imported(RuleSet(rules), (*left_out, *lost), tuple(notes), balances)


def _read(number: int, wire: Json, names: dict[str, str]) -> Meant:
    trigger = wire["trigger"]
    account = names[wire["sourceId"]]
    days: tuple[int, ...] = ()
    text = summary(wire["steps"][0]["actions"], names)
    if trigger["type"] == "SCHEDULED":
        found = _MONTHLY.fullmatch(trigger["cron"])
        if found is None:
            return Meant(number, account, (), [], text, [NotHeld("trigger", number, None, text)])
        days = tuple(dict.fromkeys(map(int, found[1].split(","))))
    if trigger["sourceId"] != wire["sourceId"]:
        return Meant(number, account, (), [], text, [NotHeld("trigger_account", number, None, text)])
    return read_rule(number, account, days, wire["steps"], names)
