"""A problem that a check found, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found.

    Attributes
    ----------
    code : key of the catalogue in ``check.py``.
    rule : number of the rule, from 1; None where it is about no rule.
    said : name in the message of the catalogue -> text. Ours only: never a name or a text that somebody typed.
    account : the account it is about, as typed. Data: it is told in a field of its own.
    cents : how much money it is about.
    """

    code: str
    rule: int | None
    said: dict[str, str] = field(default_factory=dict)
    account: str | None = None
    cents: int | None = None


def listed(noun: str, numbers: Iterable[int]) -> str:
    """``action 2``, ``actions 2, 3 and 5``, ``actions 1, 2, … and 40 more``."""
    texts = [str(number) for number in numbers]
    if len(texts) == 1:
        return f"{noun} {texts[0]}"
    if len(texts) > _MOST_LISTED:
        return f"{noun}s {', '.join(texts[:_MOST_LISTED])} and {len(texts) - _MOST_LISTED} more"
    return f"{noun}s {', '.join(texts[:-1])} and {texts[-1]}"


def dollars(cents: int) -> str:
    """``$1,250.00``."""
    return f"${cents // 100:,}.{cents % 100:02d}"
