"""K-means and what it shares with other groupings: the nearest centre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array


def k_means(points: Array, k: int, seed: int, starts: int = 10) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Centres, shape (k, n_dimensions), of ``points``, shape (n, n_dimensions), and each point's nearest one."""
    from sklearn.cluster import KMeans

    centres = KMeans(k, n_init=starts, random_state=seed).fit(points).cluster_centers_
    return centres, nearest(points, centres)


def nearest(points: Array, centres: Array) -> NDArray[np.intp]:
    """The nearest centre of each point, shape (n,)."""
    found: NDArray[np.intp] = distances(points, centres).argmin(axis=1)
    return found


def distances(points: Array, centres: Array) -> NDArray[np.float64]:
    """Squared, shape (n, k)."""
    squared: NDArray[np.float64] = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return squared


def anchored(points: Array, centres: Array, anchors: Array, weight: float, turns: int = 50) -> NDArray[np.float64]:
    """Centres, shape (k, n_dimensions), each drawn to its anchor as if ``weight`` more points stood there.

    A mean of few points shows who they are: with twenty at the anchor, one of ten moves it by a thirtieth, not a tenth.

    Parameters
    ----------
    centres : to begin at, same shape.
    anchors : where nobody's points decide, same shape.
    """
    for _ in range(turns):
        labels = nearest(points, centres)
        counts = np.bincount(labels, minlength=len(centres))
        sums = np.zeros(centres.shape)
        np.add.at(sums, labels, points)
        moved = (sums + weight * anchors) / (counts + weight)[:, None]
        if np.allclose(moved, centres):
            break
        centres = moved
    return np.asarray(centres, np.float64)


def dissolved(points: Array, centres: Array, least: float) -> NDArray[np.float64]:
    """The centres that are left when groups of fewer than ``least`` points go to their neighbours, largest first."""
    labels = nearest(points, centres)
    while (sizes := np.bincount(labels, minlength=len(centres))).min() < least and len(centres) > 1:
        centres = np.delete(centres, sizes.argmin(), axis=0)
        labels = nearest(points, centres)
    ordered: NDArray[np.float64] = centres[np.argsort(-sizes, kind="stable")]
    return ordered
