"""k-anonymity of stored rows: every combination of values is held by at least k users.

What must stay exact is kept where enough share it and is missing otherwise (suppression). The rest becomes the median
of a small group of similar people (microaggregation), who from then on look the same; which values were the same for
all of a group is told, because only those may be said of one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating[Any]]
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
    values = np.nan_to_num(rows[part][:, columns], nan=_MISSING)
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
    rows[part[hidden][:, None], columns] = np.nan
    standing = [part[~hidden & (which == place)] for place in range(len(unique))]
    return [group for group in (part[hidden], *standing) if len(group)]


def microaggregated(
    rows: Rows, exact: Sequence[Sequence[int]], blurred: Sequence[int], places: Rows, k: int
) -> tuple[Rows, NDArray[np.bool_]]:
    """A copy in which at least ``k`` rows hold every combination of the values of ``exact`` and ``blurred``.

    Parameters
    ----------
    rows : shape (n_rows, n_columns), NaN where missing.
    exact : columns of each field that is kept or missing, as for :func:`k_anonymous`.
    blurred : columns that become the median of a group, missing where most of the group lack them.
    places : shape (n_rows, n_dimensions), where rows lie close to each other when they are alike.

    Returns
    -------
    rows, sure : ``sure``, same shape, tells which values stand for every member of the group.
    """
    kept = k_anonymous(rows, exact, k)
    sure = ~np.isnan(kept)
    columns = list(blurred)
    known = np.nan_to_num(kept[:, [column for field in exact for column in field]], nan=_MISSING)
    _, cells = np.unique(known, axis=0, return_inverse=True)
    for cell in np.unique(cells):
        for group in _halved(places, np.flatnonzero(cells.reshape(-1) == cell), k):
            values = rows[group][:, columns]
            middle = np.sort(np.where(np.isnan(values), np.inf, values), axis=0)[(len(group) - 1) // 2]
            kept[group[:, None], columns] = np.where(np.isinf(middle), np.nan, middle)
            sure[group[:, None], columns] = (values == middle).all(axis=0)
    return kept, sure


def _halved(places: Rows, part: NDArray[np.intp], k: int) -> list[NDArray[np.intp]]:
    """Groups of ``k`` to 2k - 1 rows that lie close together: halved along the widest direction while they can be."""
    if len(part) < 2 * k:
        return [part]
    around = places[part] - places[part].mean(axis=0)
    widest = np.linalg.svd(around, full_matrices=False)[2][0]
    order = np.argsort(np.round(around @ widest, 9), kind="stable")
    half = len(part) // 2
    return [*_halved(places, part[order[:half]], k), *_halved(places, part[order[half:]], k)]
