"""The mean silhouette of groups, on a sample where there are many points: its cost grows with the square of them."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.sampling import at_most
from seqmatch.estimators.state import Array

MOST_POINTS = 4_000
"""Compared with each other. The mean over so many is within about 0.01 of that over all."""


def silhouette(points: Array, labels: Array, seed: int) -> float:
    """The silhouette of ``labels``, shape (n,), of ``points``, shape (n, n_dimensions); 0 where all have one label.

    Drawn by ``seed``: the same points are compared for every grouping of them.
    """
    from sklearn.metrics import silhouette_score

    some = at_most(np.arange(len(points)), MOST_POINTS, np.random.default_rng(seed))
    if len(np.unique(labels[some])) < 2:
        return 0.0
    return float(silhouette_score(points[some], labels[some]))
