"""Bills that come again, as the payments they come to between two days."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from seqmatch.errors import ArgumentError
from seqmatch.schemas.simulation import Payment
from seqmatch.schemas.stream import Cadence

DAYS: dict[Cadence, int] = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
MONTHS: dict[Cadence, int] = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
HALF_A_MONTH = 15


@dataclass(frozen=True, slots=True)
class Bill:
    """Money that leaves an account again and again.

    Attributes
    ----------
    account, cents, name : as of a :class:`~seqmatch.schemas.simulation.Payment`.
    first : the first day it is due. By months it is due on the same day of the month, or the month's last; twice a
        month 15 days before or after it, too.
    cadence : None where it is due once.
    last : no payment is due after this day; None where it does not end.
    """

    account: str
    cents: int
    first: date
    cadence: Cadence | None = None
    last: date | None = None
    name: str = ""


def payments_of(bills: Iterable[Bill], first_day: date, last_day: date) -> tuple[Payment, ...]:
    """The payments due from ``first_day`` to ``last_day``, both included, by day, and of one day in the order of bills.

    Raises
    ------
    ArgumentError : an amount below one cent.

    Examples
    --------
    >>> rent = Bill("Checking", 90_000, date(2026, 1, 31), "monthly")
    >>> [str(one.day) for one in payments_of([rent], date(2026, 1, 1), date(2026, 3, 31))]
    ['2026-01-31', '2026-02-28', '2026-03-31']
    """
    due = []
    for bill in bills:
        if bill.cents < 1:
            raise ArgumentError("What is paid is a number of cents, 1 or more.", path="payments", example="120000")
        end = last_day if bill.last is None else min(last_day, bill.last)
        for day in _days(bill, end):
            if day >= first_day:
                due.append(Payment(day, bill.account, bill.cents, bill.name))
    return tuple(sorted(due, key=lambda payment: payment.day))


def _days(bill: Bill, end: date) -> Iterator[date]:
    """The days it is due, until ``end``."""
    number = 0
    while True:
        for day in sorted(_due(bill, number)):
            if day > end:
                return
            if day >= bill.first:
                yield day
        if bill.cadence is None:
            return
        number += 1


def _due(bill: Bill, number: int) -> list[date]:
    """The days of its ``number``-th time, from 0; of its ``number``-th month, where it is due twice in one."""
    if bill.cadence is None:
        return [bill.first]
    if bill.cadence in DAYS:
        return [bill.first + timedelta(days=DAYS[bill.cadence] * number)]
    day = bill.first.day
    if bill.cadence == "twice_monthly":
        other = day + HALF_A_MONTH if day <= HALF_A_MONTH else day - HALF_A_MONTH
        return [_in_month(bill.first, number, day), _in_month(bill.first, number, other)]
    return [_in_month(bill.first, number * MONTHS[bill.cadence], day)]


def _in_month(start: date, months: int, day: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
