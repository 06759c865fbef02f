"""What happens to money when rules run: arrivals, moves, payments, failures with their reason, and final balances.

All money is whole cents. Rules and actions are numbered from 1, as findings number them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

MINIMUM_CENTS = 100
"""The least the platform moves in one transfer."""


class AccountPlace(StrEnum):
    """Where an account is held; it decides how long transfers take."""

    POD = "pod"
    """Inside the platform: a pod or an income source."""
    EXTERNAL = "external"
    """At a bank outside."""
    DEBT = "debt"
    INVESTMENT = "investment"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money from outside: ``cents`` (at least 1) reach ``account`` on ``day``."""

    day: date
    account: str
    cents: int


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that leaves: ``cents`` (at least 1) are due from ``account`` on ``day``, for what is called ``name``."""

    day: date
    account: str
    cents: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """A payment that moved nothing: on its day the account held ``missing_cents`` less than its ``cents``."""

    day: date
    account: str
    cents: int
    missing_cents: int
    name: str = ""


class Move(NamedTuple):
    """``cents`` (at least 1) went from ``source`` to ``destination`` because action ``action`` of rule ``rule`` ran."""

    day: date
    rule: int
    action: int
    source: str
    destination: str
    cents: int


class Reason(StrEnum):
    """Why an action or a rule did nothing. A condition that does not hold is no failure."""

    INSUFFICIENT_FUNDS = "insufficient_funds"
    UNREADABLE_AMOUNT = "unreadable_amount"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    UNREADABLE_CONDITION = "unreadable_condition"
    CYCLE_GUARD = "cycle_guard"
    WORK_LIMIT = "work_limit"


REASON_TEXT: dict[Reason, str] = {
    Reason.INSUFFICIENT_FUNDS: "the source account holds less than the amount",
    Reason.UNREADABLE_AMOUNT: "nobody knows the amount",
    Reason.AMOUNT_NOT_POSITIVE: "the amount is not above zero",
    Reason.UNREADABLE_CONDITION: "nobody knows the number in a condition",
    Reason.CYCLE_GUARD: "the rule kept running on the same money and was stopped",
    Reason.WORK_LIMIT: "the rules are too many to follow further; money that arrives later stays where it arrives",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Action ``action`` of rule ``rule`` moved nothing on ``day``; None is the whole rule.

    ``missing_cents`` is what the source account lacked, and ``account`` its name, where the money did not suffice.
    """

    day: date
    rule: int
    action: int | None
    reason: Reason
    account: str | None = None
    missing_cents: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """The same failure over the whole time: how many ``times`` it happened, and on which day ``first``."""

    rule: int
    action: int | None
    reason: Reason
    times: int
    first: date


@dataclass(frozen=True, slots=True)
class Simulation:
    """A run of rules over time.

    Attributes
    ----------
    arrivals : money from outside, in the order it came.
    opening : account -> cents before the first day.
    moves : in the order they happened.
    failures : in the order they happened.
    balances : every account of the rules, the arrivals and ``opening`` -> cents at the end, never below zero.
    unallocated : income accounts and routers that hold money at the end -> those cents: no rule gave them a purpose.
    in_transit : account -> cents on their way there at the end; with ``balances`` it makes up all the money there is.
    payments : money that left, in the order it did.
    failed_payments : what was due and did not leave, in the order it was due.
    """

    arrivals: tuple[Arrival, ...]
    opening: Mapping[str, int]
    moves: tuple[Move, ...]
    failures: tuple[Failure, ...]
    balances: Mapping[str, int]
    unallocated: Mapping[str, int]
    in_transit: Mapping[str, int] = field(default_factory=dict)
    payments: tuple[Payment, ...] = ()
    failed_payments: tuple[FailedPayment, ...] = ()

    @property
    def income_cents(self) -> int:
        """What arrived from outside."""
        return sum(arrival.cents for arrival in self.arrivals)

    @property
    def moved_cents(self) -> int:
        """The sum of all moves; money that goes through two accounts counts twice."""
        return sum(move.cents for move in self.moves)

    @property
    def paid_cents(self) -> int:
        """What left for the outside."""
        return sum(payment.cents for payment in self.payments)

    @property
    def unallocated_cents(self) -> int:
        return sum(self.unallocated.values())

    @property
    def below_minimum(self) -> int:
        """How many moves are smaller than the platform's minimum and would wait there for more money."""
        return sum(move.cents < MINIMUM_CENTS for move in self.moves)

    def flows(self) -> dict[tuple[str, str], int]:
        """(source, destination) -> cents moved in all, in the order of the first move."""
        totals: dict[tuple[str, str], int] = {}
        for move in self.moves:
            pair = (move.source, move.destination)
            totals[pair] = totals.get(pair, 0) + move.cents
        return totals

    def causes(self) -> tuple[Cause, ...]:
        """Failures counted by rule, action and reason, in that order."""
        first: dict[tuple[int, int | None, Reason], date] = {}
        times: dict[tuple[int, int | None, Reason], int] = {}
        for failure in self.failures:
            key = (failure.rule, failure.action, failure.reason)
            first.setdefault(key, failure.day)
            times[key] = times.get(key, 0) + 1
        return tuple(
            Cause(*key, times[key], first[key]) for key in sorted(first, key=lambda k: (k[0], k[1] or 0, k[2]))
        )
