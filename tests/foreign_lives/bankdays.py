"""Days on which banks of three regions book, and how a due date moves when they do not."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (1-based, or -1 for the last) weekday (Monday is 0) of a month."""
    if nth > 0:
        first = date(year, month, 1)
        return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, month_length(year, month))
    return last - DAY * ((last.weekday() - weekday) % 7)


def month_length(year: int, month: int) -> int:
    """Number of days of a month."""
    return ((date(year + month // 12, month % 12 + 1, 1)) - date(year, month, 1)).days


@lru_cache(maxsize=256)
def closed(country: str, year: int) -> frozenset[date]:
    """Bank holidays of a year, weekends aside."""
    sunday = easter(year)
    if country == "us":
        fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
        observed = [d + DAY if d.weekday() == 6 else d for d in fixed]
        moving = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
        return frozenset(observed + [nth_weekday(year, m, w, n) for m, w, n in moving])
    days = {sunday - 2 * DAY, sunday + DAY}
    if country == "uk":
        days |= {nth_weekday(year, 5, 0, 1), nth_weekday(year, 5, 0, -1), nth_weekday(year, 8, 0, -1)}
        for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
            while day.weekday() > 4 or day in days:
                day += DAY
            days.add(day)
        return frozenset(days)
    return frozenset(days | {date(year, 1, 1), date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)})


def is_open(country: str, day: date) -> bool:
    """Whether banks book on the day."""
    return day.weekday() < 5 and day not in closed(country, day.year)


def shift(country: str, day: date, how: str) -> date:
    """Move a day to an open one: ``next``, ``previous``, or leave it (``none``)."""
    if how == "none":
        return day
    step = DAY if how == "next" else -DAY
    while not is_open(country, day):
        day += step
    return day


def last_open(country: str, year: int, month: int) -> date:
    """The last working day of a month."""
    return shift(country, date(year, month, month_length(year, month)), "previous")
