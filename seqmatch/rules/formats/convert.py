"""Converts a plan between rule text, platform bodies and a playground map, and lists what a format cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from seqmatch.rules.formats.format_names import Form
from seqmatch.rules.formats.json_schemas import read_json
from seqmatch.rules.formats.json_shared import Imported, Json, NotHeld
from seqmatch.rules.formats.json_write import unparsed
from seqmatch.rules.formats.platform import to_platform
from seqmatch.rules.formats.platform_import import from_platform
from seqmatch.rules.formats.playground import to_playground
from seqmatch.rules.formats.playground_import import from_playground
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_action, render_rule, render_rules
from seqmatch.schemas.rule import Rule, RuleSet


def convert(content: str, source: Form, target: Form, *, start: date) -> Json:
    """``content`` in another form, as one JSON document.

    Text gives ``{rules_text, balances, left_out, notes}``, a map ``{map, left_out, notes}`` and bodies
    ``{accounts, rules, not_created, notes}``. What reading left out stands under ``not_read``, what it read without a
    detail under ``read_without``.

    Parameters
    ----------
    content : rule text, or JSON.
    source, target : its form, and the form wanted.
    start : the first day on which a scheduled rule of the platform may run.

    Raises
    ------
    RuleTextError : text that is too long.
    DataError : not JSON, or not a document of the form.
    """
    read = read_form(content, source)
    if target is Form.TEXT:
        document = to_text(read.rules)
    elif target is Form.PLATFORM:
        document = to_platform(read.rules, start=start).document()
    else:
        document = to_playground(read.rules, read.balances).document()
    if target is Form.TEXT:
        document["balances"] = dict(read.balances)
    document["not_read"] = [piece.document() for piece in read.left_out]
    document["read_without"] = [piece.document() for piece in read.notes]
    return document


def read_form(content: str, source: Form) -> Imported:
    """The rules that ``content`` holds, whatever its form."""
    if source is Form.TEXT:
        return Imported(parse_rules(content))
    document = read_json(content)
    return from_platform(document) if source is Form.PLATFORM else from_playground(document)


def to_text(rules: RuleSet) -> Json:
    """``{rules_text, left_out, notes}``: the rules whose text reads back as themselves.

    A name from elsewhere may hold the language's own words or a line break, so that its rule would read as another.
    """
    kept = dict(enumerate(rules.rules, 1))
    left_out = unparsed(rules)
    while wrong := _misread(kept):
        left_out += [NotHeld("not_read_back", number, None, render_rule(kept.pop(number))) for number in wrong]
    text = render_rules(list(kept.values()))
    notes = [
        NotHeld("ambiguous_names", number, position, render_action(action))
        for number, rule in zip(kept, parse_rules(text).rules, strict=True)
        for position, action in enumerate(rule.actions, 1)
        if action.ambiguous
    ]
    return {
        "rules_text": text,
        "left_out": [piece.document() for piece in left_out],
        "notes": [note.document() for note in notes],
    }


def _misread(rules: Mapping[int, Rule]) -> list[int]:
    """The rules whose text says something else; all of them where no single one is to blame."""
    again = parse_rules(render_rules(list(rules.values()))).rules
    if len(again) == len(rules):
        return [number for number, read in zip(rules, again, strict=True) if _sure(read) != _sure(rules[number])]
    alone = [number for number, rule in rules.items() if len(parse_rules(render_rule(rule)).rules) != 1]
    return alone or list(rules)


def _sure(rule: Rule) -> Rule:
    return replace(rule, actions=tuple(replace(action, ambiguous=False) for action in rule.actions))
