"""Whose money a plan is about: rows that came with the question, or a user of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.families.planning.person import Person, person_of
from seqmatch.schemas.transaction import STATEMENT_COLUMNS, StatementRow

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

_COLUMNS = (*STATEMENT_COLUMNS, "balance_cents")
_TYPES = {"date": pl.Date, "time": pl.Time, "amount_cents": pl.Int64, "balance_cents": pl.Int64}
_SCHEMA = {name: _TYPES.get(name, pl.String) for name in _COLUMNS}


def person_told(
    transactions: Sequence[StatementRow], user: str | None, as_of: dt.date | None, store: Store | None
) -> Person:
    """The person whom a question is about.

    Raises
    ------
    ArgumentError : neither rows nor a user, or both; too short a history.
    StoreError : the store cannot be reached.
    """
    if transactions and user is not None:
        raise ArgumentError("Send transactions, or name a user of the store, not both.", path="user")
    if transactions:
        rows = [{name: getattr(one, name) for name in _COLUMNS} for one in transactions]
        frame = pl.DataFrame(rows, schema=_SCHEMA)
        places = pl.int_range(pl.len()).cast(pl.String)
        frame = frame.with_columns(transaction_id=pl.coalesce("transaction_id", places), user=pl.lit(None, pl.String))
        return person_of(frame, as_of)
    if user is None:
        raise ArgumentError(
            "Send transactions, or name a user of the store.", code="missing_argument", path="transactions"
        )
    if store is None:
        raise ArgumentError("There is no store here. Send the person's transactions instead.", path="user")
    from seqmatch.store.transactions.balances import balances_of, with_balances
    from seqmatch.store.transactions.transactions import histories

    frame = histories(store, [user], as_of or dt.date.max)
    if frame.is_empty():
        raise ArgumentError("The store has no transactions of this user.", code="invalid_value", path="user")
    return person_of(with_balances(frame, balances_of(store, user), as_of), as_of)
