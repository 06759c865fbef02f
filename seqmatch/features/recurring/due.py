"""Predicts when the next payment is due, and whether a missing one is late or has ended."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from seqmatch.features.recurring.cadence import Fit
from seqmatch.features.recurring.calendar_days import (
    DAY_STEPS,
    DAYS_A_MONTH,
    Schedule,
    days_of_month,
    due_in,
    is_closed,
    month_of,
    open_day,
    open_days_between,
    open_days_later,
)
from seqmatch.schemas.stream import Status

GRACE = 3
"""Days after which a payment that is due is late."""
ENDED_AFTER = 0.5
"""Part of the time from one payment to the next after which one that comes less than monthly is no longer expected."""
MONTHLY = 1.1 * DAYS_A_MONTH
ONE_IN = 6
CLOSE = 2
"""Days off that a told day may be without harm."""
MOST_LATE = 12
"""Days late up to which open days are counted."""
RECENT = 12
"""Payments by which the next day is told: payers change their mind."""


def next_due(fitted: Fit, days: Sequence[int], times: int = 1) -> int:
    """The ordinal day of the next payment, by the rule that hits most of the latest payments to the day.

    The rules: so many days after the last; a day of the month, where it falls on a weekend also the working day before
    or after; the nth or the last of a weekday in the month.

    Parameters
    ----------
    days : of the payments, ordinals.
    times : 2 for the payment after the next one, and so on.
    """
    schedule = fitted.schedule
    inside = [(number, day) for number, day in zip(fitted.numbers, days, strict=True) if number is not None]
    inside = sorted(dict(inside).items())[-RECENT:]
    last = inside[-1][0]
    if schedule.cadence in DAY_STEPS or schedule.cadence == "twice_monthly":
        return _by_schedule([schedule], inside, last + times)
    weekday = _same_weekday([day for _, day in inside])
    if weekday is not None:
        return _nth_weekday(schedule, last + times, *weekday)
    anchors = [anchor for anchor, _ in Counter(days_of_month([day for _, day in inside])).most_common(6)]
    return _by_schedule(
        [Schedule(schedule.cadence, (anchor,), schedule.phase) for anchor in {*anchors, *schedule.anchors}],
        inside,
        last + times,
    )


def _by_schedule(schedules: Sequence[Schedule], inside: Sequence[tuple[int, int]], number: int) -> int:
    """The day of a time by the schedule and the way round closed days that come nearest to the payments.

    How late payments were is counted in open days where none came on a closed one.
    """
    by_bank = not any(is_closed(day) for _, day in inside)
    best: tuple[tuple[float, ...], Schedule, int, list[int]] | None = None
    for schedule in schedules:
        for step in (0, -1, 1):
            due = [open_day(schedule.due(at), step) for at, _ in inside]
            late = [
                open_days_between(of, day) if by_bank and abs(day - of) < MOST_LATE else day - of
                for of, (_, day) in zip(due, inside, strict=True)
            ]
            usual = sorted(late)[len(late) // 2]
            rank = (sum(min(abs(one - usual), 4) for one in late), abs(usual), abs(step), *schedule.anchors)
            if best is None or rank < best[0]:
                best = rank, schedule, step, late
    assert best is not None
    _, schedule, step, late = best
    base = open_day(schedule.due(number), step)
    return _nearest_to_most(
        [open_days_later(base, one) if by_bank and abs(one) < MOST_LATE else base + one for one in late]
    )


def _nearest_to_most(days: Sequence[int]) -> int:
    """The day that most of ``days`` are within :data:`CLOSE` of; of several the one nearest to their median."""
    middle = sorted(days)[len(days) // 2]
    near = {day: sum(abs(day - one) <= CLOSE for one in days) for day in range(min(days), max(days) + 1)}
    return min(near, key=lambda day: (-near[day], abs(day - middle), day))


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
    """Whether the next payment, due on a day, is still to be expected ``today``.

    What comes monthly or oftener has ended once two due days have passed: one that is left out is as common as an end.
    """
    overdue, step = today - due, fitted.schedule.days
    skips = fitted.missed / max(len(fitted.numbers), 1)
    grace = GRACE + fitted.tolerance
    wait = step + grace if step < MONTHLY else max(ENDED_AFTER * step, 2 * fitted.tolerance)
    if overdue > wait * (1 + 4 * skips):
        return "ended"
    return "late" if overdue > grace else "running"
