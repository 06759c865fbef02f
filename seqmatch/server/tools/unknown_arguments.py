"""Refuses an argument that no tool has, so that the refusal alone makes the next call right.

It names what is meant by spelling or by meaning, where an argument belongs that stands in the wrong place, and what is
missing besides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.schemas.profile import FIELDS
from seqmatch.schemas.profile_reading import PLAIN_NAME
from seqmatch.server.tools.amounts import CENTS
from seqmatch.server.tools.text_values import value_in

OTHER_NAMES = {
    "k": ("top_k", "topk", "n", "num", "count", "limit", "num_results", "max_results", "number", "top_n", "size"),
    "limit": ("top_k", "topk", "k", "n", "num", "count", "num_results", "max_results", "max_suggestions", "top_n"),
    "cluster_id": ("id", "cluster", "archetype", "archetype_id", "archetype_name", "cluster_name", "group", "segment"),
    "rules_text": ("rules", "automations", "rule", "text", "plan", "current_rules", "automation_rules", "description"),
    "profile": ("user", "person", "customer", "client", "user_profile", "about"),
    "goal": ("target", "objective", "aim", "purpose"),
}
"""Argument -> what it is called elsewhere: by meaning, where spelling would lead astray. Offered, not taken."""


def unknown_argument(
    unknown: Mapping[str, object],
    names: Sequence[str],
    missing: Sequence[str],
    examples: Mapping[str, str] | None = None,
) -> ArgumentError:
    """The refusal of the first of ``unknown``.

    Parameters
    ----------
    unknown : arguments that were sent and are none of the tool's.
    names : the tool's arguments.
    missing : those of them that must be sent and were not.
    examples : values of those whose form is not plain, as JSON.
    """
    name, value = next(iter(unknown.items()))
    if _by_meaning(name, value, names) is None and "profile" in names:
        if f"monthly_income{CENTS}" in names and name in ("income", "salary"):
            return _income_of_some_period(names)
        near = nearest_name(name, [*names, *FIELDS])
        if name in FIELDS or near in FIELDS:
            return _belongs_in_profile(name if name in FIELDS else str(near), names)
    meant = {each: _by_meaning(each, held, names) or nearest_name(each, names) for each, held in unknown.items()}
    also = _and_send([one for one in missing if one not in meant.values()])
    if len(unknown) > 1 and any(meant.values()) and all(PLAIN_NAME.fullmatch(each) for each in unknown):
        told = [f"Send {each} as {known}." if known else f"Leave out {each}." for each, known in meant.items()]
        return ArgumentError(
            f"There are unknown arguments. {' '.join(told)}{also}", code="unknown_argument", allowed=names
        )
    if meant[name] is not None:
        form = (examples or {}).get(str(meant[name]))
        shown = "" if form is None else f" Send it as {meant[name]}: {form}."
        return ArgumentError(
            f"There is an unknown argument.{shown}{also}", code="unknown_argument", nearest=meant[name], allowed=names
        )
    plain = [each for each in unknown if PLAIN_NAME.fullmatch(each) and meant[each] is None]
    if name not in plain:
        shown = "There is an unknown argument, whose name is not a plain word. Leave it out."
    elif len(plain) == 1:
        shown = f"There is an unknown argument named {name}. Leave it out."
    else:
        shown = f"There are unknown arguments named {', '.join(plain)}. Leave them out."
    return ArgumentError(f"{shown}{also}", code="unknown_argument", allowed=names)


def _by_meaning(name: str, value: object, names: Sequence[str]) -> str | None:
    """The argument that ``name`` stands for elsewhere, or that ``value`` can only be."""
    word = name.casefold().replace("-", "_")
    held = value_in(value)
    if "profile" in names and name not in FIELDS and isinstance(held, Mapping) and set(held) & set(FIELDS):
        return "profile"
    for known in names:
        if word in OTHER_NAMES.get(known, ()):
            return known if known != "profile" or isinstance(held, Mapping) else None
    return None


def _and_send(missing: Sequence[str]) -> str:
    return f" Send {' and '.join(missing)} as well, which is required." if missing else ""


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
