"""Reads the arguments of a tool: leniently where the meaning is plain, with a helpful refusal where it is not.

Hosts differ: some send an object as JSON text, a number as digits, null, "" or "null" for what they leave out, dollars
where cents are asked for, or arguments of their own. Those are understood. A misspelt name is never ignored: the
refusal names the nearest one, what is allowed, and an example. No message repeats a text, because texts are other
people's data and may be written to mislead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.errors import ArgumentError, ProfileError, RuleTextError, nearest_name
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import FIELDS, PLAIN_NAME, Profile, parse_profile, spelled_as, whole_number_in
from seqmatch.schemas.wording import goal_of_words, nearest_goal, says_nothing
from seqmatch.server.tools.amounts import CENTS, in_dollars
from seqmatch.server.tools.published_schema import Schema
from seqmatch.server.tools.text_values import value_in

MAX_RULES_CHARS = 200_000
"""Nine times the longest rule text of the reference cohort."""

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


HOSTS_OWN = frozenset(
    [
        *("action", "call_id", "callid", "chat_id", "chatid", "chatinput", "conversation_id", "conversationid"),
        *("executionid", "message_id", "messageid", "request_id", "requestid", "run_id", "runid", "session_id"),
        *("sessionid", "thread_id", "threadid", "tool_call_id", "toolcallid", "wait_for_previous", "waitforprevious"),
        *("callbacks", "config", "explanation", "random_string", "reasoning", "requires_approval", "run_manager"),
        *("security_risk", "task_progress", "thought", "tool_name", "toolname", "trace_id", "traceid", "user_id"),
    ]
)
"""Arguments that hosts add to every call, in lower case; as are all that begin with an underscore."""
WRAPPERS = frozenset(("args", "arguments", "input", "kwargs", "parameters", "params"))
"""Names under which some hosts send all arguments once more."""


def added_by_host(parameters: Sequence[Parameter], sent: Mapping[str, object]) -> list[str]:
    """The arguments that are a host's own: read past, not refused, for the assistant did not write them."""
    names = {p.name for p in parameters}
    return [name for name in sent if name not in names and (name.lower() in HOSTS_OWN or name.startswith("_"))]


def read_arguments(parameters: Sequence[Parameter], sent: Mapping[str, object]) -> dict[str, Any]:
    """The value of every parameter, by name.

    Raises
    ------
    ArgumentError : an unknown or missing argument, or a value outside its range.
    ProfileError : a field of the profile.
    RuleTextError : rules that are not text, or too long.
    """
    names = [p.name for p in parameters]
    host = added_by_host(parameters, sent)
    own = _unwrapped({name: value for name, value in sent.items() if name not in host}, names)
    told = in_dollars(names, _as_spelled(own, names))
    unknown = [name for name in told if name not in names]
    if unknown:
        raise _unknown(unknown, names)
    values: dict[str, Any] = {}
    for p in parameters:
        value = told.get(p.name)
        if value is None or (says_nothing(value) and not (p.required and _is_blank(value))) or _is_bare(value, p):
            if p.required:
                raise ArgumentError("This argument is required.", code="missing_argument", path=p.name)
            values[p.name] = p.default
        else:
            if p.read is read_profile:
                value = _without_arguments(value, p.name, names)
            values[p.name] = p.read(value, p.name)
    return values


def _is_blank(value: object) -> bool:
    """Whether a text holds nothing: of a required one that is what was meant."""
    return isinstance(value, str) and not value.strip()


def _is_bare(value: object, parameter: Parameter) -> bool:
    """Whether an optional argument is an empty list or object: some hosts fill in every one."""
    return isinstance(value, list | dict) and not value and not parameter.required


def _unwrapped(sent: Mapping[str, object], names: Sequence[str]) -> Mapping[str, object]:
    """The arguments that a host has put into one, or ``sent`` as it is."""
    if len(sent) == 1:
        ((wrapper, value),) = sent.items()
        held = value_in(value)
        if wrapper in WRAPPERS and wrapper not in names and isinstance(held, Mapping) and set(held) & set(names):
            return {str(name): one for name, one in held.items()}
    return sent


def _as_spelled(sent: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    """What was sent, with names that differ in case and underscores only (``rulesText``) under their own."""
    known = [*names, *(name.removesuffix(CENTS) for name in names)]
    told: dict[str, object] = {}
    for sent_as, value in sent.items():
        name = spelled_as(sent_as, known) or sent_as
        if name in told:
            raise ArgumentError("This argument is given twice.", code="duplicate_argument", path=name)
        told[name] = value
    return told


def _unknown(unknown: Sequence[str], names: Sequence[str]) -> ArgumentError:
    name = unknown[0]
    if "profile" in names:
        if f"monthly_income{CENTS}" in names and name in ("income", "salary"):
            return _income_of_some_period(names)
        nearest = nearest_name(name, [*names, *FIELDS])
        if name in FIELDS or nearest in FIELDS:
            return _belongs_in_profile(name if name in FIELDS else str(nearest), names)
    else:
        nearest = nearest_name(name, names)
    if nearest is not None:
        return ArgumentError("There is an unknown argument.", code="unknown_argument", nearest=nearest, allowed=names)
    plain = [each for each in unknown if PLAIN_NAME.fullmatch(each) and nearest_name(each, names) is None]
    if name not in plain:
        shown = "There is an unknown argument, whose name is not a plain word. Leave it out."
    elif len(plain) == 1:
        shown = f"There is an unknown argument named {name}. Leave it out."
    else:
        shown = f"There are unknown arguments named {', '.join(plain)}. Leave them out."
    return ArgumentError(shown, code="unknown_argument", allowed=names)


def _income_of_some_period(names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        "There is an unknown argument. If this income is a month's, send it as monthly_income; if it is a year's, as "
        "annual_income inside profile.",
        code="unknown_argument",
        allowed=names,
    )


def _belongs_in_profile(field: str, names: Sequence[str]) -> ArgumentError:
    return ArgumentError(
        "This is a field of profile, not an argument: send it inside profile.",
        code="unknown_argument",
        path=f"profile.{field}",
        allowed=names,
    )


def _without_arguments(value: object, path: str, names: Sequence[str]) -> object:
    """A profile, unless it holds what belongs beside it."""
    profile = value_in(value)
    if not isinstance(profile, Mapping):
        return value
    if list(profile) == [path] and isinstance(profile[path], Mapping):
        return profile[path]
    for key in profile:
        beside = key if key in names else f"{key}{CENTS}" if f"{key}{CENTS}" in names else None
        if beside is not None and key not in FIELDS and isinstance(key, str) and not says_nothing(profile[key]):
            also = ", or as profile.product_goal where they stated it themselves" if key == "goal" else ""
            raise ArgumentError(
                f"This is an argument of its own: send {key} beside profile, not inside it{also}.",
                code="unknown_field",
                path=f"{path}.{key}",
            )
    return profile


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


def by_account(field: str, read_value: Reader, example: str) -> Reader:
    """A reader of a list of ``{account, field}``, into account -> value; also of the list as JSON text."""

    def read(value: object, path: str) -> dict[str, Any]:
        value = value_in(value)
        if not isinstance(value, list) or len(value) > MOST_ENTRIES:
            raise ArgumentError(
                f"Must be a list of at most {MOST_ENTRIES} objects with account and {field}.",
                code="invalid_value",
                path=path,
                example=example,
            )
        found: dict[str, Any] = {}
        for place, entry in enumerate(value):
            if isinstance(entry, dict):
                entry = in_dollars([field], entry)
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
