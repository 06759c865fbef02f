"""What is new about payments that come again: bills that rose or stopped lately."""

from __future__ import annotations

import datetime as dt

from seqmatch.schemas.stream import PriceChange, Stream

RECENTLY = 92
"""Days within which a changed price or an end is news."""


def lapsed(one: Stream, today: dt.date) -> bool:
    """Whether a bill has stopped lately."""
    return one.direction == "out" and one.status == "ended" and (today - one.next_due).days <= RECENTLY


def risen(one: Stream, today: dt.date) -> PriceChange | None:
    """The rise of a running bill's price, where it was lately."""
    change = one.price_change
    if one.direction == "in" or one.status == "ended" or change is None or (today - change.date).days > RECENTLY:
        return None
    return change if change.after_cents > change.before_cents else None


def money(cents: int) -> str:
    """As in 1,234.50; no sign of a currency, because statements often do not tell it."""
    return f"{cents / 100:,.2f}"
