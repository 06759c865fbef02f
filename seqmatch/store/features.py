"""The features of transactions, as they were computed last."""

from __future__ import annotations

import polars as pl

from seqmatch.store.engine import Store
from seqmatch.store.frames import FEATURES
from seqmatch.store.tables import ml_features
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
