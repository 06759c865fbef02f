"""Shortens JSON Schemas to what a model has to read.

Pydantic writes a ``title`` beside every field and a null branch beside every optional one. Both cost
tokens in front of every conversation, and the null branch invites a model to send null. Optional is said
by leaving a field out of ``required``; a null branch stays only where null is itself an answer.

The parts of a result stand where they are used, not in ``$defs``, and results do not say that nothing else
is in them: readers must bear what a later release adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from seqmatch.schemas.profile import Profile

Schema = dict[str, Any]

_PARTS = "#/$defs/"
_NAMED_SCHEMAS = ("properties", "$defs")
"""Keywords whose value maps names of the author's choosing to schemas: a property may well be called ``title``."""
_UNKNOWN_FORMATS = ("date", "time", "date-time")
"""Some hosts refuse schemas whose formats they do not know; the descriptions say how days and times are written."""


@cache
def output_schema(model: type[BaseModel]) -> Schema:
    """The schema of a result as :func:`seqmatch.server.tools.answer_tool.structured` writes it; not to be changed."""
    schema = model.model_json_schema(mode="validation")
    parts = schema.pop("$defs", {})
    return _in_place(_tidy(schema), {name: _tidy(part) for name, part in parts.items()})


def profile_schema() -> Schema:
    """The ``profile`` argument: nine optional fields and no others."""
    return tidy_schema(Profile)


def tidy_schema(model: type[BaseModel]) -> Schema:
    """The schema of an object that is sent: its optional fields are left out instead of being null."""
    return _tidy(model.model_json_schema())


def _tidy(schema: Schema) -> Schema:
    tidy: Schema = {}
    required = schema.get("required", ())
    for keyword, value in schema.items():
        if keyword == "title" or (keyword == "description" and "properties" in schema):
            continue  # a class's docstring speaks to programmers; the descriptions of its fields to everyone
        if keyword == "format" and value in _UNKNOWN_FORMATS:
            continue
        if keyword in _NAMED_SCHEMAS:
            optional = {name for name in value if keyword == "properties" and name not in required}
            tidy[keyword] = {
                name: _tidy(_without_null(named) if name in optional else named) for name, named in value.items()
            }
        elif isinstance(value, dict):
            tidy[keyword] = _tidy(value)
        elif isinstance(value, list):
            tidy[keyword] = [_tidy(item) if isinstance(item, dict) else item for item in value]
        else:
            tidy[keyword] = value
    return tidy


def _in_place(schema: Schema, parts: Mapping[str, Schema]) -> Schema:
    """``schema`` with every reference replaced by the part it means; the parts do not hold themselves."""
    name = schema.get("$ref", "").removeprefix(_PARTS)
    if name:
        return {**_in_place(parts[name], parts), **{key: value for key, value in schema.items() if key != "$ref"}}
    placed: Schema = {}
    for keyword, value in schema.items():
        if keyword == "additionalProperties":
            continue
        if keyword == "properties":
            placed[keyword] = {field: _in_place(named, parts) for field, named in value.items()}
        elif isinstance(value, dict):
            placed[keyword] = _in_place(value, parts)
        elif isinstance(value, list):
            placed[keyword] = [_in_place(item, parts) if isinstance(item, dict) else item for item in value]
        else:
            placed[keyword] = value
    return placed


def _without_null(schema: Schema) -> Schema:
    """``schema`` for a field that is left out instead of being null or empty."""
    schema = {keyword: value for keyword, value in schema.items() if keyword != "default"}
    branches = [branch for branch in schema.pop("anyOf", []) if branch.get("type") != "null"]
    if len(branches) == 1:
        return {**branches[0], **schema}
    return {**schema, "anyOf": branches} if branches else schema
