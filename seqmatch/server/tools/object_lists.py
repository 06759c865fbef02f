"""Reads an argument that is a list of objects: of goals, lots, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.server.tools.amounts import DollarRange, in_dollars
from seqmatch.server.tools.arguments import Reader
from seqmatch.server.tools.published_schema import Schema
from seqmatch.server.tools.text_values import value_in

MAX_NAME = 80
MOST_CHARS = 100_000
MOST_SUM = 1_000_000
"""Dollars; more is cents by all appearance."""
A_SUM = DollarRange(least=0, most=MOST_SUM, period="")


def objects_schema(properties: Schema, needed: Sequence[str], most: int, said: str = "") -> Schema:
    """The list as it is published."""
    items = {"type": "object", "properties": properties, "required": list(needed)}
    schema: Schema = {"type": "array", "minItems": 1, "maxItems": most, "items": items}
    return {**schema, "description": said} if said else schema


def list_of(what: str, fields: Mapping[str, Reader], needed: Sequence[str], most: int, example: str) -> Reader:
    """A reader of a list of objects, of one object, or of either as JSON text; sums may be in dollars.

    It raises ArgumentError, which names the entry and the field, and never repeats a value.

    Parameters
    ----------
    what : the entries are, as in ``goals``.
    """
    names = tuple(fields)

    def one(value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ArgumentError("Each entry is an object.", code="invalid_value", path=path, example=example)
        said = {str(name): field for name, field in in_dollars(names, value, A_SUM).items() if field is not None}
        unknown = next((name for name in said if name not in names), None)
        if unknown is not None:
            raise ArgumentError(
                "There is an unknown field.",
                code="unknown_argument",
                path=path,
                nearest=nearest_name(unknown, names),
                allowed=names,
            )
        missing = next((name for name in needed if name not in said), None)
        if missing is not None:
            raise ArgumentError(
                "This field is required.", code="missing_argument", path=f"{path}.{missing}", example=example
            )
        return {name: fields[name](field, f"{path}.{name}") for name, field in said.items()}

    def read(value: object, path: str) -> tuple[dict[str, Any], ...]:
        value = value_in(value, MOST_CHARS)
        listed = [value] if isinstance(value, dict) else value
        if not isinstance(listed, list) or not 1 <= len(listed) <= most:
            raise ArgumentError(
                f"Must be a list of 1 to {most} {what}.", code="invalid_value", path=path, example=example
            )
        return tuple(one(entry, f"{path}[{place}]") for place, entry in enumerate(listed))

    return read


def read_name(value: object, path: str) -> str:
    """A short name for what is asked about, on one line, without signs that show nothing or turn text round.

    Raises
    ------
    ArgumentError : it is empty, too long, or has such signs.
    """
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > MAX_NAME or not text.isprintable():
        raise ArgumentError(
            f"Must be a name of at most {MAX_NAME} printable characters.",
            code="invalid_value",
            path=path,
            example='"Holiday"',
        )
    return text
