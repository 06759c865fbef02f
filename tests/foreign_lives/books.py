"""The books of one household: rows, purchases, transfers, returns. All balances add up because all is booked here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from .bankdays import DAY, shift
from .household import Account, Event, Household

REFUNDABLE = {"shopping": 0.06, "gifts": 0.08, "travel": 0.02}
RETURN_FEE = {"us": 3400, "uk": 0, "de": 350, "nl": 0}


@dataclass(slots=True)
class Row:
    """A booked row; the balance is the account's after it."""

    day: date
    event: Event
    balance: int


class Books:
    """Balances and rows so far, and how each form of payment is booked, refused or returned."""

    def __init__(self, home: Household, rng: Random) -> None:
        self.home, self.rng = home, rng
        self.rows: list[Row] = []
        self.balance = {name: account.opening for name, account in home.accounts.items()}
        self.statement = dict.fromkeys(home.accounts, 0)
        self.lowest: dict[date, int] = {}
        self.pairs = 0
        self.cheque = rng.randint(101, 8000)
        self.earned = dict.fromkeys(home.accounts, 0.0)
        self.fee_account = self.rng.random() < 0.6

    def post(self, day: date, event: Event) -> None:
        """Book a row as it is."""
        if event.channel == "cheque" and not event.retry:
            self.cheque += 1
            event.ref = str(self.cheque)
        self.balance[event.account] += event.amount
        self.rows.append(Row(day, event, self.balance[event.account]))

    def later(self, day: date, event: Event) -> None:
        """Plan an event for a day to come."""
        self.home.add(day, event)

    def room(self, account: str) -> int:
        """Cents that can leave the account."""
        return self.balance[account] + self.home.accounts[account].limit

    def purchase(self, day: date, event: Event, account: Account) -> None:
        """A card purchase: on the credit card or from the account; dropped or declined when money is short."""
        home = self.home
        if (
            event.optional
            and "card" in home.accounts
            and event.channel != "atm"
            and self.rng.random() < home.card_share
        ):
            event.account = "card"
        elif (
            event.optional
            and home.main == "joint"
            and self.balance.get("current", 0) + event.amount >= 0
            and self.rng.random() < 0.3
        ):
            event.account = "current"  # own pocket money
        if event.optional and event.account != "card":
            left = self.balance[event.account] + event.amount
            if left < home.income * home.care and self.rng.random() < 0.6:
                return
        if any(since <= day < until for since, until in home.lean) and event.optional and self.rng.random() < 0.35:
            return
        if self.room(event.account) + event.amount < 0:
            other = home.main if event.account == "card" else "card"
            if other not in home.accounts or self.room(other) + event.amount < 0 or event.channel == "atm":
                if not event.optional and event.contract is not None and not event.retry:
                    self.later(day + DAY * 3, replace(event, retry=True))  # declined: no row, asked once more
                return
            event.account = other
        booked = day
        if not home.accounts[event.account].bank.books_weekends:
            booked = shift(home.country, day, "next")
        event.purchased = event.purchased or day
        if booked == day:
            self.post(day, event)
        else:
            self.later(booked, replace(event, pair="late"))
        if self.rng.random() < REFUNDABLE.get(event.category, 0):
            back = -event.amount if self.rng.random() < 0.6 else -round(event.amount * self.rng.uniform(0.2, 0.9))
            refund = replace(
                event, channel="refund", amount=max(1, back), category="refund", habit="refund", optional=False
            )
            self.later(
                shift(home.country, day + DAY * self.rng.randint(4, 25), "next"),
                replace(refund, purchased=None, pair=""),
            )
        if self.rng.random() < (0.008 if event.contract is not None else 0.0008):
            dispute = replace(
                event,
                channel="chargeback",
                amount=-event.amount,
                category="chargeback",
                habit="chargeback",
                contract=None,
                pair="",
            )
            self.later(shift(home.country, day + DAY * self.rng.randint(10, 45), "next"), dispute)

    def move(self, day: date, event: Event) -> None:
        """A transfer between own accounts: both legs, the second on the same or the next working day."""
        self.pairs += 1
        pair = f"{self.home.user}-t{self.pairs:04d}"
        self.post(day, replace(event, pair=pair))
        channel = "card_in" if event.channel == "card_out" else "own_in"
        leg = replace(event, account=event.to, to=event.account, amount=-event.amount, channel=channel, pair=pair)
        arrives = day
        if event.channel == "card_out" or (event.to == "savings" and self.home.accounts["savings"].bank.family % 2):
            arrives = shift(self.home.country, day + DAY, "next")
        if arrives == day:
            self.post(day, leg)
        else:
            self.later(arrives, leg)

    def rescue(self, day: date, event: Event) -> bool:
        """Fetch money from savings before a payment fails."""
        need = -event.amount - self.balance[event.account]
        if "rescues" not in self.home.traits or self.balance.get("savings", 0) < need or self.rng.random() < 0.2:
            return False
        cents = min(self.balance["savings"], -(-(need + 1000) // 5000) * 5000)
        self.pairs += 1
        pair = f"{self.home.user}-t{self.pairs:04d}"
        out = Event("savings", "own_out", "", -cents, "transfer", to=event.account, pair=pair, habit="rescue")
        self.post(day, out)
        self.post(day, replace(out, account=event.account, to="savings", amount=cents, channel="own_in"))
        return True

    def bounce(self, day: date, event: Event) -> None:
        """A debit without cover: booked, returned, charged for, and tried once more."""
        self.post(day, event)
        back = replace(
            event, channel="returned", amount=-event.amount, category="returned payment", contract=None, pair="back"
        )
        if self.rng.random() < 0.6:
            self.post(day, back)
        else:
            self.later(shift(self.home.country, day + DAY, "next"), back)
        fee = RETURN_FEE[self.home.country]
        if fee and self.fee_account:
            self.post(day, Event(event.account, "fee", "", -fee, "fees"))
        if not event.retry:
            self.later(shift(self.home.country, day + DAY * self.rng.randint(4, 9), "next"), replace(event, retry=True))
