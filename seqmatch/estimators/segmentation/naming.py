"""Gives groups the names that fit them best, each name once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

LEAST_ALIKE = 0.3
"""Cosine of a group's centre and a name's profile below which the name does not fit."""


def likeness(centres: Array, profiles: Array) -> NDArray[np.float64]:
    """Cosine of centres, shape (k, n), and profiles, shape (m, n); shape (k, m), 0 for a centre in the middle."""
    lengths = np.linalg.norm(centres, axis=1)[:, None] * np.linalg.norm(profiles, axis=1)[None, :]
    alike: NDArray[np.float64] = np.divide(
        centres @ profiles.T, lengths, out=np.zeros((len(centres), len(profiles))), where=lengths > 1e-9
    )
    return alike


def best_names(centres: Array, profiles: Array) -> list[int | None]:
    """The place of each centre's name among ``profiles``, or None where none fits that no other centre has.

    Examples
    --------
    >>> best_names(np.array([[2.0, 0.1], [0.1, 1.0], [0.9, 0.8]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    [0, 1, None]
    """
    from scipy.optimize import linear_sum_assignment

    alike = likeness(centres, profiles)
    found: list[int | None] = [None] * len(centres)
    for group, name in zip(*linear_sum_assignment(-alike), strict=True):
        if alike[group, name] >= LEAST_ALIKE:
            found[int(group)] = int(name)
    return found
