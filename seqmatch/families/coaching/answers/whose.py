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
from seqmatch.schemas.stream import Direction, Stream
from seqmatch.schemas.transaction import STATEMENT_COLUMNS, StatementRow

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

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
    confirmed : streams that the person confirmed and that the rows do not show any more, as they were then.
    """

    person: Person
    unsure: tuple[str, ...] = ()
    guess: Guess | None = None
    user: str | None = None
    confirmed: tuple[Stream, ...] = ()


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
    if whose.transactions and whose.user is not None:
        raise ArgumentError("Send transactions, or name a user of the store, not both.", path="user")
    if whose.transactions:
        return person_in(_rows(whose.transactions), whose.as_of, whose.balances, guess)
    if whose.user is None:
        raise ArgumentError(
            "Send transactions, or name a user of the store.",
            code="missing_argument",
            path="transactions",
            example='{"transactions": [{"date": "2026-03-14", "description": "RENT", "amount_cents": -90000}]}',
        )
    if store is None:
        raise ArgumentError("There is no store here. Send the person's transactions instead.", path="user")
    return person_in_store(store, whose.user, whose.as_of, whose.balances, guess)


def person_in_store(
    store: Store,
    user: str | None,
    as_of: dt.date | None = None,
    balances: Mapping[str, int] | None = None,
    guess: Guess | None = None,
) -> Told:
    """A user of the store (None: whoever has no name), with what they said of recurring payments.

    Raises
    ------
    ArgumentError : as :func:`person_of`.
    StoreError : the store cannot be reached.
    """
    from seqmatch.store.coaching.streams import stream_answers_of, with_answers
    from seqmatch.store.transactions.balances import balances_of, with_balances
    from seqmatch.store.transactions.transactions import histories

    frame = histories(store, [user], as_of or dt.date.max)
    if frame.is_empty():
        until = "" if as_of is None else " until that day"
        raise ArgumentError(
            f"The store has no transactions of this user{until}. Send them, or import them: `seqmatch transactions "
            "import`.",
            code="invalid_value",
            path="user",
        )
    frame = with_balances(frame, balances_of(store, user), as_of)
    told = replace(person_in(frame, as_of, balances or {}, guess), user=user)
    answers = stream_answers_of(store, user)
    if not answers:
        return told
    found = told.person.streams
    no: frozenset[tuple[str, Direction]] = frozenset(
        (one.stream.payee, one.stream.direction) for one in answers if one.answer == "dismissed"
    )
    lost = tuple(one for one in with_answers(found, answers) if one not in found)
    return replace(told, person=replace(told.person, dismissed=no), confirmed=lost)


def person_in(
    frame: pl.DataFrame, as_of: dt.date | None, balances: Mapping[str, int], guess: Guess | None = None
) -> Told:
    """The person whose transactions these are, all of one user.

    Raises
    ------
    ArgumentError : as :func:`person_of`.
    """
    days = frame["date"].sort()
    if as_of is not None and days[0] > as_of:
        raise ArgumentError(
            f"There is no transaction until that day. Give a day from {days[0]} on, or earlier transactions.",
            code="invalid_value",
            path="as_of",
            example=f'"{days[-1]}"',
        )
    user = frame["user"][0]
    names = frame["account"].fill_null("").unique().to_list()
    if len(balances) == len(names) == 1 and "" in (names[0], *balances):
        balances = {names[0]: next(iter(balances.values()))}  # of the only account, which one side does not name
    told = {(user, account): cents for account, cents in balances.items()}
    found = sorted(people(history(frame), as_of, told), key=lambda one: -len(one.frame))
    person = found[0]
    if set(balances) - set(person.accounts):
        raise ArgumentError(
            "There is no such account. Write it as `account` of the transactions does; a forecast without "
            "balances lists them.",
            code="invalid_value",
            path="balances",
        )
    unsure = []
    if len(found) > 1:
        left = sum(len(one.frame) for one in found[1:])
        unsure.append(f"{left:,} transactions in other currencies are left out; sums never mix two.")
    if person.days < EIGHT_WEEKS:
        unsure.append(f"{person.history_told}; eight weeks or more tell much more.")
    return Told(person, tuple(unsure), guess)


def _rows(transactions: Sequence[StatementRow]) -> pl.DataFrame:
    """Rows that came with a question, all of one user."""
    rows = [{name: getattr(one, name) for name in ROW_COLUMNS} for one in transactions]
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    places = pl.int_range(pl.len()).cast(pl.String)
    return frame.with_columns(transaction_id=pl.coalesce("transaction_id", places), user=pl.lit(None, pl.String))
