"""Due days: every so many days, or on a day of every so many months."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from seqmatch.schemas.stream import Cadence

DAY_STEPS: dict[Cadence, int] = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
MONTH_STEPS: dict[Cadence, int] = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
DAYS_A_MONTH = 30.44
NEAREST = 14
"""Days a month from which a due day may be nearer than another: half of the shortest month."""


@dataclass(frozen=True)
class Schedule:
    """When a payment is due.

    Attributes
    ----------
    cadence : how often.
    anchors : of a step in days, one day (ordinal) it was due; of a step in months, days of the month, 31 being the
        last one; two of them where it is due twice a month.
    phase : of a step of more months, the month index (12 × year + month) it was due in, modulo the step.
    """

    cadence: Cadence
    anchors: tuple[int, ...]
    phase: int = 0

    @property
    def days(self) -> float:
        """Days from one time to the next."""
        if self.cadence in DAY_STEPS:
            return float(DAY_STEPS[self.cadence])
        if self.cadence == "twice_monthly":
            return DAYS_A_MONTH / 2
        return DAYS_A_MONTH * MONTH_STEPS[self.cadence]

    @property
    def place(self) -> Callable[[int], tuple[int, int]]:
        """Tells the number of the time nearest to an ordinal day, and by how many days it comes after that."""
        if self.cadence in DAY_STEPS:
            return partial(_place_days, DAY_STEPS[self.cadence], self.anchors[0])
        return partial(_place_months, MONTH_STEPS.get(self.cadence, 1), self.anchors, self.phase)

    def due(self, number: int) -> int:
        """The ordinal day of a time by its number."""
        if self.cadence in DAY_STEPS:
            return self.anchors[0] + number * DAY_STEPS[self.cadence]
        step = MONTH_STEPS.get(self.cadence, 1)
        whole, which = divmod(number, len(self.anchors))
        return due_in(whole * step + self.phase, self.anchors[which])


def _place_days(step: int, anchor: int, day: int) -> tuple[int, int]:
    number = round((day - anchor) / step)
    return number, day - anchor - number * step


@lru_cache(maxsize=65536)
def _place_months(step: int, anchors: tuple[int, ...], phase: int, day: int) -> tuple[int, int]:
    around = (month_of(day) - phase) // step * step + phase
    if len(anchors) == 1 and abs(late := day - due_in(around, anchors[0])) < NEAREST * step:
        return (around - phase) // step, late
    best = (0, 1 << 30)
    for start in (around - step, around, around + step):
        for which, anchor in enumerate(anchors):
            late = day - due_in(start, anchor)
            if abs(late) < abs(best[1]):
                best = ((start - phase) // step * len(anchors) + which, late)
    return best


@lru_cache(maxsize=65536)
def due_in(month: int, day: int) -> int:
    """The ordinal of a day in a month by its index; a day the month does not have is its last one."""
    year, of_year = divmod(month, 12)
    return dt.date(year, of_year + 1, min(day, calendar.monthrange(year, of_year + 1)[1])).toordinal()


@lru_cache(maxsize=65536)
def month_of(day: int) -> int:
    """The month index of an ordinal day."""
    date = dt.date.fromordinal(day)
    return 12 * date.year + date.month - 1


def days_of_month(days: Sequence[int]) -> list[int]:
    """The day of the month of each ordinal day; the last day of a short month counts as 31 too."""
    found = []
    for day in days:
        date = dt.date.fromordinal(day)
        found.append(date.day)
        if date.day >= 28 and date.day == calendar.monthrange(date.year, date.month)[1]:
            found.append(31)
    return found


@lru_cache(maxsize=65536)
def is_closed(day: int) -> bool:
    """Whether banks everywhere rest on an ordinal day: a Saturday, a Sunday, New Year or Christmas Day."""
    if (day - 1) % 7 >= 5:
        return True
    date = dt.date.fromordinal(day)
    return (date.month, date.day) in ((1, 1), (12, 25))


def open_day(day: int, step: int) -> int:
    """The day, on a closed one the next open one (``step`` 1) or the one before it (-1); 0 keeps it."""
    while step and is_closed(day):
        day += step
    return day


def open_days_between(first: int, last: int) -> int:
    """Open days after the first until the last one, negative where the last comes before it."""
    return _open_days(last) - _open_days(first)


@lru_cache(maxsize=65536)
def _open_days(day: int) -> int:
    """Open days up to an ordinal day, since the year 1."""
    year = dt.date.fromordinal(day).year
    of_year = (dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 25).toordinal())
    whole, rest = divmod(day, 7)
    return 5 * whole + min(rest, 5) - _holidays(year) - sum(one <= day and (one - 1) % 7 < 5 for one in of_year)


@lru_cache(maxsize=512)
def _holidays(year: int) -> int:
    """Working days that were holidays in all years before."""
    return sum((dt.date(one, *of).toordinal() - 1) % 7 < 5 for one in range(1, year) for of in ((1, 1), (12, 25)))


def open_days_later(day: int, number: int) -> int:
    """So many open days later, or earlier where ``number`` is negative; 0 keeps the day."""
    step = 1 if number > 0 else -1
    while number:
        day += step
        number -= step * (not is_closed(day))
    return day
