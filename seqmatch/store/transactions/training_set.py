"""The training set: transactions or features, with labels and their weights."""

from __future__ import annotations

import polars as pl
from sqlalchemy import select

from seqmatch.schemas.transaction import LABEL_WEIGHTS
from seqmatch.store.engine import Store
from seqmatch.store.frames import FEATURES, LABELS, TRANSACTIONS, read_frame
from seqmatch.store.tables import ml_features, transaction_labels, transactions
from seqmatch.store.transactions.transactions import AS_FRAME

_LABEL = (transaction_labels.c.category, transaction_labels.c.source)


def labelled_transactions(store: Store) -> pl.DataFrame:
    """All labelled transactions, the columns of FRAME_COLUMNS with category and source, in the order of their dates.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(*AS_FRAME, *_LABEL).join_from(transactions, transaction_labels)
    with store.reading() as connection:
        found = read_frame(connection, query, {**TRANSACTIONS, **LABELS})
    return found.sort("date", "time", "transaction_id", nulls_last=True)


def labelled_features(store: Store, version: int) -> pl.DataFrame:
    """Features of ``version`` of all labelled transactions, with category, source and weight, in the order of months.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = (
        select(*(ml_features.c[name] for name in FEATURES), *_LABEL)
        .join_from(ml_features, transaction_labels, ml_features.c.transaction_id == transaction_labels.c.transaction_id)
        .where(ml_features.c.feature_version == version)
    )
    with store.reading() as connection:
        found = read_frame(connection, query, {**FEATURES, **LABELS})
    return found.sort("ts_month", "transaction_id").with_columns(
        weight=pl.col("source").replace_strict(LABEL_WEIGHTS, return_dtype=pl.Float64)
    )
