"""Keeps single people out of stored rows: whoever shares a combination of values with too few loses the rarest of them.

Nothing is changed into something else: a value stands, or it is missing, so whatever is said of a stored row is true.
Not a guard against somebody who already knows most of the values that stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating]
_MISSING = -1.0e9


def k_anonymous(rows: Rows, fields: Sequence[Sequence[int]], k: int) -> Rows:
    """A copy in which every combination of the fields' values is held by at least ``k`` rows.

    People are divided by one field after the other. In each part, values that fewer than ``k`` share are taken away
    from those who hold them; where that leaves fewer than ``k`` without a value, some of a value that many share lose
    it too.

    Parameters
    ----------
    rows : shape (n_rows, n_columns), NaN where missing.
    fields : columns of each field, the field to keep first first; columns of no field stay as they are.
    k : at least 1. With fewer rows than that, no field keeps anything.

    Examples
    --------
    >>> k_anonymous(np.array([[1.0, 5.0], [1.0, 5.0], [1.0, 6.0], [1.0, 6.0], [1.0, 7.0], [2.0, 7.0]]), [[0], [1]], k=2)
    array([[nan, nan],
           [ 1., nan],
           [ 1.,  6.],
           [ 1.,  6.],
           [ 1., nan],
           [nan, nan]])
    """
    kept = np.array(rows, copy=True)
    parts = [np.arange(len(kept))]
    for columns in fields:
        parts = [piece for part in parts if len(part) for piece in _divided(kept, part, list(columns), k)]
    return kept


def _divided(rows: Rows, part: NDArray[np.intp], columns: list[int], k: int) -> list[NDArray[np.intp]]:
    """The part by the values of one field; those whose value is too rare lose it and stay together."""
    values = np.nan_to_num(rows[np.ix_(part, columns)], nan=_MISSING)
    unique, which, counts = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    nothing = (unique == _MISSING).all(axis=1)
    hidden = np.isin(which, np.flatnonzero(nothing | (counts < k)))
    lacking = k - int(hidden.sum())
    if 0 < lacking < k:  # some of a value that many share keep them company
        large = np.flatnonzero(counts >= k)
        spare = large[counts[large] >= k + lacking]
        if len(spare):
            hidden[np.flatnonzero(which == spare[counts[spare].argmax()])[:lacking]] = True
        elif len(large):
            hidden |= which == large[counts[large].argmin()]
    rows[np.ix_(part[hidden], columns)] = np.nan
    standing = [part[~hidden & (which == place)] for place in range(len(unique))]
    return [group for group in (part[hidden], *standing) if len(group)]
