"""Dates as banks print them, and which of day and month stands first, told from the whole column or not at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

Order = Literal["iso", "month-first", "day-first"]
"""2026-03-01 · 03/01/2026 · 01/03/2026 (the first of March)."""
ORDERS: tuple[Order, ...] = get_args(Order)

YEARS = range(1970, 2101)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = re.compile(r"(\d{1,4})[-/. ]{1,2}(\d{1,2})[-/.' ]{1,2}(\d{1,4})\.?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
WORDS = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?P<month>[A-Za-z]{3,9})[-/., ]*(?P<year>\d{2}|\d{4})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})[-/. ]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{2}|\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/., ]*(?P<month>[A-Za-z]{3,9})[-/., ]*(?P<day>\d{1,2})"),
)


def readings(text: str) -> dict[Order, dt.date]:
    """Every order in which ``text`` is a date, with that date; a month in words reads the same in each.

    Example
    -------
    >>> readings("3/14/2026")
    {'month-first': datetime.date(2026, 3, 14)}
    """
    text = text.strip()
    for words in WORDS:
        if found := words.fullmatch(text):
            name = found["month"][:3].lower()
            day = _date(found["year"], str(MONTHS.index(name) + 1), found["day"]) if name in MONTHS else None
            return {} if day is None else dict.fromkeys(ORDERS, day)
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
    return {order: day for order, day in days.items() if day is not None}


def orders_of(texts: Iterable[str], wanted: Order | None = None) -> dict[Order, Mapping[str, dt.date]]:
    """Every order in which all of ``texts`` are dates, with the dates; orders that agree on all count as one.

    Where an order is ``wanted``, only it and the unmistakable ``iso`` are tried.
    """
    read = {text: readings(text) for text in texts}
    fitting: dict[Order, Mapping[str, dt.date]] = {}
    for order in ORDERS if wanted is None else dict.fromkeys(("iso", wanted)):
        days = {text: found[order] for text, found in read.items() if order in found}
        if len(days) == len(read) and days not in fitting.values():
            fitting[order] = days
    return fitting


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
    r" ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
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
