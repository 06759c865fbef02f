"""One person's money as it was known on a day: the only place where a history is cut."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.features.recurring import Payments
from seqmatch.features.recurring.payee import is_charge
from seqmatch.features.transactions.own_transfers import legs
from seqmatch.schemas.stream import Direction, Stream
from seqmatch.schemas.transaction import STATEMENT_COLUMNS

Cents = NDArray[np.int64]
NEVER = 1_000_000
"""A day of history that does not come."""
HISTORY_COLUMNS = (*STATEMENT_COLUMNS, "category", "balance_cents", "own_since")
"""``own_since`` is the day from which a row is known to be a leg of an own transfer, null where it is none."""


@dataclass(frozen=True, eq=False)
class Account:
    """One account of a person.

    Attributes
    ----------
    flow : shape (days,), cents that moved on each day of the person's history, own transfers included.
    balance_cents : at the end of the person's today; None where nobody tells it.
    """

    name: str
    flow: Cents
    balance_cents: int | None

    @property
    def balances(self) -> Cents | None:
        """At the end of each day, shape (days,): the one of today, walked back."""
        if self.balance_cents is None:
            return None
        return np.asarray(self.balance_cents - (self.flow.sum() - np.cumsum(self.flow)), np.int64)

    def balance_after(self, days: int) -> int | None:
        """At the end of so many days of the person's history; None where nobody tells it."""
        return None if self.balance_cents is None else self.balance_cents - int(self.flow[days:].sum())


