"""A contract is what truly recurs: who, how often, how much, from when to when. Habits are not contracts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from random import Random

from .bankdays import DAY, last_open, month_length, nth_weekday, shift

STEP_DAYS = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}
STEP_MONTHS = {"monthly": 1, "two_monthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
PER_MONTH = {
    **{name: 30.44 / days for name, days in STEP_DAYS.items()},
    "twice_monthly": 2.0,
    **{name: 1 / months for name, months in STEP_MONTHS.items()},
}


@dataclass(frozen=True, slots=True)
class Rule:
    """When a contract falls due.

    ``how``: ``day`` (of the month, 31 is the last), ``last_open`` or ``nth`` (``day`` = week 1 to 4, ``weekday``);
    only the first matters for cadences counted in days. ``off`` are calendar months without a payment.
    """

    cadence: str
    anchor: date
    day: int = 1
    second: int = 15
    how: str = "day"
    weekday: int = 2
    move: str = "next"
    off: tuple[int, ...] = ()

    def dues(self, country: str, since: date, until: date) -> list[date]:
        """Booking dates from ``since`` to ``until``, both included."""
        days: list[date] = []
        if self.cadence in STEP_DAYS:
            step = STEP_DAYS[self.cadence]
            day = self.anchor + DAY * (max(0, (since - self.anchor).days // step - 1) * step)
            while day <= until:
                days.append(shift(country, day, self.move))
                day += DAY * step
        else:
            step = STEP_MONTHS.get(self.cadence, 1)
            month = self.anchor.year * 12 + self.anchor.month - 1
            while month <= until.year * 12 + until.month:
                year, number = month // 12, month % 12 + 1
                if number not in self.off:
                    days.extend(self._in_month(country, year, number))
                month += step
        return sorted({day for day in days if since <= day <= until})

    def _in_month(self, country: str, year: int, month: int) -> list[date]:
        if self.how == "last_open":
            return [last_open(country, year, month)]
        if self.how == "nth":
            return [shift(country, nth_weekday(year, month, self.weekday, self.day), self.move)]
        wanted = [self.day, self.second] if self.cadence == "twice_monthly" else [self.day]
        length = month_length(year, month)
        return [shift(country, date(year, month, min(day, length)), self.move) for day in wanted]


@dataclass(slots=True)
class Contract:
    """One true stream of payments.

    ``prices`` are (since, cents) steps in order; ``spread`` is the standard deviation of log amounts (0: fixed);
    ``season`` is the winter swing (share of the price); ``live`` names an amount only the ledger knows
    (``interest``, ``card_full``, ``card_minimum``); ``end`` is the first day on which it no longer runs.
    """

    id: str
    kind: str
    category: str
    payee: str
    account: str
    sign: int
    rule: Rule
    prices: list[tuple[date, int]]
    channel: str
    start: date
    end: date | None = None
    spread: float = 0.0
    season: float = 0.0
    skip: float = 0.0
    lag: int = 0
    renamed_on: date | None = None
    payee_later: str = ""
    to: str = ""
    live: str = ""
    trial: int | None = None
    last_amount: int | None = None
    ref: str = ""
    mcc: str = ""
    dues: list[date] = field(default_factory=list)

    def price(self, day: date) -> int:
        """Cents of the price list that holds on the day."""
        cents = self.prices[0][1]
        for since, value in self.prices:
            if since > day:
                break
            cents = value
        return cents

    def name(self, day: date) -> str:
        """The payee's words on the day."""
        return self.payee_later if self.renamed_on and day >= self.renamed_on else self.payee

    def plan(self, country: str, since: date, until: date, rng: Random) -> list[tuple[date, int]]:
        """Dates and unsigned cents of the payments; dates beyond the end are kept in ``dues`` only."""
        self.dues = self.rule.dues(country, max(since, self.start), until)
        plan = []
        for number, due in enumerate(self.dues):
            if self.end is not None and due >= self.end:
                break
            if self.skip and rng.random() < self.skip:
                continue
            cents = self.price(due)
            if self.season:
                cents = round(cents * (1 + self.season * math.cos((due.timetuple().tm_yday - 25) / 365.25 * 6.2832)))
            if self.spread:
                cents = max(100, round(cents * math.exp(rng.gauss(0, self.spread))))
            if self.trial is not None and number == 0 and self.start >= since:
                cents = self.trial
            day = shift(country, due + DAY * rng.randint(0, self.lag), "next") if self.lag else due
            if cents > 0 or self.live:
                plan.append((day, cents))
        if self.last_amount and plan and self.end is not None and plan[-1][0] < self.end:
            plan[-1] = (plan[-1][0], self.last_amount)
        return plan


def rising(rng: Random, start: date, until: date, cents: int, chance: float, by: tuple[float, float]) -> list:
    """A price list that may change once a year, mostly upwards."""
    prices = [(start, cents)]
    day = start + DAY * rng.randint(200, 420)
    while day < until:
        if rng.random() < chance:
            cents = round(cents * (1 + rng.uniform(*by)))
            if cents > 3000 and rng.random() < 0.4:
                cents = cents // 100 * 100
            prices.append((day, cents))
        day += DAY * rng.randint(340, 390)
    return prices
