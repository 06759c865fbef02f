"""The stored features of transactions."""

from __future__ import annotations

import datetime as dt

import polars as pl
from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.frames import FEATURES, read_frame
from seqmatch.store.tables import ml_features, transactions
from seqmatch.store.upsert import upsert


def write_features(store: Store, features: pl.DataFrame, version: int) -> None:
    """Write the features of transactions, all or none; those that are known are replaced.

    Parameters
    ----------
    features : the columns of :data:`~seqmatch.store.frames.FEATURES`; every transaction known to the store.
    version : of the features, so that a model is not trained on features of another.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    rows = features.select(list(FEATURES)).with_columns(feature_version=pl.lit(version)).sort("transaction_id")
    with store.writing() as connection:
        upsert(connection, ml_features, rows.to_dicts())


def read_features(
    store: Store, version: int, since: dt.date | None = None, until: dt.date | None = None
) -> pl.DataFrame:
    """The features of ``version`` of the transactions made in ``since <= date < until``, by date and id.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = (
        select(*(ml_features.c[name] for name in FEATURES))
        .join_from(ml_features, transactions, ml_features.c.transaction_id == transactions.c.transaction_id)
        .where(ml_features.c.feature_version == version)
        .order_by(transactions.c.date, transactions.c.transaction_id)
    )
    if since is not None:
        query = query.where(transactions.c.date >= since)
    if until is not None:
        query = query.where(transactions.c.date < until)
    with store.reading() as connection:
        return read_frame(connection, query, FEATURES)
