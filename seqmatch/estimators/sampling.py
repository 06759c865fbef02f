"""Draws rows where there are too many, or too many of one kind."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def at_most(rows: NDArray[np.intp], most: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """``rows``, or ``most`` of them, in order."""
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))


def few_of_each(rows: NDArray[np.intp], keys: NDArray[Any], most: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """``rows`` in order, at most ``most`` of those with the same of ``keys``, shape (n,), which rows index."""
    drawn = rng.permutation(rows)
    _, group = np.unique(keys[drawn], return_inverse=True)
    order = np.argsort(group, kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order)) - np.searchsorted(group[order], group[order])
    return np.sort(drawn[rank < most])
