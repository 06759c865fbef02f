"""The training set: labelled transactions."""

from __future__ import annotations

import polars as pl
from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.frames import LABELS, TRANSACTIONS, read_frame
from seqmatch.store.tables import transaction_labels, transactions
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
