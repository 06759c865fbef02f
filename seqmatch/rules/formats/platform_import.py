"""Reads platform bodies back into rules; what rules cannot say is listed, never guessed.

A body that this product wrote carries the text of its rules as its description. Where every body of a document still is
what its description becomes, the rules are read from there, wording and all; else from what the bodies do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from seqmatch.errors import DataError, RuleTextError
from seqmatch.rules.formats.json_read import Meant, accounts_in, distinct, read_rule, summary
from seqmatch.rules.formats.json_schemas import held_against
from seqmatch.rules.formats.json_shared import Imported, Json, NotHeld
from seqmatch.rules.formats.json_to_rules import to_rules
from seqmatch.rules.formats.platform import to_platform
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.sentence_forms import BETWEEN_RULES
from seqmatch.schemas.rule import RuleSet

_SHAPE = "Send one rule body, a list of them, or the document that the export wrote."
_EXAMPLE = '{"accounts": [{"id": "account-1", "name": "Income"}], "rules": [{"body": {"name": "…", …}}]}'
_ANY_DAY = date(2026, 1, 1)
_CONDITIONS = ("add_conditions", "add_as_step")
_BY_HAND = ("add_as_step", "choose_trigger")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A body in a document.

    Attributes
    ----------
    path : where it stands.
    body : with the conditions that manual steps say.
    by_hand : it is created to be run by hand until a person has moved it or chosen what starts it.
    numbers : the rules in it, where an export says so.
    """

    path: str
    body: Json
    by_hand: bool = False
    numbers: tuple[int, ...] = ()


def from_platform(document: Any) -> Imported:
    """The rules of bodies: one, a list, or a document of ``to_platform``.

    Accounts are called by their names where the document has a table of them, else by their ids. Conditions that an
    export could only give as manual steps are read from there.

    Raises
    ------
    DataError : not bodies by the published schema.
    """
    entries, known, left_out = _entries(document)
    notes: list[NotHeld] = []
    for entry in entries:
        notes += [NotHeld("unknown_field", text=at) for at in held_against("platform_rule", entry.body, entry.path)]
    bodies = [entry.body for entry in entries]
    names, renamed = distinct({key: known.get(key, key) for key in [*known, *accounts_in(bodies)]}, bodies)
    rules = _described(entries, names)
    if rules is None:
        read, lost, noted = to_rules([_read(number, entry, names) for number, entry in enumerate(entries, 1)])
        rules = RuleSet(read)
        left_out += lost
        notes += noted
    return Imported(rules, tuple(left_out), (*notes, *renamed))


def _entries(document: Any) -> tuple[list[_Entry], dict[str, str], list[NotHeld]]:
    """The bodies; account id -> name; and whether an export left something out."""
    if isinstance(document, list):
        return [_Entry(f"[{place}]", body) for place, body in enumerate(document)], {}, []
    if not isinstance(document, dict):
        raise DataError(_SHAPE, code="invalid_document", example=_EXAMPLE)
    if "rules" not in document:
        return [_Entry("", document)], {}, []
    rules, accounts = document["rules"], document.get("accounts", [])
    if not _are_objects(rules) or not _are_objects(accounts):
        raise DataError(_SHAPE, code="invalid_document", example=_EXAMPLE)
    entries: list[_Entry] = []
    left_out = bool(document.get("not_created"))
    for place, entry in enumerate(rules):
        steps = entry.get("manual_steps", [])
        if not isinstance(entry.get("body"), dict) or not _are_objects(steps):
            raise DataError(_SHAPE, code="invalid_document", path=f"rules[{place}]", example=_EXAMPLE)
        numbers = entry.get("rules")
        entries.append(
            _Entry(
                f"rules[{place}].body",
                _with_conditions(entry["body"], steps),
                any(step.get("code") in _BY_HAND for step in steps),
                tuple(n for n in numbers if type(n) is int) if isinstance(numbers, list) else (),
            )
        )
        left_out = left_out or any(step.get("code") == "add_action" for step in steps)
    names: dict[str, str] = {}
    for place, account in enumerate(accounts):
        key, name = account.get("id"), account.get("name")
        if not isinstance(key, str) or not isinstance(name, str) or key in names:
            raise DataError("An account has a name and an id of its own.", path=f"accounts[{place}]", example=_EXAMPLE)
        names[key] = name
    return entries, names, [NotHeld("left_out_before")] if left_out else []


def _with_conditions(body: Json, steps: Sequence[Json]) -> Json:
    """The body as it will be once its manual steps are done."""
    if not _are_objects(body.get("steps")):
        return body
    written = list(body["steps"])
    for step in steps:
        place = step.get("step", 1)
        if step.get("code") not in _CONDITIONS or "conditions" not in step or type(place) is not int:
            continue
        if 1 <= place <= len(written) and written[place - 1].get("conditions") is None:
            written[place - 1] = {**written[place - 1], "conditions": step["conditions"]}
    return {**body, "steps": written}


def _described(entries: Sequence[_Entry], names: Mapping[str, str]) -> RuleSet | None:
    """The rules that the descriptions hold, where they become these bodies again; else None."""
    pieces: dict[int, str] = {}
    for entry in entries:
        parts = (entry.body.get("description") or "").split(BETWEEN_RULES)
        if not entry.numbers or len(parts) != len(entry.numbers):
            return None
        for number, part in zip(entry.numbers, parts, strict=True):
            if pieces.setdefault(number, part) != part:
                return None
    try:
        rules = parse_rules(BETWEEN_RULES.join(pieces[number] for number in sorted(pieces)))
    except RuleTextError:
        return None
    if rules.unparsed or len(rules.rules) != len(pieces):
        return None
    again, known, _ = _entries(to_platform(rules, start=_ANY_DAY).document())
    place = {number: at for at, number in enumerate(sorted(pieces), 1)}
    here = [(tuple(place[n] for n in entry.numbers), entry.by_hand, _does(entry.body, names)) for entry in entries]
    return rules if here == [(entry.numbers, entry.by_hand, _does(entry.body, known)) for entry in again] else None


def _does(body: Json, names: Mapping[str, str]) -> Json:
    """What a body does, without what it is called and when in the year it starts."""
    trigger = dict(body["trigger"])
    if "startDate" in trigger:
        trigger["startDate"] = trigger["startDate"][8:10]
    trigger["accountId"] = names[trigger["accountId"]]
    return {"trigger": trigger, "steps": _named(body["steps"], names)}


def _named(part: Any, names: Mapping[str, str]) -> Any:
    """The same with names for accounts, whatever type they are told to be."""
    if isinstance(part, list):
        return [_named(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("id"), str):
        return names[part["id"]]
    return {key: names[value] if key == "accountId" else _named(value, names) for key, value in part.items()}


def _read(number: int, entry: _Entry, names: Mapping[str, str]) -> Meant:
    trigger = entry.body["trigger"]
    steps = entry.body["steps"]
    account = names[trigger["accountId"]]
    days: tuple[int, ...] = ()
    if trigger["type"] == "SCHEDULED" and trigger["scheduleType"] == "MONTHLY":
        days = (int(trigger["startDate"][8:10]),)
    elif trigger["type"] != "ON_FUNDS_TRANSFERRED" and not (trigger["type"] == "MANUAL" and entry.by_hand):
        text = summary(steps[0]["actions"], names)
        return Meant(number, account, (), [], text, [NotHeld("trigger", number, None, text)])
    return read_rule(number, account, days, steps, names)


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
