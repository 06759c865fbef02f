"""Labelled transactions as the arrays that the categoriser learns from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.text.transaction_evidence import Labelled, Movements
from seqmatch.families.transactions.heuristic import heuristic
from seqmatch.features.transactions import build
from seqmatch.features.transactions.learnable import learnable
from seqmatch.schemas.transaction import LABEL_WEIGHTS
from seqmatch.settings import MIN_SUPPORT

MIN_TRANSACTIONS = 100
EPOCH = dt.date(1970, 1, 1)
"""Day 0 of the days of :class:`Labelled`."""


@dataclass(frozen=True, eq=False)
class TransactionsData:
    """Labelled transactions, the oldest first.

    Attributes
    ----------
    movements, known : what is known of each and its label.
    classes : the categories, sorted.
    features : shape (n, n_features), as :func:`seqmatch.features.transactions.build` gives them.
    users : identifiers of whose they are; none where the data knows nobody.
    left_out : transactions of categories too rare to be learned.
    """

    movements: Movements
    known: Labelled
    classes: tuple[str, ...]
    features: pl.DataFrame
    users: tuple[str, ...]
    left_out: int

    def __len__(self) -> int:
        return len(self.movements)

    @property
    def last_day(self) -> dt.date:
        """Of the last transaction."""
        return EPOCH + dt.timedelta(days=int(self.known.days.max()))


def movements_of(features: pl.DataFrame) -> Movements:
    """What the categoriser reads of features, in their order."""
    words = learnable(features)
    return Movements(
        _strings(words["text"]),
        _strings(words["payee"]),
        _strings(features["mcc"]),
        features["amount"].cast(pl.Float64).to_numpy(),
        hints_of(features),
    )


def hints_of(features: pl.DataFrame) -> NDArray[np.str_]:
    """What the lists of codes, brands and words say of each row, shape (n,): ``kind:category``, or ``none``."""
    said = pl.concat_str(["norm_desc", "merchant"], separator=" ", ignore_nulls=True)
    amounts = features["amount"].to_list()
    told = heuristic().told(features.select(said).to_series().to_list(), features["mcc"].to_list(), amounts)
    return np.array(
        [
            f"{evidence.kind}:{named[0]}" if named else f"none {'in' if cents > 0 else 'out'}"
            for (evidence, named), cents in zip(told, amounts, strict=True)
        ],
        dtype=np.str_,
    )


def transactions_data(frame: pl.DataFrame) -> TransactionsData:
    """The data of labelled transactions: the columns of FRAME_COLUMNS with ``category`` and ``source``.

    A category needs 5 transactions. The order of rows does not matter.

    Raises
    ------
    TrainingError : too few transactions or categories.
    """
    often = pl.len().over("category") >= MIN_SUPPORT
    kept = frame.filter(often).sort("date", "time", "transaction_id", nulls_last=True)
    if len(kept) < MIN_TRANSACTIONS:
        raise TrainingError(
            f"{len(kept):,} transactions have a category that {MIN_SUPPORT} or more share; training needs at least "
            f"{MIN_TRANSACTIONS}. Label more."
        )
    categories = kept["category"].to_numpy().astype(str)
    classes, labels = np.unique(categories, return_inverse=True)
    if len(classes) < 2:
        raise TrainingError("All transactions are of one category. Add some of another.")
    features = build(kept)
    people, person = np.unique(_strings(kept["user"]), return_inverse=True)
    known = Labelled(
        labels.astype(np.intp),
        kept["source"].replace_strict(LABEL_WEIGHTS, return_dtype=pl.Float64).to_numpy(),
        kept["date"].to_physical().to_numpy().astype(np.int64),
        np.where(_strings(kept["user"]) == "", -1, person).astype(np.int64),
    )
    return TransactionsData(
        movements_of(features),
        known,
        tuple(str(name) for name in classes),
        features,
        tuple(str(name) for name in people if name),
        len(frame) - len(kept),
    )


def _strings(column: pl.Series) -> NDArray[np.str_]:
    """The values, shape (n,); '' where missing."""
    return np.array(column.fill_null("").to_list(), dtype=np.str_)
