"""Whose money a question is about: rows that came with it, or a user of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.features.weeks.payments import Guess
from seqmatch.schemas.transaction import STATEMENT_COLUMNS, StatementRow

if TYPE_CHECKING:
    from seqmatch.store.engine import Store
    from seqmatch.store.transactions.balances import Balance

_TYPES = {"date": pl.Date, "time": pl.Time, "amount_cents": pl.Int64, "balance_cents": pl.Int64}
ROW_COLUMNS = (*STATEMENT_COLUMNS, "category", "balance_cents")
EIGHT_WEEKS = 56
_SCHEMA = {name: _TYPES.get(name, pl.String) for name in ROW_COLUMNS}


@dataclass(frozen=True)
class Whose:
    """What a question says of whom it is about.

    Attributes
    ----------
    transactions : rows that came with the question; one person's, whatever users they name.
    user : a user of the store, where no rows came.
    as_of : the day that is today; None: the day of the last transaction.
    balances : by account, cents at the end of that day, told by hand.
    """

    transactions: Sequence[StatementRow] = ()
    user: str | None = None
    as_of: dt.date | None = None
    balances: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """The person, and what of their rows is not looked at.

    Attributes
    ----------
    person : in the currency of most rows.
    unsure : sentences about what was left out or is not known.
    guess : categories of rows that name none.
    user : of the store; None where the rows came with the question.
    """

    person: Person
    unsure: tuple[str, ...] = ()
    guess: Guess | None = None
    user: str | None = None


def person_of(whose: Whose, store: Store | None, guess: Guess | None = None) -> Told:
    """The person whom a question is about.

    Parameters
    ----------
    guess : categories of rows that name none.

    Raises
    ------
    ArgumentError : neither rows nor a user, or both; a user without transactions; a day before all of them; a balance
        of an account that is none of theirs.
    StoreError : the store cannot be reached.
    """
    frame = _rows(whose, store)
    told = person_in(frame, whose.as_of, whose.balances, guess)
    return replace(told, user=whose.user)


def person_in(
    frame: pl.DataFrame, as_of: dt.date | None, balances: Mapping[str, int], guess: Guess | None = None
) -> Told:
    """The person whose transactions these are, all of one user.

    Raises
    ------
    ArgumentError : as :func:`person_of`.
    """
    if as_of is not None and (frame.is_empty() or frame["date"].min() > as_of):  # type: ignore[operator]
        raise ArgumentError(
            "There is no transaction until that day. Give a later day, or earlier transactions.",
            code="invalid_value",
            path="as_of",
        )
    user = frame["user"][0]
    names = frame["account"].fill_null("").unique().to_list()
    if len(balances) == len(names) == 1:
        balances = {names[0]: next(iter(balances.values()))}  # of the only account, whatever it is called
    told = {(user, account): cents for account, cents in balances.items()}
    found = sorted(people(history(frame), as_of, told), key=lambda one: -len(one.frame))
    person = found[0]
    if set(balances) - set(person.accounts):
        raise ArgumentError(
            "There is no such account in the transactions.",
            code="invalid_value",
            path="balances",
            allowed=tuple(sorted(person.accounts)),
        )
    unsure = []
    if len(found) > 1:
        left = sum(len(one.frame) for one in found[1:])
        unsure.append(f"{left:,} transactions in other currencies are left out; sums never mix two.")
    if person.days < EIGHT_WEEKS:
        unsure.append(f"There are only {person.days} days of history; eight weeks or more tell much more.")
    return Told(person, tuple(unsure), guess)


def _rows(whose: Whose, store: Store | None) -> pl.DataFrame:
    """The transactions, all of one user."""
    if whose.transactions and whose.user is not None:
        raise ArgumentError("Send transactions, or name a user of the store, not both.", path="user")
    if whose.transactions:
        rows = [{name: getattr(one, name) for name in ROW_COLUMNS} for one in whose.transactions]
        frame = pl.DataFrame(rows, schema=_SCHEMA)
        places = pl.int_range(pl.len()).cast(pl.String)
        return frame.with_columns(transaction_id=pl.coalesce("transaction_id", places), user=pl.lit(None, pl.String))
    if whose.user is None:
        raise ArgumentError(
            "Send transactions, or name a user of the store.",
            code="missing_argument",
            path="transactions",
            example='{"transactions": [{"date": "2026-03-14", "description": "RENT", "amount_cents": -90000}]}',
        )
    if store is None:
        raise ArgumentError("There is no store here. Send the person's transactions instead.", path="user")
    from seqmatch.store.transactions.balances import balances_of
    from seqmatch.store.transactions.transactions import histories

    frame = histories(store, [whose.user], whose.as_of or dt.date.max)
    if frame.is_empty():
        raise ArgumentError(
            "The store has no transactions of this user. Send them, or import them: `seqmatch transactions import`.",
            code="invalid_value",
            path="user",
        )
    return _with_balances(frame, balances_of(store, whose.user), whose.as_of)


def _with_balances(frame: pl.DataFrame, known: Sequence[Balance], as_of: dt.date | None) -> pl.DataFrame:
    """``frame`` with the latest balance of each account beside its last row of that day or before."""
    today = as_of or frame["date"].max()
    latest: dict[str, Balance] = {}
    for one in known:
        if today is None or one.date <= today:  # type: ignore[operator]
            latest[one.account or ""] = one
    at = pl.int_range(pl.len())
    told = pl.lit(None, pl.Int64)
    for account, balance in latest.items():
        mine = (pl.col("account").fill_null("") == account) & (pl.col("date") <= balance.date)
        last = at == pl.when(mine).then(at).max()
        told = pl.when(last & mine).then(balance.balance_cents).otherwise(told)
    return frame.sort("date", maintain_order=True).with_columns(balance_cents=told)
