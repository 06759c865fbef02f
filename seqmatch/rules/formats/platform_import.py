"""Platform rule bodies read back into rules: what rules cannot say is listed, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seqmatch.errors import DataError
from seqmatch.rules.formats.wire import Json, NotHeld
from seqmatch.rules.formats.wire_read import accounts_in, distinct, read_rule
from seqmatch.rules.formats.wire_schema import held_against
from seqmatch.rules.imported import Imported
from seqmatch.schemas.rule import Condition, Fact, Operator, Rule, RuleSet

_SHAPE = "Send one rule body, a list of them, or the document that the export wrote."
_EXAMPLE = '{"accounts": [{"id": "account-1", "name": "Income"}], "rules": [{"body": {"name": "…", …}}]}'

Entry = tuple[str, Json, bool]
"""Where a body stands in the document, the body, and whether it is created to be run by hand until it is moved."""


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
    for path, body, _ in entries:
        notes += [NotHeld("unknown_field", text=where) for where in held_against("platform_rule", body, path)]
    ids = accounts_in([body for _, body, _ in entries])
    names, renamed = distinct({key: known.get(key, key) for key in [*known, *ids]})
    rules: list[Rule] = []
    for number, (_, body, by_hand) in enumerate(entries, 1):
        rule, lost, noted = _read(number, body, by_hand, names)
        left_out += lost
        notes += noted
        if rule is not None:
            rules.append(rule)
    return Imported(RuleSet(tuple(rules)), tuple(left_out), (*notes, *renamed))


def _entries(document: Any) -> tuple[list[Entry], dict[str, str], list[NotHeld]]:
    """Path, body and manual steps of each rule; account id -> name; and whether an export left something out."""
    if isinstance(document, list):
        return [(f"[{place}]", body, False) for place, body in enumerate(document)], {}, []
    if not isinstance(document, dict):
        raise DataError(_SHAPE, code="invalid_document", example=_EXAMPLE)
    if "rules" not in document:
        return [("", document, False)], {}, []
    rules, accounts = document["rules"], document.get("accounts", [])
    if not _are_objects(rules) or not _are_objects(accounts):
        raise DataError(_SHAPE, code="invalid_document", example=_EXAMPLE)
    entries: list[Entry] = []
    left_out = bool(document.get("not_created"))
    for place, entry in enumerate(rules):
        steps = entry.get("manual_steps", [])
        if not isinstance(entry.get("body"), dict) or not _are_objects(steps):
            raise DataError(_SHAPE, code="invalid_document", path=f"rules[{place}]", example=_EXAMPLE)
        entries.append((f"rules[{place}].body", *_with_conditions(entry["body"], steps)))
        left_out = left_out or any(step.get("code") == "add_action" for step in steps)
    names: dict[str, str] = {}
    for place, account in enumerate(accounts):
        key, name = account.get("id"), account.get("name")
        if not isinstance(key, str) or not isinstance(name, str) or key in names:
            raise DataError("An account has a name and an id of its own.", path=f"accounts[{place}]", example=_EXAMPLE)
        names[key] = name
    return entries, names, [NotHeld("left_out_before")] if left_out else []


def _read(
    number: int, body: Json, by_hand: bool, names: Mapping[str, str]
) -> tuple[Rule | None, list[NotHeld], list[NotHeld]]:
    trigger = body["trigger"]
    before: list[Condition] = []
    if trigger["type"] == "SCHEDULED" and trigger["scheduleType"] == "MONTHLY":
        before.append(Condition(Fact.DATE, Operator.EQUALS, int(trigger["startDate"][8:10])))
    elif trigger["type"] != "ON_FUNDS_TRANSFERRED" and not (trigger["type"] == "MANUAL" and by_hand):
        return None, [NotHeld("trigger", number)], []
    return read_rule(number, names[trigger["accountId"]], before, body["steps"], names)


def _with_conditions(body: Json, steps: list[Json]) -> tuple[Json, bool]:
    """The body as it will be once its manual steps are done, and whether it is to become a step of another rule."""
    for step in steps:
        if step.get("code") in ("add_conditions", "add_as_step") and "conditions" in step:
            first = body.get("steps")
            if _are_objects(first) and first and first[0].get("conditions") is None:
                body = {**body, "steps": [{**first[0], "conditions": step["conditions"]}, *first[1:]]}
                return body, step["code"] == "add_as_step"
    return body, False


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
