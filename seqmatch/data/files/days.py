"""Reads dates as banks print them; the order of day, month and year is decided from the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from seqmatch.data.statements.months import month_of

Order = Literal["iso", "month-first", "day-first", "year-first"]
"""2026-03-01 · 03/01/2026 · 01/03/2026 · 26/03/01 (the first of March)."""
ORDERS: tuple[Order, ...] = get_args(Order)

YEARS = range(1970, 2101)
NUMBERS = re.compile(r"(\d{1,4}) ?[-/. ]{1,2}(\d{1,2})[-/.' ]{1,2}(\d{1,4})\.?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
LETTERS = r"[^\W\d_]{3,12}"
WORDS = (
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?:de )?(?P<month>{LETTERS})\.?"
        r"[-/., ]*(?:de )?(?P<year>\d{2}|\d{4})"
    ),
    re.compile(rf"(?P<month>{LETTERS})\.?[-/. ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{{2}}|\d{{4}})"),
    re.compile(rf"(?P<year>\d{{4}})[-/., ]*(?P<month>{LETTERS})\.?[-/., ]*(?P<day>\d{{1,2}})"),
)
WEEKDAY = re.compile(r"[^\W\d_]{2,10}\.?,? +(?=\d)")
FURTHEST_AHEAD = dt.timedelta(days=400)
"""A statement tells nothing later than this from now; a reading of two-digit years that does is left aside."""
OLDER = dt.timedelta(days=8 * 365)
"""Of two readings of two-digit years, one that starts so much earlier than the other is left aside."""


def readings(text: str) -> dict[Order, dt.date]:
    """Every order in which ``text`` is a date, with that date; a month in words reads the same in each.

    Example
    -------
    >>> readings("3/14/2026")
    {'month-first': datetime.date(2026, 3, 14)}
    """
    text = text.strip()
    for tried in (text, WEEKDAY.sub("", text, count=1)):
        for words in WORDS:
            if found := words.fullmatch(tried):
                month = month_of(found["month"])
                day = _date(found["year"], str(month), found["day"]) if month else None
                if day is not None:
                    return dict.fromkeys(ORDERS, day)
    if found := COMPACT.fullmatch(text):
        day = _date(*found.groups())
        return {} if day is None else {"iso": day}
    if not (found := NUMBERS.fullmatch(text)):
        return {}
    first, second, third = found.groups()
    if len(first) == 4:
        days: dict[Order, dt.date | None] = {"iso": _date(first, second, third) if len(third) <= 2 else None}
    elif "." in text:  # no one writes the month first with full stops
        days = {"day-first": _date(third, second, first)}
    else:
        days = {"month-first": _date(third, first, second), "day-first": _date(third, second, first)}
    if len(first) == len(second) == len(third) == 2:
        days["year-first"] = _date(first, second, third)
    return {order: day for order, day in days.items() if day is not None}


def orders_of(texts: Iterable[str], wanted: Order | None = None) -> dict[Order, Mapping[str, dt.date]]:
    """Every order in which all of ``texts`` are dates, with the dates; orders that agree on all count as one.

    Where an order is ``wanted``, only it and the unmistakable ``iso`` are tried. Where years of two digits read both
    first and last, readings that lie ahead of today, or many years before another one, are left aside.
    """
    read = {text: readings(text) for text in texts}
    fitting: dict[Order, Mapping[str, dt.date]] = {}
    for order in ORDERS if wanted is None else dict.fromkeys(("iso", wanted)):
        days = {text: found[order] for text, found in read.items() if order in found}
        if len(days) == len(read) and days not in fitting.values():
            fitting[order] = days
    if "year-first" in fitting and len(fitting) > 1:
        return _likely(fitting)
    return fitting


def _likely(fitting: dict[Order, Mapping[str, dt.date]]) -> dict[Order, Mapping[str, dt.date]]:
    latest = dt.datetime.now(dt.UTC).date() + FURTHEST_AHEAD
    past = {order: days for order, days in fitting.items() if max(days.values()) <= latest} or fitting
    newest = max(min(days.values()) for days in past.values())
    recent = {order: days for order, days in past.items() if newest - min(days.values()) <= OLDER}
    spans = {order: max(days.values()) - min(days.values()) for order, days in recent.items()}
    longest = max(4 * min(spans.values()), dt.timedelta(days=366))
    return {order: days for order, days in recent.items() if spans[order] <= longest}


def _date(year: str, month: str, day: str) -> dt.date | None:
    """The date, None where there is no such day; two-digit years from 70 on are of the last century."""
    number = int(year)
    if len(year) <= 2:
        number += 1900 if number >= 70 else 2000
    if number not in YEARS:
        return None
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)? ?(?P<half>[AaPp]\.?[Mm]\.?)?"
    r" ?(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?"
)


def time_of(text: str) -> dt.time | None:
    """The time of day as printed, zone left aside, to the second; None where it is none.

    Example
    -------
    >>> time_of("1:05 pm")
    datetime.time(13, 5)
    """
    if not (found := CLOCK.fullmatch(text.strip())):
        return None
    hour, half = int(found["hour"]), (found["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def split_time(text: str) -> tuple[str, str]:
    """A date with a time behind it, as ``2026-03-01T13:05:00Z`` or ``3/1/2026 1:05 PM``, apart; else no time."""
    found = re.fullmatch(r"(.*\d)(?:T|,? +)(\d{1,2}:\d{2}.*)", text.strip())
    return (found[1], found[2]) if found else (text, "")
