"""Generated households that save for goals: pay, bills, everyday spending, shocks, and goals at three loads.

Synthetic: made to compare planners on money whose every cent is known. Not a model of real households.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np

from seqmatch.schemas.simulation import Arrival, Payment

Load = Literal["light", "medium", "heavy"]
LOADS: dict[Load, float] = {"light": 0.6, "medium": 1.0, "heavy": 1.6}
"""What the goals need in all, as a share of the free money that is typical until their deadlines."""
PAY_ACCOUNT = "Checking"
PAST, AHEAD = 24, 36
FIRST = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class PlannedGoal:
    """A goal as the household states it; cents; priority 1 is the highest."""

    name: str
    target_cents: int
    saved_cents: int
    deadline: dt.date
    priority: int


@dataclass(frozen=True)
class PlanningHousehold:
    """A household and its future.

    Attributes
    ----------
    opening_cents : on the pay account before the first day.
    past_came, past_left : by month, PAST of them, cents.
    arrivals, payments : of AHEAD months from FIRST.
    """

    opening_cents: int
    past_came: tuple[int, ...]
    past_left: tuple[int, ...]
    arrivals: tuple[Arrival, ...]
    payments: tuple[Payment, ...]
    goals: tuple[PlannedGoal, ...]


def month_start(months: int, day: int = 1) -> dt.date:
    """A day of the month that is so many after FIRST."""
    years, month = divmod(FIRST.month - 1 + months, 12)
    return dt.date(FIRST.year + years, month + 1, day)


def generate_planning_households(number: int, load: Load, seed: int) -> list[PlanningHousehold]:
    """Households of one load; the same seed gives the same money at each load, and other goals."""
    return [_household(np.random.default_rng([seed, one]), load) for one in range(number)]


def _household(rng: np.random.Generator, load: Load) -> PlanningHousehold:
    pay = int(rng.lognormal(np.log(420_000), 0.4))
    fortnightly = bool(rng.random() < 0.4)
    free_share = rng.uniform(0.08, 0.30)
    arrivals: list[Arrival] = []
    payments: list[Payment] = []
    bills = [("Rent", 0.32, 1), ("Utilities", 0.06, 12), ("Phone", 0.02, 18), ("Insurance", 0.12, 20)]
    everyday = 1 - free_share - 0.32 - 0.06 - 0.02 - 0.04 - 0.045
    spread = rng.uniform(0.03, 0.10)
    raised = 1.0
    for month in range(-PAST, AHEAD):
        if month % 12 == 0:
            raised *= 1 + rng.uniform(0.0, 0.03)
        shock = rng.random()
        kept = rng.uniform(0.4, 0.8) if shock < 0.012 else 1.0  # hours cut, sick pay
        for day in (1, 15) if fortnightly else (1,):
            part = pay * raised * kept * rng.normal(1, 0.01) / (2 if fortnightly else 1)
            arrivals.append(Arrival(month_start(month, day), PAY_ACCOUNT, int(part)))
        for name, share, day in bills:
            if name != "Insurance" or month % 3 == 0:
                cents = int(pay * share * (rng.normal(1, 0.1) if name == "Utilities" else 1))
                payments.append(Payment(month_start(month, day), PAY_ACCOUNT, max(100, cents), name))
        for day in (5, 12, 19, 26):
            cents = int(pay * raised * everyday / 4 * rng.lognormal(-(spread**2) / 2, spread))
            payments.append(Payment(month_start(month, day), PAY_ACCOUNT, max(100, cents), "Everyday"))
        if rng.random() < 0.04:  # a repair, a dentist
            cents = int(pay * rng.uniform(0.1, 0.45))
            payments.append(Payment(month_start(month, int(rng.integers(3, 27))), PAY_ACCOUNT, cents, "Repair"))
    came, left = _by_month(arrivals), _by_month(payments)
    opening = int(np.mean(left[:PAST]) * rng.uniform(0.5, 1.5))
    typical = float(np.mean(came[:PAST]) - np.mean(left[:PAST]))
    return PlanningHousehold(
        opening,
        tuple(came[:PAST]),
        tuple(left[:PAST]),
        tuple(one for one in arrivals if one.day >= FIRST),
        tuple(sorted((one for one in payments if one.day >= FIRST), key=lambda one: one.day)),
        _goals(rng, max(typical, 0.03 * pay), load),
    )


def _by_month(dated: list[Arrival] | list[Payment]) -> list[int]:
    sums = [0] * (PAST + AHEAD)
    for one in dated:
        sums[(one.day.year - FIRST.year) * 12 + one.day.month - FIRST.month + PAST] += one.cents
    return sums


def _goals(rng: np.random.Generator, typical: float, load: Load) -> tuple[PlannedGoal, ...]:
    """Three to six goals that together need the load's share of the typical free money."""
    number = int(rng.integers(3, 7))
    months = np.sort(rng.choice(np.arange(4, AHEAD + 1), number, replace=False))
    shares = rng.dirichlet(np.full(number, 3.0)) * LOADS[load] * typical * float(months.max())
    names = rng.permutation(["Holiday", "Emergency Fund", "Car", "Wedding", "Laptop", "New Kitchen"])[:number]
    order = rng.permutation(number)
    return tuple(
        PlannedGoal(
            str(names[place]),
            max(10_000, int(shares[place]) // 100 * 100),
            0,
            month_start(int(months[place])) - dt.timedelta(days=1),
            int(rng.integers(1, 4)),
        )
        for place in order
    )
