"""The slices a categoriser is measured on: later transactions, and payees it never met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.sampling import few_of_each
from seqmatch.families.transactions.dataset import TransactionsData

UNSEEN_SHARE = 0.3
LATER_SHARE = 0.25
MOST_OF_ONE = 50


@dataclass(frozen=True)
class Split:
    """Rows by what they are for.

    Attributes
    ----------
    learned : earlier transactions of the payees that may be met.
    later : later transactions of the same payees and of payees that only come later.
    unseen : at most 50 transactions of each of the payees held out.
    """

    learned: NDArray[np.intp]
    later: NDArray[np.intp]
    unseen: NDArray[np.intp]


def split(data: TransactionsData, seed: int) -> Split:
    """Hold out 30 % of the payees, and the last quarter of the others' transactions.

    Of each of those at most 50 transactions count: one giant alone would decide the figures of all that are new.
    """
    payees, payee = np.unique(data.movements.merchants, return_inverse=True)
    rng = np.random.default_rng(seed)
    drawn = rng.random(len(payees)) < UNSEEN_SHARE
    drawn[payees == ""] = False
    unseen = drawn[payee]
    cut = np.quantile(data.known.days[~unseen], 1 - LATER_SHARE, method="lower")
    later = ~unseen & (data.known.days >= cut)
    return Split(
        np.flatnonzero(~unseen & ~later),
        np.flatnonzero(later),
        few_of_each(np.flatnonzero(unseen), payee, MOST_OF_ONE, rng),
    )
