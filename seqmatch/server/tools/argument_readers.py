"""Readers of single arguments: each turns what was sent into the value meant, or says what belongs there.

No message repeats a text, because texts are other people's data and may be written to mislead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from seqmatch.errors import ArgumentError, ProfileError, RuleTextError, nearest_name
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile, whole_number_in
from seqmatch.schemas.wording import goal_of_words, nearest_goal, says_nothing
from seqmatch.server.tools.amounts import A_MONTH, CENTS, DollarRange, in_dollars
from seqmatch.server.tools.text_values import value_in

MAX_RULES_CHARS = 200_000
"""Nine times the longest rule text of the reference cohort."""

Reader = Callable[[object, str], Any]


def read_profile(value: object, path: str) -> Profile:
    """A profile from an object, or from the same object written as text."""
    held = value_in(value)
    if isinstance(held, str):
        raise ProfileError(
            "Send an object of fields; this text is not one.", path=path, example='{"user_type": "INDIVIDUAL"}'
        )
    if isinstance(held, Mapping):
        held = {key: one for key, one in held.items() if not (says_nothing(one) and isinstance(key, str))}
    return parse_profile(held, path)


def read_rules_text(value: object, path: str) -> str:
    """Rule text of bearable length; halves of surrogate pairs, which no encoding can carry, are replaced.

    A list of texts is one text, with a blank line between them.
    """
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n\n".join(value)
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
    """One of the goals, in any case, or in words that can mean one only."""
    if isinstance(value, list):
        raise ArgumentError(
            "Send one goal, the one that matters most, not a list.",
            code="invalid_value",
            path=path,
            allowed=GOALS,
            example=f'"{GOALS[1]}"',
        )
    wanted = value.strip().replace(" ", "_").upper() if isinstance(value, str) else None
    if wanted in GOALS:
        return str(wanted)
    text = value if isinstance(value, str) else ""
    if (meant := goal_of_words(text)) is not None:
        return meant
    nearest = nearest_goal(text) or nearest_name(text, GOALS)
    raise ArgumentError(
        "Not one of the goals." if nearest else "Not one of the goals. Where none fits, leave it out.",
        code="invalid_value",
        path=path,
        nearest=nearest,
        allowed=GOALS,
        example=f'"{nearest or GOALS[1]}"',
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
        number = whole_number_in(value)
        if number is None or not lowest <= number <= highest:
            raise ArgumentError(
                f"Must be a whole number from {lowest} to {highest}.",
                code="invalid_value",
                path=path,
                example=str(example),
            )
        return number

    return read


LONGEST_NAME = 200
_NUMBERED = re.compile(r"(?:#|(?:archetype|cluster|group)[ _#:-]*)(\d{1,6})", re.IGNORECASE)
"""A number said with what it numbers, as in "archetype 2"."""


def number_or_name(highest: int) -> Reader:
    """A reader of a whole number from 0, or of the name of what is numbered."""

    def read(value: object, path: str) -> int | str:
        numbered = _NUMBERED.fullmatch(value.strip()) if isinstance(value, str) else None
        number = whole_number_in(numbered[1] if numbered else value)
        if number is not None and 0 <= number <= highest:
            return number
        if number is None and isinstance(value, str) and value.isprintable() and len(value) <= LONGEST_NAME:
            return value.strip()
        raise ArgumentError(
            f"Must be a whole number from 0 to {highest}.", code="invalid_value", path=path, example="0"
        )

    return read


def read_bool(value: object, path: str) -> bool:
    """True or false, also as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false", "yes", "no"):
        return value.strip().lower() in ("true", "yes")
    raise ArgumentError("Must be true or false.", code="invalid_value", path=path, allowed=("true", "false"))


MOST_ENTRIES = 200
"""Accounts that one call may say something about."""
MAX_NAME_CHARS = 500


def by_account(
    field: str,
    read_value: Reader,
    example: str,
    names: str = "a name from the rules",
    in_what: DollarRange = A_MONTH,
) -> Reader:
    """A reader of a list of ``{account, field}``, into account -> value; also of the list as JSON text.

    Parameters
    ----------
    names : what an account is called by.
    in_what : how sums in dollars are read.
    """

    def read(value: object, path: str) -> dict[str, Any]:
        value = value_in(value)
        if not isinstance(value, list) or len(value) > MOST_ENTRIES:
            dollars = f" (or {field.removesuffix(CENTS)}, in dollars)" if field.endswith(CENTS) else ""
            raise ArgumentError(
                f"Must be a list of at most {MOST_ENTRIES} objects with account and {field}{dollars}.",
                code="invalid_value",
                path=path,
                example=example,
            )
        found: dict[str, Any] = {}
        for place, entry in enumerate(value):
            if isinstance(entry, dict):
                entry = in_dollars([field], entry, in_what)
            name = entry.get("account") if isinstance(entry, dict) else None
            if not isinstance(entry, dict) or set(entry) != {"account", field} or not _is_name(name):
                dollars = f" (or {field.removesuffix(CENTS)}, in dollars)" if field.endswith(CENTS) else ""
                raise ArgumentError(
                    f"Each entry has account ({names}) and {field}{dollars}, and nothing else.",
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
