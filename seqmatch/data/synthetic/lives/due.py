"""The days on which something that comes again is due."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from seqmatch.schemas.stream import Cadence

STEP_DAYS: dict[Cadence, int] = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
STEP_MONTHS: dict[Cadence, int] = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
DAYS_A_MONTH = 30.44


def a_month(cadence: Cadence) -> float:
    """How often it is due in a month, on average."""
    if cadence in STEP_DAYS:
        return DAYS_A_MONTH / STEP_DAYS[cadence]
    return 2.0 if cadence == "twice_monthly" else 1 / STEP_MONTHS[cadence]


def due_days(cadence: Cadence, anchor: dt.date, first: dt.date) -> Iterator[dt.date]:
    """Every day from ``first`` on at which it is due, without end.

    Parameters
    ----------
    anchor : a day on which it is due. The 31st is the last day of each month. Twice a month: that day of the month and
        the one 15 days before or after it.
    """
    if cadence in STEP_DAYS:
        step = STEP_DAYS[cadence]
        day = first + dt.timedelta(days=(anchor - first).days % step)
        while True:
            yield day
            day += dt.timedelta(days=step)
    days = [anchor.day]
    if cadence == "twice_monthly":
        days = sorted((anchor.day, anchor.day - 15 if anchor.day > 15 else anchor.day + 15))
    step = STEP_MONTHS.get(cadence, 1)
    month = 12 * first.year + first.month - 1
    month += (12 * anchor.year + anchor.month - 1 - month) % step
    while True:
        for day_of_month in days:
            if (due := day_in(month, day_of_month)) >= first:
                yield due
        month += step


def day_in(month: int, day: int) -> dt.date:
    """A day of a month, numbered 12 x year + month - 1; the month's last day where it has no such day."""
    year, of_year = divmod(month, 12)
    return dt.date(year, of_year + 1, min(day, calendar.monthrange(year, of_year + 1)[1]))


def business_day(day: dt.date, direction: int) -> dt.date:
    """The day itself, or the next (``direction`` 1) or previous (-1) one that is not on a weekend."""
    while day.weekday() >= 5:
        day += dt.timedelta(days=direction)
    return day
