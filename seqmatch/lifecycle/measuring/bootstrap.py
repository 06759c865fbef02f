"""Bootstrap resamples of rows or of groups of rows; a metric is a function of resampled rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
Rows = NDArray[np.intp]
Metric = Callable[[Rows], float]
"""Row numbers, some of them more than once, to a value."""


def mean_of(values: NDArray[np.float64]) -> Metric:
    """The mean of per-row ``values``, shape (n,)."""
    return lambda chosen: float(values[chosen].mean())


def draws(rows: int, seed: int, resamples: int = RESAMPLES) -> Iterator[Rows]:
    """Rows drawn anew, each set of shape (rows,)."""
    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        yield rng.integers(0, rows, rows)


def draws_of_groups(groups: NDArray[np.generic], seed: int, resamples: int = RESAMPLES) -> Iterator[Rows]:
    """All rows of groups that are drawn anew: what is alike within a group is right or wrong together.

    Parameters
    ----------
    groups : shape (n,), which group each row is of.
    """
    _, group = np.unique(groups, return_inverse=True)
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        yield np.concatenate([parts[at] for at in rng.integers(0, len(parts), len(parts))])
