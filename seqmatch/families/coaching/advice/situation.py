"""The facts that advice rests on: pay, bills, what is left, what leaks, and which account is which."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from seqmatch.families.coaching.dataset.account_kinds import is_savings, not_seen, owes
from seqmatch.families.coaching.person import Account, Cents, Person
from seqmatch.features.weeks.words import AVOIDABLE, INTEREST
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

MOST_MONTHS = 6
"""Of the past that say what is left: a raise or a new rent a year ago is no guide."""
LATELY = 92
LEAST_PAY = 0.1
"""Of the usual income of a month, below which money that comes again is no pay: interest, a refund."""


@dataclass(frozen=True)
class Leak:
    """Money lost to a fee or to interest within :data:`LATELY` days: how often, and cents without sign."""

    times: int
    cents: int


@dataclass(frozen=True)
class Situation:
    """One person's money in the terms of advice; cents, and cents a month where it says so.

    A month ends on today's day of the month, so that pay and rent are in each of them once.

    Attributes
    ----------
    pay : running streams of money in, the largest a month first.
    income, spending : of the middle month; ``mean_income`` of the months.
    spare : what is left of income after spending in three months out of four; None with under three whole months.
    over : how much more goes out than comes in, on average of the months, where that is so in the middle month too;
        else 0.
    saved : moved to savings accounts, a month; below zero where money came back.
    fees, interest : leaks.
    occasional : running bills of a quarter and more between payments, by their next day.
    pay_account, savings_account : names; None where the rows name none.
    not_seen : why these accounts do not show what the person earns and spends; None where they may.
    """

    person: Person
    pay: tuple[Stream, ...]
    income: int
    spending: int
    mean_income: int
    spare: int | None
    over: int
    saved: int
    fees: Leak
    interest: Leak
    occasional: tuple[Stream, ...]
    pay_account: str | None
    savings_account: str | None
    not_seen: str | None = None

    @property
    def pay_a_month(self) -> int:
        """Of the running pay that comes to the account of pay."""
        here = (one for one in self.pay if one.account == self.pay[0].account)
        return round(sum(map(_monthly, here)))


def situation_of(person: Person) -> Situation:
    """The facts of a person as of their day."""
    running = [one for one in person.outside if one.status != "ended"]
    income, spending = months_of(person, person.received), months_of(person, person.spent)
    usual = float(np.median(income)) if len(income) else 0.0
    pay = sorted(
        (one for one in running if one.direction == "in" and _monthly(one) >= LEAST_PAY * usual),
        key=lambda one: -_monthly(one),
    )
    blind = not_seen(person)
    if blind is not None:
        pay = []
    savings = [one for one in person.accounts.values() if is_savings(person, one)]
    rows = person.frame.filter(
        (pl.col("date") > person.today - dt.timedelta(days=LATELY)) & (pl.col("amount_cents") < 0)
    )
    return Situation(
        person,
        tuple(pay),
        round(usual),
        round(float(np.median(spending))) if len(spending) else 0,
        round(float(income.mean())) if len(income) else 0,
        round(float(np.quantile(income - spending, 0.25))) if len(income) >= 3 else None,
        0 if blind else _over(income - spending),
        _saved(person, savings),
        _leak(rows, AVOIDABLE),
        _leak(rows, INTEREST),
        tuple(
            one
            for one in sorted(running, key=lambda one: one.next_due)
            if one.direction == "out" and TIMES_A_YEAR[one.cadence] <= 4 and one.next_due > person.today
        ),
        None if blind else (pay[0].account if pay else _busiest(person)) or None,
        savings[0].name if savings else None,
        blind,
    )


def _over(left: Cents) -> int:
    if len(left) < 3 or float(np.median(left)) >= 0:
        return 0
    return max(0, -round(float(left.mean())))


def _monthly(one: Stream) -> float:
    return one.amount_cents * TIMES_A_YEAR[one.cadence] / 12


def months_of(person: Person, daily: Cents) -> Cents:
    """Sums of the latest whole months, the last one ending today, shape (n_months,), at most MOST_MONTHS."""
    today = person.today
    sums: list[int] = []
    end = person.days
    for back in range(1, MOST_MONTHS + 1):
        year, month = divmod(12 * today.year + today.month - 1 - back, 12)
        last = min(today.day, calendar.monthrange(year, month + 1)[1])
        start = (dt.date(year, month + 1, last) - person.first).days + 1
        if start < 0:
            break
        sums.append(int(daily[start:end].sum()))
        end = start
    return np.array(sums[::-1], np.int64)


def _saved(person: Person, savings: list[Account]) -> int:
    moved = sum((one.flow for one in savings), np.zeros(person.days, np.int64))
    months = months_of(person, np.asarray(moved))
    return round(float(np.median(months))) if len(months) else 0


def _leak(rows: pl.DataFrame, pattern: str) -> Leak:
    found = rows.filter(pl.col("description").str.contains(f"(?i){pattern}"))
    return Leak(len(found), -int(found["amount_cents"].sum()))


def _busiest(person: Person) -> str | None:
    """The account that most money comes into."""
    inflow = {
        name: int(one.flow[one.flow > 0].sum())
        for name, one in person.accounts.items()
        if not owes(person, one) and not is_savings(person, one)
    }
    return max(inflow, key=lambda name: inflow[name]) if inflow else None
