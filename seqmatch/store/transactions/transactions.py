"""Transactions in and out of the store. Adding the same again changes nothing; the order of files does not matter."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import case, delete, func, or_, select

from seqmatch.errors import DataError
from seqmatch.schemas.transaction import FRAME_COLUMNS
from seqmatch.store.engine import Store
from seqmatch.store.frames import TRANSACTIONS, read_frame
from seqmatch.store.tables import ml_features, transactions
from seqmatch.store.upsert import upsert

BATCH = 5_000
"""Rows that are written in one transaction, when nothing else is said."""
_columns = transactions.c
_FRAME = (_columns.user_id if name == "user" else _columns[name] for name in FRAME_COLUMNS)
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
    """Add ``frame``, or bring what is known of it up to date, in one database transaction a batch.

    Of two tellings of one transaction the one with the later date stays, of the same date the one that says more, and
    of two that say as much always the same one: whichever came first. A run that was killed is completed by the next.

    Parameters
    ----------
    frame : the columns of FRAME_COLUMNS; every row with an id of its own.
    file : where it came from, for messages.
    replace : what the frame says replaces what is known, whatever stays otherwise.
    step : called before each batch.

    Raises
    ------
    DataError : an id of the frame is that of another transaction, at another account or alike in nothing; nothing is
        written.
    StoreError : the database cannot be reached or refuses; the batches before are kept.
    """
    frame = frame.select(FRAME_COLUMNS).with_columns(_precedence(frame)).sort("transaction_id")
    known = _known(store, frame["transaction_id"], batch_size)
    both = frame.join(known, on="transaction_id", how="inner", suffix="_known")
    _refuse_taken(both, file)
    newer = both["precedence"] != both["precedence_known"] if replace else both["precedence"] > both["precedence_known"]
    updated = both.filter(newer)["transaction_id"]
    for rows in frame.rename({"user": "user_id"}).iter_slices(batch_size):
        step("writing")
        with store.writing() as connection:
            upsert(
                connection,
                transactions,
                rows.to_dicts(),
                wins=lambda table, row: (
                    row.precedence != table.c.precedence if replace else row.precedence > table.c.precedence
                ),
            )
            changed = rows["transaction_id"].filter(rows["transaction_id"].is_in(updated.implode()))
            if len(changed):  # features that tell of what is no longer so are worse than none
                connection.execute(delete(ml_features).where(ml_features.c.transaction_id.in_(changed.to_list())))
    return Added(len(frame) - len(both), len(updated), len(both) - len(updated))


def batches(frame: pl.DataFrame, batch_size: int = BATCH) -> int:
    """How many batches a frame makes."""
    return -(-len(frame) // batch_size)


def unknown_transactions(store: Store, ids: pl.Series) -> pl.Series:
    """Whether each id is of no transaction in the store, shape (n_ids,)."""
    known: set[str] = set()
    with store.reading() as connection:
        for some in _slices(ids, BATCH):
            known.update(connection.scalars(select(_columns.transaction_id).where(_columns.transaction_id.in_(some))))
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


def _known(store: Store, ids: pl.Series, batch_size: int) -> pl.DataFrame:
    """What the store knows of the transactions named."""
    schema = {**TRANSACTIONS, "precedence": pl.Int64}
    parts = [pl.DataFrame(schema=schema)]
    with store.reading() as connection:
        for some in _slices(ids, batch_size):
            query = select(*AS_FRAME, _columns.precedence).where(_columns.transaction_id.in_(some))
            parts.append(read_frame(connection, query, schema))
    return pl.concat(parts)


def _slices(ids: pl.Series, size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), min(size, BATCH)):
        yield ids.slice(start, min(size, BATCH)).to_list()


def _refuse_taken(both: pl.DataFrame, file: str) -> None:
    """Banks number alike: an id that stands for something else here must not swallow it."""
    elsewhere = pl.any_horizontal(
        pl.col(name).ne(pl.col(f"{name}_known")).fill_null(False) for name in ("user", "account")
    )
    unlike = pl.all_horizontal(
        pl.col(name).ne(pl.col(f"{name}_known")) for name in ("date", "description", "amount_cents")
    )
    taken = both.filter(elsewhere | unlike).height
    if taken:
        raise DataError(
            f"{taken:,} of the ids stand for other transactions in the store: of another account or user, or alike in "
            "neither day nor amount nor description. Use a store of their own, or leave the column of ids out, so that "
            "rows are told apart by what they say.",
            code="id_taken",
            path=f"{file}:transaction_id" if file else "transaction_id",
        )


def _precedence(frame: pl.DataFrame) -> pl.Series:
    """A number by which one of two tellings stays: its day, how much it says, a digest of it; 22, 3 and 38 bits."""
    said = frame.select(pl.col(FRAME_COLUMNS).exclude("transaction_id"))
    text = said.select(
        pl.concat_str(
            [pl.col(name).to_physical().cast(pl.String).fill_null("\0") for name in said.columns], separator="\x1f"
        )
    ).to_series()
    digests = pl.Series(
        "digest",
        [int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest()) >> 26 for row in text],
        dtype=pl.Int64,
    )
    return (
        said.with_columns(digests)
        .select(
            precedence=(pl.col("date").to_physical().cast(pl.Int64) + dt.date(1970, 1, 1).toordinal()) * 2**41
            + pl.sum_horizontal(
                pl.col(name).is_not_null().cast(pl.Int64) for name in ("user", "account", "time", "merchant", "mcc")
            )
            * 2**38
            + pl.col("digest")
        )
        .to_series()
    )
