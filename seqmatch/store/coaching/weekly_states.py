"""The latest week of everybody's money in a few figures, among which a person is placed."""

from __future__ import annotations

import datetime as dt

import polars as pl
from sqlalchemy import delete, select

from seqmatch.store.coaching.tables import COMPARED, key_of, weekly_states
from seqmatch.store.engine import Store
from seqmatch.store.upsert import upsert

STATE_COLUMNS = ("user", "currency", "week", "income_13w", *COMPARED)
_BATCH = 5_000
_FIGURES = ("income_13w", *COMPARED)
_columns = weekly_states.c


def replace_states(store: Store, states: pl.DataFrame) -> None:
    """Write ``states`` in place of all that were there, of whoever.

    Parameters
    ----------
    states : STATE_COLUMNS, one row for each user and currency; figures are null or NaN where unknown.

    Raises
    ------
    StoreError : the database cannot be reached or refuses; the states are as they were.
    """
    figures = [
        pl.when(pl.col(name).cast(pl.Float64).is_finite()).then(pl.col(name).cast(pl.Float64)).alias(name)
        for name in _FIGURES
    ]
    told = states.select("user", "currency", "week", *figures)
    rows = [
        {"user_id": key_of(user), "currency": currency or "", "week": week, **dict(zip(_FIGURES, rest, strict=True))}
        for user, currency, week, *rest in told.iter_rows()
    ]
    rows.sort(key=lambda row: (row["user_id"], row["currency"]))
    with store.writing() as connection:
        connection.execute(delete(weekly_states))
        for start in range(0, len(rows), _BATCH):
            upsert(connection, weekly_states, rows[start : start + _BATCH])


def states_of(store: Store, currency: str | None, since: dt.date, until: dt.date) -> pl.DataFrame:
    """STATE_COLUMNS of everybody with this currency whose week ended within these days, both included.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(_columns.user_id, _columns.currency, _columns.week, *(_columns[name] for name in _FIGURES))
    query = query.where(_columns.currency == (currency or ""), _columns.week.between(since, until))
    with store.reading() as connection:
        rows = [(key or None, kept or None, *rest) for key, kept, *rest in connection.execute(query)]
    schema = {"user": pl.String, "currency": pl.String, "week": pl.Date, **dict.fromkeys(_FIGURES, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")
