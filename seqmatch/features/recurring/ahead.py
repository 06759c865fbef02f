"""The days on which a recurring payment is due in the time to come."""

from __future__ import annotations

import datetime as dt

from seqmatch.features.recurring.calendar_days import DAY_STEPS, MONTH_STEPS, due_in, month_of
from seqmatch.schemas.stream import Stream


def days_due(stream: Stream, today: dt.date, days: int) -> list[int]:
    """Ordinals of the due days within ``days`` days after today, sorted.

    A bill that is overdue may still be collected and is due tomorrow; pay that is overdue is not counted on before the
    next time.
    """
    after, last = today.toordinal(), today.toordinal() + days
    found = [after + 1] if _still_collected(stream, today) and days else []
    for number in range(days + 2):
        due = _nth(stream, stream.next_due.toordinal(), number)
        if due > last:
            break
        if due > after:
            found.append(due)
    return sorted(found)


def _still_collected(stream: Stream, today: dt.date) -> bool:
    """Whether a payment that was due until today may come tomorrow: any within days, a bill also when it is late."""
    return stream.next_due <= today or (stream.status == "late" and stream.direction == "out")


def _nth(stream: Stream, first: int, number: int) -> int:
    """The ordinal of the due day so many times after the next one."""
    if stream.cadence in DAY_STEPS:
        return first + number * DAY_STEPS[stream.cadence]
    day = dt.date.fromordinal(first).day
    if stream.cadence == "twice_monthly":
        months, second = divmod(number, 2)
        return due_in(month_of(first) + months, day) + 15 * second
    return due_in(month_of(first) + number * MONTH_STEPS[stream.cadence], day)
