"""The months to come as a person's history lets expect them: pay and bills on their days, everyday spending weekly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.ordering import PAY_MONTHS, YEAR
from seqmatch.families.planning.scoring.timeline import Money
from seqmatch.features.recurring.ahead import days_due
from seqmatch.schemas.simulation import Arrival, Payment
from seqmatch.schemas.stream import TIMES_A_YEAR

EVERYDAY, OTHER_PAY, CHANGE = -1, -2, -3
"""Where a flow comes from, when it is of no payment that comes again."""


@dataclass(frozen=True)
class Flow:
    """Money that is expected on a day.

    Attributes
    ----------
    cents : money out negative, never 0.
    of : place of its payment among the person's streams, or EVERYDAY, OTHER_PAY, CHANGE.
    """

    day: dt.date
    cents: int
    of: int
    name: str = ""


def expected_flows(person: Person, until: dt.date) -> list[Flow]:
    """What is expected from tomorrow until a day.

    What a usual month brings beyond pay that comes again arrives on its first day; what leaves beyond the bills leaves
    weekly.
    """
    days = (until - person.today).days
    flows: list[Flow] = []
    again = {"in": 0.0, "out": 0.0}
    for place, one in enumerate(person.streams):
        if one.amount_cents < 1:
            continue
        again[one.direction] += one.amount_cents * TIMES_A_YEAR[one.cadence] / 12
        cents = one.amount_cents if one.direction == "in" else -one.amount_cents
        flows += [Flow(dt.date.fromordinal(day), cents, place, one.payee) for day in days_due(one, person.today, days)]
    monthly = int(np.median(person.came[-PAY_MONTHS:]) - again["in"])
    weekly = int((np.mean(person.left[-YEAR:]) - again["out"]) * 12 * 7 / 365.25)
    for number in range(1, days + 1):
        day = person.today + dt.timedelta(days=number)
        if monthly > 0 and day.day == 1:
            flows.append(Flow(day, monthly, OTHER_PAY))
        if weekly > 0 and number % 7 == 0:
            flows.append(Flow(day, -weekly, EVERYDAY, "everyday"))
    return flows


def money_of(flows: Sequence[Flow], account: str, first: dt.date, until: dt.date, opening: Mapping[str, int]) -> Money:
    """The flows as arrivals at and payments from one account."""
    dated = sorted(flows, key=lambda one: one.day)
    arrivals = tuple(Arrival(one.day, account, one.cents) for one in dated if one.cents > 0)
    payments = tuple(Payment(one.day, account, -one.cents, one.name) for one in dated if one.cents < 0)
    return Money(first, until, arrivals, payments, opening)


def expected_money(person: Person, account: str, until: dt.date, opening: Mapping[str, int]) -> Money:
    """What is expected from tomorrow until a day, all of it on one account."""
    return money_of(expected_flows(person, until), account, person.today + dt.timedelta(days=1), until, opening)
