"""Validates documents against the published JSON Schemas of the two formats."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from seqmatch.errors import DataError
from seqmatch.rules.formats.json_shared import Json

SchemaName = Literal["platform_rule", "playground_map"]
SCHEMAS: tuple[SchemaName, ...] = ("platform_rule", "playground_map")

MOST_DEPTH = 40
"""Levels of nesting in a document; conditions of real rules need a dozen."""
_SAYS = {
    "required": "Something that belongs here is missing: {expected}.",
    "type": "This is not of the right type: {expected}.",
    "enum": "This is none of the values the format knows.",
    "minimum": "The number is below {expected}.",
    "maximum": "The number is above {expected}.",
    "pattern": "The text is not written as the format wants it: {expected}.",
    "minItems": "The list is empty.",
    "minProperties": "A condition is one of `condition`, `all` and `any`.",
    "maxProperties": "A condition is one of `condition`, `all` and `any`.",
}
_FORBIDDEN = "This does not belong to a piece of this type. Leave it out."


def wire_schema(name: SchemaName) -> Json:
    """A copy of the JSON Schema (draft 2020-12) of a Platform rule body or a Playground map."""
    text = files("seqmatch.rules.formats").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


def read_json(text: str) -> Any:
    """JSON without what only some readers accept.

    Raises
    ------
    DataError : not JSON, NaN or infinite numbers, half characters, or nested deeper than MOST_DEPTH.
    """
    try:
        document = json.loads(text, parse_constant=_no_constant)
        deep = _depth_above(document, MOST_DEPTH)
        text.encode()
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise DataError("This is not JSON in UTF-8. Send the document as the other program wrote it.") from None
    if deep:
        raise DataError(f"The document is nested deeper than {MOST_DEPTH} levels. Simplify its conditions.")
    return document


def held_against(name: SchemaName, document: Any, at: str = "") -> list[str]:
    """The paths at which ``document`` has fields the schema does not know; everything else that is wrong is refused.

    Parameters
    ----------
    name : which schema.
    document : parsed JSON.
    at : path of the document inside a larger one, for messages.

    Raises
    ------
    DataError : the first thing that does not fit, with its path. It repeats no value of the document.
    """
    unknown: list[str] = []
    wrong: list[tuple[str, Any]] = []
    for error in _validator(name).iter_errors(document):
        path = _path(at, error.absolute_path)
        if error.validator == "additionalProperties":
            unknown.append(path or "the document")
        else:
            wrong.append((path, error))
    if wrong:
        path, error = min(wrong, key=lambda found: found[0])
        if error.validator is None:
            raise DataError(_FORBIDDEN, code="invalid_document", path=path)
        says = _SAYS.get(error.validator, "This does not fit the format.")
        expected = error.validator_value
        if isinstance(expected, list):
            expected = ", ".join(map(str, expected))
        raise DataError(
            says.format(expected=expected),
            code="invalid_document",
            path=path,
            allowed=list(map(str, error.validator_value)) if error.validator == "enum" else (),
        )
    return unknown


@cache
def _validator(name: SchemaName) -> Any:
    # Costs a tenth of a second that most commands need not spend.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(wire_schema(name))


def _path(at: str, parts: Iterable[str | int]) -> str:
    path = at
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _no_constant(_: str) -> None:
    raise ValueError


def _depth_above(document: Any, most: int) -> bool:
    level = [document]
    for _ in range(most):
        level = [
            inner
            for part in level
            if isinstance(part, dict | list)
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
        if not level:
            return False
    return True
