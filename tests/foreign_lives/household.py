"""A household as drawn before anything happens: accounts, contracts, planned events, goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from .contracts import Contract
from .printing import Bank

LEVEL = {"us": 1.0, "uk": 0.75, "de": 0.85, "nl": 0.88}  # price level of a country, own guess
CURRENCY = {"us": "USD", "uk": "GBP", "de": "EUR", "nl": "EUR"}


@dataclass(slots=True)
class Account:
    """An account: ``kind`` is current, joint, savings, pot or card; ``since`` is the first day it can be seen."""

    name: str
    kind: str
    bank: Bank
    number: str
    opening: int = 0
    limit: int = 0  # overdraft or credit limit in cents
    since: date = date.min
    due_day: int = 0  # of a card
    minimum_only: bool = False


@dataclass(slots=True)
class Goal:
    """A savings goal, one account of its own."""

    name: str
    account: str
    target: int
    starts: date
    deadline: date
    monthly: int
    contract: Contract | None
    buys: bool
    reached_on: date | None = None


@dataclass(slots=True)
class Event:
    """A planned row; ``amount`` is signed cents. ``optional`` rows are given up when money is short."""

    account: str
    channel: str
    payee: str
    amount: int
    category: str
    habit: str = ""
    optional: bool = False
    ref: str = "1000000"
    mcc: str = ""
    purchased: date | None = None
    contract: Contract | None = None
    to: str = ""
    retry: bool = False
    pair: str = ""
    town: str = ""


@dataclass(slots=True)
class Household:
    """Everything drawn about one user before the days are run."""

    user: str
    archetype: str
    country: str
    town: str
    first: date
    cut: date  # last day of the history
    until: date  # last day that is run
    traits: set[str] = field(default_factory=set)
    accounts: dict[str, Account] = field(default_factory=dict)
    contracts: list[Contract] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    plan: dict[date, list[Event]] = field(default_factory=dict)
    away: set[date] = field(default_factory=set)
    lean: list[tuple[date, date]] = field(default_factory=list)  # spells without the main pay
    income: int = 0  # usual cents a month
    floor: int | None = None
    card_share: float = 0.0
    care: float = 0.05  # share of the income below which people buy less

    @property
    def main(self) -> str:
        """The account that pay arrives on."""
        return "joint" if "joint" in self.accounts else "current"

    def add(self, day: date, event: Event) -> None:
        """Plan an event; days outside the run are dropped."""
        if self.first <= day <= self.until:
            self.plan.setdefault(day, []).append(event)

    def sign(self, contract: Contract, rng: Random) -> Contract:
        """Number a contract, give it a reference, keep it."""
        contract.id = f"{self.user}-s{len(self.contracts):02d}"
        contract.ref = contract.ref or f"{rng.randrange(10**6, 10**7)}"
        self.contracts.append(contract)
        return contract
