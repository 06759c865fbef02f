"""One household, day by day: what arrives, what is due, what is bought, and what that leaves on each account.

Balances add up: each is the one before plus the amount. A bill that checking cannot pay is covered from savings, or it
comes back unpaid with a fee and is tried again on the next payday.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from seqmatch.data.synthetic.lives.due import DAYS_A_MONTH, a_month, day_in
from seqmatch.data.synthetic.lives.regular import Agreement
from seqmatch.data.synthetic.lives.segments import Segment
from seqmatch.data.synthetic.spending.generate import poisson
from seqmatch.data.synthetic.spending.printing import Movement
from seqmatch.data.synthetic.spending.shops import Habits, Shop

OVERDRAFT = -20_000
"""Cents below which checking cannot fall by a bill."""
RETURN_FEE = 2_500
BY_CARD = 0.75
"""Share of purchases that are paid by the credit card of those who have one."""
LEAST_CARD_PAYMENT = 2_500
SHOCKS = (
    ("auto", "{0} AUTO REPAIR", 65_000),
    ("health", "{0} DENTAL CLINIC", 48_000),
    ("home improvement", "{0} PLUMBING", 40_000),
    ("pets", "{0} VET CLINIC", 35_000),
    ("taxes and government", "CITY OF {0} FINES", 18_000),
)
SHOCKS_A_YEAR, DECEMBER = 1.1, 1.25
"""Repairs and the like; how many times as much is bought in December."""


@dataclass(frozen=True)
class Goal:
    """Money put aside for something by a day; contributions are a share of pay on payday.

    Attributes
    ----------
    target_cents, deadline : what is wanted and when.
    monthly_cents : what the person means to put aside.
    """

    name: str
    target_cents: int
    starts: dt.date
    deadline: dt.date
    monthly_cents: int


@dataclass(frozen=True)
class Household:
    """Who lives here, before anything happens."""

    segment: Segment
    monthly_cents: int
    agreements: tuple[Agreement, ...]
    habits: Habits
    has_card: bool
    grocer: tuple[Shop, int, int] | None
    """A weekly shop at one place: the shop, the weekday, the usual cents. A habit, no bill."""
    goal: Goal | None
    opening: dict[str, int]
    card_limit: int
    card_due: int
    """Day of the month on which the card's bill of the month before is paid."""
    fixed_saving: int
    """Cents put aside on each payday by those who save then."""
    living: int
    """Cents a month that are left for purchases."""
    shocks_a_year: float = SHOCKS_A_YEAR
    december: float = DECEMBER


@dataclass
class Happened:
    """What the days brought: rows of statements and the truth behind them.

    Attributes
    ----------
    rows : day, account, what moved, the account's balance after it, and the place of its agreement.
    paid, skipped : by the place of the agreement, the days it was paid, and how often it was left out.
    bounced : days on which a bill came back.
    shocks : day and cents of each.
    """

    rows: list[tuple[dt.date, str, Movement, int, int | None]] = field(default_factory=list)
    paid: dict[int, list[dt.date]] = field(default_factory=lambda: defaultdict(list))
    skipped: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    bounced: list[dt.date] = field(default_factory=list)
    shocks: list[tuple[dt.date, int]] = field(default_factory=list)
    goal_reached: dt.date | None = None


