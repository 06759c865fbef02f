"""Adds and reads transactions. Adding the same again changes nothing; the order of files does not matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import case, func, or_, select

from seqmatch.schemas.transaction import STATEMENT_COLUMNS
from seqmatch.store.engine import Store
from seqmatch.store.frames import TRANSACTIONS, read_frame
from seqmatch.store.tables import transactions
from seqmatch.store.transactions.imports import BATCH, run_import

_columns = transactions.c
_FRAME = (_columns.user_id if name == "user" else _columns[name] for name in STATEMENT_COLUMNS)
AS_FRAME = tuple(_FRAME)
"""The columns of the table in the order of a frame of transactions."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a table of transactions came to.

    Attributes
    ----------
    added, updated, unchanged : rows new to the store; that told more of a known transaction; that told nothing new.
    """

    added: int
    updated: int
    unchanged: int


def add_transactions(
    store: Store,
    frame: pl.DataFrame,
    *,
    file: str = "",
    replace: bool = False,
    batch_size: int = BATCH,
    step: Callable[[str], None] = lambda what: None,
) -> Added:
    """Add ``frame``, or bring what is known of it up to date, in one database transaction: all of it or nothing.

    Of two tellings of one transaction the one with the later date stays, of the same date the one that says more, and
    of two that say as much always the same one: whichever came first. A stored row is never changed by one of another
    day and another amount, whatever its id.

    Parameters
    ----------
    frame : the columns of FRAME_COLUMNS, currency where there is one; every row with an id of its own.
    file : where it came from, for messages.
    replace : what the frame says replaces what is known, whatever stays otherwise.
    step : called before each batch.

    Raises
    ------
    DataError : most rows are stored already with the opposite sign.
    StoreError : the database cannot be reached or refuses; nothing is written.
    """
    own = pl.Series([True] * len(frame), dtype=pl.Boolean)
    done = run_import(store, frame, own, "id", file=file, replace=replace, batch_size=batch_size, step=step)
    return Added(**done.plan.counts)


def batches(frame: pl.DataFrame, batch_size: int = BATCH) -> int:
    """How many batches a frame makes."""
    return -(-len(frame) // batch_size)


def unknown_transactions(store: Store, ids: pl.Series, user: str | None = None) -> pl.Series:
    """Whether each id is of no transaction in the store, or of none of ``user`` where one is named, shape (n_ids,)."""
    known: set[str] = set()
    whose = () if user is None else (_columns.user_id == user,)
    with store.reading() as connection:
        for some in _slices(ids, BATCH):
            wanted = select(_columns.transaction_id).where(_columns.transaction_id.in_(some), *whose)
            known.update(connection.scalars(wanted))
    return pl.Series([one not in known for one in ids], dtype=pl.Boolean)


@dataclass(frozen=True, slots=True)
class UserRows:
    """How much there is of one user (None: whoever has no name): rows until the end of a window, and inside it."""

    user: str | None
    until: int
    inside: int


def users_between(store: Store, start: dt.date, end: dt.date) -> list[UserRows]:
    """The users with a transaction from ``start`` to ``end``, both included, sorted."""
    inside = func.count(case((_columns.date >= start, 1)))
    query = (
        select(_columns.user_id, func.count(), inside)
        .where(_columns.date <= end)
        .group_by(_columns.user_id)
        .having(inside > 0)
    )
    with store.reading() as connection:
        found = [UserRows(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.user is not None, one.user or ""))


def histories(store: Store, users: Sequence[str | None], end: dt.date) -> pl.DataFrame:
    """All transactions of ``users`` until ``end``, it included, in the order of dates; None is whoever has no name."""
    named = [user for user in users if user is not None]
    whose = [_columns.user_id.in_(named)] if named else []
    if None in users:
        whose.append(_columns.user_id.is_(None))
    query = select(*AS_FRAME).where(or_(*whose), _columns.date <= end)
    with store.reading() as connection:
        found = read_frame(connection, query, TRANSACTIONS)
    return found.sort("date", "time", "transaction_id", nulls_last=True)


def first_and_last_day(store: Store) -> tuple[dt.date, dt.date] | None:
    """The days between which all transactions lie; None where there is none."""
    with store.reading() as connection:
        first, last = connection.execute(select(func.min(_columns.date), func.max(_columns.date))).one()
    return None if first is None else (first, last)


def _slices(ids: pl.Series, size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), min(size, BATCH)):
        yield ids.slice(start, min(size, BATCH)).to_list()
