"""A person's own months: what came and left, and what comes and leaves again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.features.recurring import recurring
from seqmatch.features.transactions.own_transfers import legs
from seqmatch.schemas.stream import Stream

FEWEST_MONTHS = 3
"""Whole months of history that a plan needs."""
Cents = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Person:
    """What is known of one person's money in one currency at the end of a day.

    Attributes
    ----------
    today, first : days of the last and the first transaction that count.
    came, left : shape (n_months,), cents of whole months that end today, without sign, own transfers apart.
    rows : the transactions in that currency, own transfers apart, by date.
    streams : payments that come again, of and to others; ``ended`` those that do no more.
    account : where most of the pay arrives; "" where the rows name none.
    balance_cents : of that account today, where a row tells it.
    transactions, left_out : rows in the currency of most of them, and in others.
    """

    today: dt.date
    first: dt.date
    came: Cents
    left: Cents
    rows: pl.DataFrame
    streams: tuple[Stream, ...]
    ended: tuple[Stream, ...]
    account: str
    balance_cents: int | None
    currency: str | None
    transactions: int
    left_out: int

    @property
    def tomorrow(self) -> dt.date:
        """The first day that a plan is about."""
        return self.today + dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Whole:
    """The whole months of a history that end today.

    Attributes
    ----------
    today, first : days of the last and the first transaction that count.
    came, left : shape (n_months,), cents without sign, own transfers apart.
    rows, mine : transactions of the currency of most of them, without and with own transfers, by date.
    seen : how many there are in any currency.
    """

    today: dt.date
    first: dt.date
    came: Cents
    left: Cents
    rows: pl.DataFrame
    mine: pl.DataFrame
    currency: str | None
    seen: int


def whole_months(frame: pl.DataFrame, as_of: dt.date | None = None) -> Whole:
    """What came and left in the months of a history; arguments and errors as :func:`person_of`."""
    today = as_of or frame["date"].max()
    assert isinstance(today, dt.date) or today is None
    seen = frame if today is None else frame.filter(pl.col("date") <= today)
    currencies = Counter(seen["currency"].to_list()) if "currency" in seen.columns else Counter()
    currency = max(currencies, key=lambda one: currencies[one]) if currencies else None
    mine = seen.filter(pl.col("currency").eq_missing(currency)) if currencies else seen
    mine = mine.sort("date", maintain_order=True)
    first = mine["date"].min()
    months = 0 if first is None or today is None else months_between(first, today)  # type: ignore[arg-type]
    if months < FEWEST_MONTHS or today is None or not isinstance(first, dt.date):
        raise ArgumentError(
            f"A plan needs {FEWEST_MONTHS} whole months of transactions; these are {months}. Send earlier ones.",
            code="invalid_value",
            path="transactions",
        )
    known = legs(mine)
    others = mine.filter((known > today).fill_null(True))
    came, left = np.zeros(months, np.int64), np.zeros(months, np.int64)
    for day, cents in others.select("date", "amount_cents").iter_rows():
        ago = months_between(day + dt.timedelta(days=1), today)
        if ago < months:
            (came if cents > 0 else left)[months - 1 - ago] += abs(cents)
    return Whole(today, first, came, left, others, mine, currency, len(seen))


def person_of(frame: pl.DataFrame, as_of: dt.date | None = None) -> Person:
    """The person whose transactions these are, all of one user.

    Parameters
    ----------
    frame : the columns of a statement; ``balance_cents`` where rows tell it.
    as_of : rows after it are left out; None: the day of the last transaction.

    Raises
    ------
    ArgumentError : fewer than FEWEST_MONTHS whole months.
    """
    known = whole_months(frame, as_of)
    streams = recurring(known.rows, known.today)
    account = _pay_account(known.rows)
    return Person(
        known.today,
        known.first,
        known.came,
        known.left,
        known.rows,
        tuple(one for one in streams if one.status != "ended"),
        tuple(one for one in streams if one.status == "ended"),
        account,
        _balance(known.mine, account),
        known.currency,
        len(known.mine),
        known.seen - len(known.mine),
    )


def month_end(day: dt.date, ahead: int) -> dt.date:
    """The last day of the month that is so many after the month of ``day``."""
    years, month = divmod(day.month + ahead, 12)
    return dt.date(day.year + years, month + 1, 1) - dt.timedelta(days=1)


def months_after(day: dt.date, months: int) -> dt.date:
    """The day that is so many months later, or the last of that month where it has fewer days."""
    last = month_end(day, months)
    return last if day.day > last.day else last.replace(day=day.day)


def months_between(day: dt.date, today: dt.date) -> int:
    """Whole months from the morning of ``day`` to the end of ``today``."""
    after = today + dt.timedelta(days=1)
    return (after.year - day.year) * 12 + after.month - day.month - (after.day < day.day)


def _pay_account(others: pl.DataFrame) -> str:
    came = others.filter(pl.col("amount_cents") > 0).with_columns(pl.col("account").fill_null(""))
    sums = came.group_by("account").agg(pl.col("amount_cents").sum()).sort("amount_cents", "account", descending=True)
    return str(sums["account"][0]) if len(sums) else ""


def _balance(rows: pl.DataFrame, account: str) -> int | None:
    """What the last row of the account tells, less what moved since."""
    if "balance_cents" not in rows.columns:
        return None
    since = 0
    on_it = rows.filter(pl.col("account").fill_null("") == account)
    for balance, cents in on_it.select("balance_cents", "amount_cents").reverse().iter_rows():
        if balance is not None:
            return int(balance) + since
        since += int(cents)
    return None