class Days:
    """The household as it goes along; ``run`` gives what happened.

    Parameters
    ----------
    household : who lives here.
    first, last : days, inclusive.
    luck : every chance; nothing else decides.
    """

    def __init__(self, household: Household, first: dt.date, last: dt.date, luck: Random) -> None:
        self.home = household
        self.first, self.last = first, last
        self.luck = luck
        self.balances = dict(household.opening)
        self.happened = Happened()
        self.owed = -household.opening.get("card", 0)
        self.since_pay = 30
        self.waiting: list[tuple[int, int]] = []
        self.factor = self._usual_purchase()

    def _usual_purchase(self) -> float:
        """What purchases are multiplied with, so that a month of them comes to what there is for living."""
        apart = Random(self.luck.random())
        usual = sum(-self.home.habits.payment(self.first, apart).cents for _ in range(80)) / 80
        month = usual * self.home.habits.payments_a_day * DAYS_A_MONTH
        return self.home.living / max(month, 1.0)

    def run(self) -> Happened:
        """Live through all the days."""
        due = self.due()
        for number in range((self.last - self.first).days + 1):
            self.live(self.first + dt.timedelta(days=number), due)
        return self.happened

    def live(self, day: dt.date, due: Mapping[dt.date, Sequence[int]]) -> None:
        """Live through one day, the next one; ``due`` as :meth:`due` tells it."""
        self.since_pay += 1
        for place in due.get(day, ()):
            agreement = self.home.agreements[place]
            cents = agreement.drawn(day, self.luck)
            if cents is None:
                self.happened.skipped[place] += 1
            elif agreement.direction == "in":
                self._paid_in(place, agreement, cents, day)
            else:
                self._bill(place, cents, day)
        self._habits(day)
        self._surprises(day)
        self._bank(day)

    def due(self) -> dict[dt.date, list[int]]:
        """The places of the agreements that are paid on each day, income first."""
        due: dict[dt.date, list[int]] = defaultdict(list)
        for place, agreement in enumerate(self.home.agreements):
            for day in agreement.due(self.first, self.last):
                paid = agreement.paid_on(day)
                if self.first <= paid <= self.last:
                    due[paid].append(place)
        for places in due.values():
            places.sort(key=lambda place: self.home.agreements[place].direction)
        return due

    def _book(self, account: str, cents: int, day: dt.date, movement: Movement, place: int | None = None) -> None:
        self.balances[account] = self.balances.get(account, 0) + cents
        self.happened.rows.append((day, account, movement, self.balances[account], place))

    def _plain(
        self, day: dt.date, text: str, category: str, cents: int, account: str, place: int | None = None
    ) -> None:
        self._book(account, cents, day, Movement(day, text, text, category, cents, "bank", account=account), place)

    def _paid_in(self, place: int, agreement: Agreement, cents: int, day: dt.date) -> None:
        self._plain(day, agreement.printed, agreement.category, cents, "checking", place)
        self.happened.paid[place].append(day)
        if not agreement.regular:
            return
        self.since_pay = 0
        again, self.waiting = self.waiting, []
        for waiting, owed in again:
            self._bill(waiting, owed, day)
        if self.home.segment.saving == "on_payday":
            self._save(round(self.home.fixed_saving / a_month(agreement.cadence)), day)
        self._towards_goal(day, a_month(agreement.cadence))

    def _bill(self, place: int, cents: int, day: dt.date) -> None:
        agreement = self.home.agreements[place]
        account = agreement.account if agreement.account != "card" or self.home.has_card else "checking"
        if account == "checking" and self.balances["checking"] - cents < OVERDRAFT:
            missing = cents - self.balances["checking"]
            if self.balances.get("savings", 0) >= missing and self.luck.random() < 0.7:
                self._move("savings", "checking", missing, day)
            else:
                self._plain(day, f"RETURNED ITEM {agreement.payee}", "fees", -RETURN_FEE, "checking")
                self.happened.bounced.append(day)
                self.waiting.append((place, cents))
                return
        kind = "online" if agreement.account == "card" else "bank"
        self._book(
            account,
            -cents,
            day,
            Movement(day, agreement.payee, agreement.printed, agreement.category, -cents, kind, account=account),
            place,
        )
        self.happened.paid[place].append(day)

    def _move(self, source: str, target: str, cents: int, day: dt.date) -> None:
        self._plain(day, f"ONLINE TRANSFER TO {target.upper()}", "transfers", -cents, source)
        self._plain(day, f"ONLINE TRANSFER FROM {source.upper()}", "transfers", cents, target)

    def _save(self, cents: int, day: dt.date) -> None:
        spare = self.balances["checking"] - 10_000
        if cents >= 1_000 and spare >= cents:
            self._move("checking", "savings", cents, day)

    def _towards_goal(self, day: dt.date, paydays: float) -> None:
        goal = self.home.goal
        if goal is None or not goal.starts <= day <= goal.deadline or self.happened.goal_reached is not None:
            return
        wanted = min(round(goal.monthly_cents / paydays), goal.target_cents - self.balances.get("goal", 0))
        if wanted > 0 and self.balances["checking"] >= wanted + 15_000 and self.luck.random() < 0.93:
            self._move("checking", "goal", wanted, day)
        if self.balances.get("goal", 0) >= goal.target_cents:
            self.happened.goal_reached = day

    def _habits(self, day: dt.date) -> None:
        segment, luck = self.home.segment, self.luck
        mood = 1 + (segment.payday_effect if self.since_pay < 4 else 0.0)
        mood *= 1 + (segment.weekend_effect if day.weekday() >= 5 else 0.0)
        mood *= self.home.december if day.month == 12 else 1.0
        room = self.balances["checking"] / max(1, self.home.living / 4)
        mood *= 1 - segment.restraint * (1 - min(1.0, max(0.0, room)))
        average = (4 * segment.payday_effect * 2.2 / DAYS_A_MONTH + 1) * (1 + segment.weekend_effect * 2 / 7)
        for _ in range(poisson(self.home.habits.payments_a_day * mood / average, luck)):
            self._buy(self.home.habits.payment(day, luck), self.factor, day)
        if luck.random() < segment.impulse / 7:
            cents = self.home.monthly_cents * segment.impulse_share * math.exp(luck.gauss(0, 0.5))
            payment = self.home.habits.payment(day, luck)
            self._buy(payment, cents / max(1, -payment.cents), day)
        if self.home.grocer is not None and day.weekday() == self.home.grocer[1] and luck.random() < 0.88:
            shop, _, usual = self.home.grocer
            cents = -max(500, round(usual * math.exp(luck.gauss(0, 0.35))))
            self._buy(Movement(day, shop.seller, shop.seller, "groceries", cents, "card", shop.mcc), 1.0, day)

    def _buy(self, payment: Movement, factor: float, day: dt.date) -> None:
        cents = max(99, round(-payment.cents * factor))
        by_card = self.home.has_card and self.luck.random() < BY_CARD
        credit = self.balances.get("card", 0) + self.home.card_limit if self.home.has_card else 0
        if by_card and credit < cents:
            by_card = False
        if not by_card and self.balances["checking"] < cents:
            if credit < cents:
                return  # nothing to pay with
            by_card = True
        account = "card" if by_card else "checking"
        self._book(account, -cents, day, replace(payment, cents=-cents, account=account))

    def _surprises(self, day: dt.date) -> None:
        if self.luck.random() >= self.home.shocks_a_year / 365:
            return
        category, form, median = self.luck.choice(SHOCKS)
        cents = round(median * math.exp(self.luck.gauss(0, 0.5)))
        name = form.format(self.luck.choice(("NORTHSIDE", "CENTRAL", "RIVER", "MAIN ST")))
        self.happened.shocks.append((day, cents))
        if self.balances["checking"] < cents <= self.balances.get("savings", 0):
            self._move("savings", "checking", cents, day)
        account = "card" if self.home.has_card and self.balances["checking"] < cents else "checking"
        if account == "checking" and self.balances["checking"] - cents < OVERDRAFT:
            return
        self._book(account, -cents, day, Movement(day, name, name, category, -cents, "card", account=account))

    def _bank(self, day: dt.date) -> None:
        """The card's bill, what is left at the end of a month, interest."""
        month = 12 * day.year + day.month - 1
        if self.home.has_card and day == day_in(month, self.home.card_due):
            self._pay_card(day)
        if self.home.has_card and day.day == 1:
            self.owed = -self.balances["card"]
        if day == day_in(month, 31):
            if self.home.segment.saving == "what_is_left":
                self._save(round(0.6 * max(0, self.balances["checking"] - self.home.living)), day)
            if self.home.segment.saving == "now_and_then" and self.balances["checking"] > self.home.monthly_cents:
                self._save(round(0.4 * (self.balances["checking"] - 0.6 * self.home.monthly_cents)), day)
            interest = round(self.balances.get("savings", 0) * 0.02 / 12)
            if interest >= 10:
                self._plain(day, "INTEREST EARNED", "income", interest, "savings")

    def _pay_card(self, day: dt.date) -> None:
        share = self.home.segment.pays_card
        owed = max(0, min(self.owed, -self.balances["card"]))
        wanted = owed if share >= 1 else max(LEAST_CARD_PAYMENT, round(owed * share))
        cents = min(wanted, owed, max(0, self.balances["checking"] - OVERDRAFT))
        if cents < 100:
            return
        self._plain(day, "CREDIT CARD PAYMENT", "transfers", -cents, "checking")
        self._plain(day, "PAYMENT THANK YOU", "transfers", cents, "card")
        if cents < owed:
            interest = round((owed - cents) * 0.2 / 12)
            self._plain(day, "INTEREST CHARGE ON PURCHASES", "fees", -interest, "card")
