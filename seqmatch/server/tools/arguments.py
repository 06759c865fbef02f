"""Reads the arguments of a tool: leniently where the meaning is plain, with a helpful refusal where it is not.

Hosts differ: some send an object as JSON text, a number as digits, null, "" or "null" for what they leave out, dollars
where cents are asked for, or arguments of their own. Those are understood. A misspelt name is never ignored: the
refusal names the nearest one, what is allowed, and an example. No message repeats a text, because texts are other
people's data and may be written to mislead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.schemas.profile import FIELDS
from seqmatch.schemas.profile_reading import spelled_as
from seqmatch.schemas.wording import says_nothing
from seqmatch.server.tools.amounts import CENTS, in_dollars
from seqmatch.server.tools.argument_readers import read_profile
from seqmatch.server.tools.published_schema import Schema
from seqmatch.server.tools.text_values import value_in
from seqmatch.server.tools.unknown_arguments import unknown_argument

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
    example : a value, as JSON, shown to who sends the argument under another name; None: its name says enough.
    """

    name: str
    schema: Schema
    read: Reader
    default: Any = None
    required: bool = False
    example: str | None = None


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
        missing = [p.name for p in parameters if p.required and p.name not in told]
        examples = {p.name: p.example for p in parameters if p.example is not None}
        raise unknown_argument({name: told[name] for name in unknown}, names, missing, examples)
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
