"""Predicts when the next payment is due, and whether a missing one is late or has ended."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from seqmatch.features.recurring.cadence import Fit
from seqmatch.features.recurring.calendar_days import DAY_STEPS, Schedule, days_of_month, due_in, month_of, off_weekends
from seqmatch.schemas.stream import Status

GRACE = 3
"""Days after which a payment that is due is late."""
ENDED_AFTER = 0.5
"""Part of the time from one payment to the next after which one that is late is no longer expected."""
LEAST_WAIT = 6
"""Days that are waited at least."""
ONE_IN = 6
RECENT = 12
"""Payments by which the next day is told: payers change their mind."""


def next_due(fitted: Fit, days: Sequence[int]) -> int:
    """The ordinal day of the next payment, by the rule that hits most of the latest payments to the day.

    The rules: so many days after the last; a day of the month, where it falls on a weekend also the working day before
    or after; the nth or the last of a weekday in the month.
    """
    schedule = fitted.schedule
    inside = [(number, day) for number, day in zip(fitted.numbers, days, strict=True) if number is not None]
    inside = sorted(dict(inside).items())[-RECENT:]
    last = inside[-1][0]
    if schedule.cadence in DAY_STEPS or schedule.cadence == "twice_monthly":
        return _by_schedule([schedule], inside, last + 1)
    weekday = _same_weekday([day for _, day in inside])
    if weekday is not None:
        return _nth_weekday(schedule, last + 1, *weekday)
    anchors = [anchor for anchor, _ in Counter(days_of_month([day for _, day in inside])).most_common(6)]
    return _by_schedule(
        [Schedule(schedule.cadence, (anchor,), schedule.phase) for anchor in {*anchors, *schedule.anchors}],
        inside,
        last + 1,
    )


def _by_schedule(schedules: Sequence[Schedule], inside: Sequence[tuple[int, int]], number: int) -> int:
    """The day of a time by the schedule and the way round weekends that come nearest to the payments."""
    best: tuple[tuple[float, ...], int] | None = None
    for schedule in schedules:
        for step in (0, -1, 1):
            late = [day - off_weekends(schedule.due(at), step) for at, day in inside]
            usual = sorted(late)[len(late) // 2]
            off = [abs(one - usual) for one in late]
            rank = (sum(min(one, 4) for one in off), abs(usual), abs(step), *schedule.anchors)
            if best is None or rank < best[0]:
                best = rank, off_weekends(schedule.due(number), step) + usual
    assert best is not None
    return best[1]


def _same_weekday(days: Sequence[int]) -> tuple[int, int] | None:
    """The weekday and which of the month it is (5 the last one), where nearly all of at least four payments are that.

    One in :data:`ONE_IN` may be a day off: a holiday moves it.
    """
    weekday, times = Counter(day % 7 for day in days).most_common(1)[0]
    if len(days) < 4 or len(days) - times > len(days) / ONE_IN:
        return None
    moved = [day + (weekday - day % 7 + 3) % 7 - 3 for day in days]
    if any(abs(one - day) > 1 for one, day in zip(moved, days, strict=True)):
        return None
    of_month = [dt.date.fromordinal(day).day for day in moved]
    if len(set(of_month)) < 3:
        return None
    nth = {(day - 1) // 7 + 1 for day in of_month}
    if len(nth) == 1 and nth < {1, 2, 3, 4}:
        return weekday, nth.pop()
    lasts = [month_of(day + 7) != month_of(day) for day in moved]
    return (weekday, 5) if all(lasts) else None


def _nth_weekday(schedule: Schedule, number: int, weekday: int, nth: int) -> int:
    month = month_of(schedule.due(number))
    if nth == 5:
        last = due_in(month, 31)
        return last - (last - weekday) % 7
    first = due_in(month, 1)
    return first + (weekday - first) % 7 + 7 * (nth - 1)


def status_of(fitted: Fit, due: int, today: int) -> Status:
    """Whether the next payment, due on a day, is still to be expected ``today``."""
    overdue = today - due
    skips = fitted.missed / max(len(fitted.numbers), 1)
    wait = max(LEAST_WAIT, ENDED_AFTER * fitted.schedule.days, 2 * fitted.tolerance) * (1 + 4 * skips)
    if overdue > wait:
        return "ended"
    return "late" if overdue > GRACE + fitted.tolerance else "running"
