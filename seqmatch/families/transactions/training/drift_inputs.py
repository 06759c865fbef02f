"""The transactions family's inputs, by column, that drift is measured on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.lifecycle.monitor.histogram import Histogram, of_categories, of_numbers

if TYPE_CHECKING:
    from seqmatch.lifecycle.declared import Files, Inputs
    from seqmatch.store.engine import Store

CATEGORIES = ("channel", "mcc", "day of week")


def inputs(features: pl.DataFrame) -> dict[str, Sequence[Any]]:
    """Columns by name, shape (n_transactions,) each: numbers with NaN, or categories with None, where missing.

    Parameters
    ----------
    features : the columns of :data:`seqmatch.store.frames.FEATURES`.
    """
    dollars = features["abs_amount"].to_numpy() / 100
    told: dict[str, Any] = {
        "log amount": np.log10(1 + dollars),
        "money in": (features["amount"].to_numpy() > 0).astype(float),
        "hour of day": features["hour_of_day"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        "subscription": features["is_subscription"].cast(pl.Float64).to_numpy(),
        "words": features["tokens"].list.len().cast(pl.Float64).to_numpy(),
        "characters": features["norm_desc"].str.len_chars().cast(pl.Float64).to_numpy(),
        "channel": features["channel"].to_list(),
        "mcc": features["mcc"].to_list(),
        "day of week": [f"{day}" for day in features["dow"].to_list()],
    }
    return told


def reference(features: pl.DataFrame) -> dict[str, Histogram]:
    """The same as counts by bin, for a version to keep."""
    return {
        name: of_categories(column) if name in CATEGORIES else of_numbers(np.asarray(column))
        for name, column in inputs(features).items()
    }


def seen(files: Files, store: Store | None, since: dt.date) -> Inputs:
    """The features of the transactions in the store since a day.

    Raises
    ------
    ArgumentError : files are named.
    """
    from seqmatch.store.transactions.features import read_features

    if files != (None, None):
        raise ArgumentError("Transactions are read from the store, not from these files.", path="--profiles/--rules")
    if store is None:
        return {}, 0
    features = read_features(store, TRANSACTIONS.feature_version, since)
    return inputs(features), len(features)
