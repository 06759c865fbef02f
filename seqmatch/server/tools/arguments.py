"""The arguments of a tool: read leniently where the meaning is plain, refused helpfully where it is not.

Hosts differ: some send an object as JSON text, a number as digits, or null for what they leave out. Those are
understood. A misspelt name is never ignored: the refusal names the nearest one, what is allowed, and an example.
No message repeats a value, because values are other people's data and may be written to mislead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.errors import ArgumentError, ProfileError, RuleTextError, nearest_name
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import FIELDS, Profile, parse_profile
from seqmatch.server.tools.published_schema import Schema

MAX_RULES_CHARS = 200_000
"""Nine times the longest rule text of the reference cohort."""
MAX_PROFILE_CHARS = 10_000

Reader = Callable[[object, str], Any]


@dataclass(frozen=True)
class Parameter:
    """One argument of a tool.

    Attributes
    ----------
    name, schema : what is published; ``schema`` holds the description.
    read : turns what was sent, and its path, into the value; raises InputError.
    default : the value when it is not sent.
    required : whether it must be sent.
    """

    name: str
    schema: Schema
    read: Reader
    default: Any = None
    required: bool = False


def input_schema(parameters: Sequence[Parameter]) -> Schema:
    """The JSON Schema of a tool's arguments."""
    schema: Schema = {"type": "object", "properties": {p.name: p.schema for p in parameters}}
    required = [p.name for p in parameters if p.required]
    if required:
        schema["required"] = required
    schema["additionalProperties"] = False
    return schema


def read_arguments(parameters: Sequence[Parameter], sent: Mapping[str, object]) -> dict[str, Any]:
    """The value of every parameter, by name.

    Raises
    ------
    ArgumentError : an unknown or missing argument, or a value outside its range.
    ProfileError : a field of the profile.
    RuleTextError : rules that are not text, or too long.
    """
    names = [p.name for p in parameters]
    for name in sent:
        if name not in names:
            raise _unknown(name, names)
    values: dict[str, Any] = {}
    for p in parameters:
        value = sent.get(p.name)
        if value is None:
            if p.required:
                raise ArgumentError("This argument is required.", code="missing_argument", path=p.name)
            values[p.name] = p.default
        else:
            values[p.name] = p.read(value, p.name)
    return values


def _unknown(name: str, names: Sequence[str]) -> ArgumentError:
    nearest = nearest_name(name, [*names, *FIELDS] if "profile" in names else names)
    if nearest in FIELDS:
        return ArgumentError(
            "This is a field of profile, not an argument.",
            code="unknown_argument",
            path=f"profile.{nearest}",
            allowed=names,
        )
    return ArgumentError("There is an unknown argument.", code="unknown_argument", nearest=nearest, allowed=names)


def read_profile(value: object, path: str) -> Profile:
    """A profile from an object, or from the same object written as JSON text."""
    if isinstance(value, str):
        value = _object_in(value, path)
    return parse_profile(value, path)


def _object_in(text: str, path: str) -> object:
    if len(text) <= MAX_PROFILE_CHARS:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    raise ProfileError(
        "A profile is an object of fields; this text is not one.", path=path, example='{"user_type": "INDIVIDUAL"}'
    )


def read_rules_text(value: object, path: str) -> str:
    """Rule text of bearable length; halves of surrogate pairs, which no encoding can carry, are replaced."""
    if not isinstance(value, str):
        raise RuleTextError(
            "Rules are one text, rules separated by a blank line.",
            path=path,
            example='"When funds are received: 10.00% of incoming funds goes from Income to Savings."',
        )
    if len(value) > MAX_RULES_CHARS:
        raise RuleTextError(
            f"The rules are {len(value):,} characters long; at most {MAX_RULES_CHARS:,} are read. "
            "Send the rules of one person only.",
            code="rules_text_too_long",
            path=path,
        )
    return value.encode("utf-8", "replace").decode("utf-8")


def read_goal(value: object, path: str) -> str:
    """One of the goals, in any case."""
    wanted = value.strip().replace(" ", "_").upper() if isinstance(value, str) else None
    if wanted in GOALS:
        return str(wanted)
    raise ArgumentError(
        "Not one of the goals.",
        code="invalid_value",
        path=path,
        nearest=nearest_name(value, GOALS) if isinstance(value, str) else None,
        allowed=GOALS,
        example=f'"{GOALS[1]}"',
    )


def one_of(*choices: str) -> Reader:
    """A reader of one of a few words."""

    def read(value: object, path: str) -> str:
        if isinstance(value, str) and value.strip().lower() in choices:
            return value.strip().lower()
        raise ArgumentError(
            "Not one of the values it can have.",
            code="invalid_value",
            path=path,
            nearest=nearest_name(value, choices) if isinstance(value, str) else None,
            allowed=choices,
            example=f'"{choices[0]}"',
        )

    return read


def whole_number(lowest: int, highest: int, example: int) -> Reader:
    """A reader of a whole number within bounds."""

    def read(value: object, path: str) -> int:
        number = _whole(value)
        if number is None or not lowest <= number <= highest:
            raise ArgumentError(
                f"Must be a whole number from {lowest} to {highest}.",
                code="invalid_value",
                path=path,
                example=str(example),
            )
        return number

    return read


def _whole(value: object) -> int | None:
    if isinstance(value, str) and len(value) < 20 and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if isinstance(value, int) or value.is_integer() else None


def read_bool(value: object, path: str) -> bool:
    """True or false, also as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise ArgumentError("Must be true or false.", code="invalid_value", path=path, allowed=("true", "false"))


MOST_ENTRIES = 200
"""Accounts that one call may say something about."""
MAX_NAME_CHARS = 500


def by_account(field: str, read_value: Reader, example: str) -> Reader:
    """A reader of a list of ``{account, field}``, into account -> value; also of the list as JSON text."""

    def read(value: object, path: str) -> dict[str, Any]:
        if isinstance(value, str) and len(value) <= MAX_PROFILE_CHARS:
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                value = None
        if not isinstance(value, list) or len(value) > MOST_ENTRIES:
            raise ArgumentError(
                f"Must be a list of at most {MOST_ENTRIES} objects with account and {field}.",
                code="invalid_value",
                path=path,
                example=example,
            )
        found: dict[str, Any] = {}
        for place, entry in enumerate(value):
            name = entry.get("account") if isinstance(entry, dict) else None
            if not isinstance(entry, dict) or set(entry) != {"account", field} or not _is_name(name):
                raise ArgumentError(
                    f"Each entry has account (a name from the rules) and {field}, and nothing else.",
                    code="invalid_value",
                    path=f"{path}[{place}]",
                    example=example,
                )
            found[str(name).encode("utf-8", "replace").decode("utf-8")] = read_value(
                entry[field], f"{path}[{place}].{field}"
            )
        return found

    return read


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME_CHARS and not value.isspace()
