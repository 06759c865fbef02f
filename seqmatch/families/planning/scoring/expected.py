"""The months to come as a person's history lets expect them: pay and bills on their days, everyday spending weekly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.ordering import PAY_MONTHS, YEAR
from seqmatch.families.planning.scoring.timeline import Money
from seqmatch.features.recurring.ahead import days_due
from seqmatch.schemas.simulation import Arrival, Payment
from seqmatch.schemas.stream import TIMES_A_YEAR


def expected_money(person: Person, account: str, until: dt.date, opening: Mapping[str, int]) -> Money:
    """What is expected from tomorrow until a day, all of it on one account.

    What a usual month brings beyond pay that comes again arrives on its first day; what leaves beyond the bills leaves
    weekly.
    """
    first = person.today + dt.timedelta(days=1)
    days = (until - person.today).days
    arrivals: list[Arrival] = []
    payments: list[Payment] = []
    again = {"in": 0.0, "out": 0.0}
    for one in person.streams:
        if one.amount_cents < 1:
            continue
        again[one.direction] += one.amount_cents * TIMES_A_YEAR[one.cadence] / 12
        for number in days_due(one, person.today, days):
            day = dt.date.fromordinal(number)
            if one.direction == "in":
                arrivals.append(Arrival(day, account, one.amount_cents))
            else:
                payments.append(Payment(day, account, one.amount_cents, "bill"))
    monthly = int(np.median(person.came[-PAY_MONTHS:]) - again["in"])
    weekly = int((np.mean(person.left[-YEAR:]) - again["out"]) * 12 * 7 / 365.25)
    for number in range(1, days + 1):
        day = person.today + dt.timedelta(days=number)
        if monthly > 0 and day.day == 1:
            arrivals.append(Arrival(day, account, monthly))
        if weekly > 0 and number % 7 == 0:
            payments.append(Payment(day, account, weekly, "everyday"))
    arrivals.sort(key=lambda one: one.day)
    payments.sort(key=lambda one: one.day)
    return Money(first, until, tuple(arrivals), tuple(payments), opening)