@dataclass(frozen=True, eq=False)
class Person:
    """What is known of one person's money in one currency at the end of a day.

    Attributes
    ----------
    today : the last day that counts; nothing later is in here.
    first : day of the first transaction; day 0 of the arrays.
    frame : HISTORY_COLUMNS and ``own_transfer`` (known as such today), by date.
    spent, received : shape (days,), cents without sign, own transfers apart.
    accounts : by name.
    dismissed : payee and direction of streams that the person said are none.
    later : the same person on the last day that is known, of whom this is an earlier day; payments are read there once.
    """

    user: str | None
    currency: str | None
    today: dt.date
    first: dt.date
    frame: pl.DataFrame
    spent: Cents
    received: Cents
    accounts: Mapping[str, Account] = field(repr=False)
    dismissed: frozenset[tuple[str, Direction]] = frozenset()
    later: Person | None = field(default=None, repr=False)

    @property
    def days(self) -> int:
        """Of history, today included."""
        return len(self.spent)

    @property
    def history_told(self) -> str:
        """As in "There is 1 day of history", without a full stop."""
        return "There is 1 day of history" if self.days == 1 else f"There are {self.days} days of history"

    @cached_property
    def payments(self) -> Payments:
        """Its rows by payee."""
        return Payments(self.frame)

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """Payments that come again, as today shows them; ended ones too, dismissed ones not."""
        return self._kept((self.later or self).payments.recurring(self.today))

    def _kept(self, found: Iterable[Stream]) -> tuple[Stream, ...]:
        return tuple(one for one in found if (one.payee, one.direction) not in self.dismissed)

    @cached_property
    def outside(self) -> tuple[Stream, ...]:
        """The streams that pay or are paid by somebody else: own transfers and charges of the bank are no bills."""
        own = set(self.frame.filter("own_transfer")["transaction_id"])
        return tuple(
            one
            for one in self.streams
            if 2 * len(own.intersection(one.transaction_ids)) <= one.times and not is_charge(one.payee)
        )

    @cached_property
    def _by_row(self) -> tuple[Cents, Cents, Cents]:
        """Day of history, day from which it is known as an own transfer (or NEVER), and cents, shapes (rows,)."""
        day_0 = _physical(self.first)
        own_from = self.frame["own_since"].to_physical().cast(pl.Int64).fill_null(NEVER + day_0).to_numpy() - day_0
        at = self.frame["date"].to_physical().cast(pl.Int64).to_numpy() - day_0
        return at, own_from, self.frame["amount_cents"].to_numpy()

    @cached_property
    def moved(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Account -> transaction id -> day of history and cents."""
        at, _, cents = self._by_row
        rows = pl.DataFrame(
            {
                "account": self.frame["account"].fill_null(""),
                "name": self.frame["transaction_id"],
                "at": at,
                "cents": cents,
            }
        ).drop_nulls("name")
        return {
            str(account): dict(zip(mine["name"], zip(mine["at"], mine["cents"], strict=True), strict=True))
            for (account,), mine in rows.partition_by("account", as_dict=True).items()
        }

    @cached_property
    def _begun(self) -> dict[str, int]:
        """Account -> the day of history of its first row."""
        names = self.frame["account"].fill_null("")
        firsts = names.arg_unique().to_list()
        return dict(zip(names.gather(firsts), self._by_row[0][firsts].tolist(), strict=True))

    def as_of(self, day: dt.date) -> Person | None:
        """The same person at the end of an earlier day; None where nothing had happened yet."""
        days = (day - self.first).days + 1
        if days < 1:
            return None
        if days >= self.days:
            return self
        at, own_from, cents = self._by_row
        number = int(np.searchsorted(at, days))
        rows = self.frame.head(number).with_columns(own_transfer=_known(day))
        spent, received = self.spent[:days].copy(), self.received[:days].copy()
        for row in np.flatnonzero((own_from[:number] >= days) & (own_from[:number] != NEVER)).tolist():
            (spent if cents[row] < 0 else received)[at[row]] += abs(cents[row])
        accounts = {
            name: Account(name, one.flow[:days], one.balance_after(days))
            for name, one in self.accounts.items()
            if self._begun[name] < days
        }
        return Person(
            self.user,
            self.currency,
            day,
            self.first,
            rows,
            spent,
            received,
            accounts,
            self.dismissed,
            self.later or self,
        )

    def weeks(self, what: Cents) -> Cents:
        """Sums of whole weeks, the last one ending today, shape (days // 7,)."""
        whole = len(what) // 7
        return np.asarray(what[len(what) - 7 * whole :].reshape(whole, 7).sum(axis=1), np.int64)


def history(frame: pl.DataFrame) -> pl.DataFrame:
    """A table of transactions with HISTORY_COLUMNS, by user and date; what is not there is null.

    Rows keep their order within a day: of several balances of a day the last one is the day's. A row that tells no
    currency is in the only one that the user's other rows tell: one bank says it and another does not.
    """
    missing = {
        "currency": pl.lit(None, pl.String),
        "category": pl.lit(None, pl.String),
        "balance_cents": pl.lit(None, pl.Int64),
    }
    whole = frame.with_columns(**{name: value for name, value in missing.items() if name not in frame.columns})
    told = pl.col("currency")
    only = pl.when(told.n_unique().over("user") - told.is_null().any().over("user").cast(pl.UInt32) == 1).then(
        told.drop_nulls().first().over("user")
    )
    whole = whole.with_columns(currency=told.fill_null(only)).sort("user", "date", maintain_order=True)
    return whole.with_columns(own_since=legs(whole)).select(HISTORY_COLUMNS)


def people(
    whole: pl.DataFrame, today: dt.date | None = None, balances: Mapping[tuple[str | None, str], int] | None = None
) -> list[Person]:
    """Everybody in a :func:`history`, as of a day; one entry for each currency of a person.

    Parameters
    ----------
    today : rows after it are left out, and who has none before is left out. None: each person's last day.
    balances : (user, account) to the balance at the end of today, told by hand; they count before those of the rows.
    """
    seen = whole if today is None else whole.filter(pl.col("date") <= today)
    seen = seen.with_columns(own_transfer=pl.col("own_since").is_not_null() if today is None else _known(today))
    told = dict(balances or {})
    return [
        _person(rows, today or rows["date"][-1], told)
        for rows in seen.partition_by("user", "currency", maintain_order=True)
    ]


def _known(day: dt.date) -> pl.Expr:
    return (pl.col("own_since") <= day).fill_null(False)


def _person(rows: pl.DataFrame, today: dt.date, told: Mapping[tuple[str | None, str], int]) -> Person:
    user, first = rows["user"][0], rows["date"][0]
    days = (today - first).days + 1
    at = (rows["date"].to_physical().to_numpy() - _physical(first)).astype(np.int64)
    cents = rows["amount_cents"].to_numpy()
    own = rows["own_transfer"].to_numpy()
    accounts = {}
    names = rows["account"].fill_null("")
    for name in names.unique(maintain_order=True):
        mine = (names == name).to_numpy()
        balance = told.get((user, name))
        if balance is None:
            balance = _last_balance(rows["balance_cents"].to_list(), cents, at, mine)
        accounts[name] = Account(name, _daily(at[mine], cents[mine], days), balance)
    return Person(
        user,
        rows["currency"][0],
        today,
        first,
        rows,
        _daily(at, np.where(own | (cents > 0), 0, -cents), days),
        _daily(at, np.where(own | (cents < 0), 0, cents), days),
        accounts,
    )


def _last_balance(balances: list[int | None], cents: Cents, at: Cents, mine: NDArray[np.bool_]) -> int | None:
    """The last balance that a row of the account tells, and what moved on it after that row."""
    since = 0
    rows = np.flatnonzero(mine)
    for row in rows[::-1].tolist():
        balance = balances[row]
        if balance is not None:
            of_day = rows[at[rows] == at[row]].tolist()
            return _end_of_day([(balances[one], int(cents[one])) for one in of_day], int(balance)) + since
        since += int(cents[row])
    return None


def _end_of_day(rows: list[tuple[int | None, int]], last: int) -> int:
    """The balance that no row of a day begins from: statements do not always keep the order within a day.

    ``last`` where the rows do not form one chain.
    """
    told = [(balance, cents) for balance, cents in rows if balance is not None]
    ends = Counter(balance for balance, _ in told) - Counter(balance - cents for balance, cents in told)
    return ends.popitem()[0] if len(told) == len(rows) and ends.total() == 1 else last


def _daily(at: Cents, cents: Cents, days: int) -> Cents:
    sums = np.zeros(days, np.int64)
    np.add.at(sums, at, cents)
    return sums


def _physical(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days
