"""How real groups are: elbow, silhouette beside its null, a second method, and what other samples give."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.segmentation.k_means import distances, k_means, nearest
from seqmatch.estimators.state import Array

NULLS = 3
RESAMPLES = 12
STARTS = 3
"""Of k-means on shuffled and drawn points."""
MOST_POINTS = 4_000
"""Points on which silhouettes and the hierarchical grouping are computed; of more, the first after a shuffle."""


@dataclass(frozen=True)
class Validity:
    """What can be said for k groups.

    Attributes
    ----------
    inertia : mean squared distance to the nearest centre.
    silhouette, null : of the points, and its mean over copies whose columns were shuffled one by one.
    hierarchical_ari : adjusted Rand index with Ward's hierarchical grouping.
    stability_ari, stability_low, stability_high : adjusted Rand index with groups of bootstrap samples: mean, least
        and most.
    """

    k: int
    inertia: float
    silhouette: float
    null: float
    hierarchical_ari: float
    stability_ari: float
    stability_low: float
    stability_high: float

    def to_json(self) -> dict[str, Any]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def validity(points: Array, k: int, seed: int, resamples: int = RESAMPLES) -> Validity:
    """Judge k groups of ``points``, shape (n, n_dimensions)."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    rng = np.random.default_rng(seed)
    some = points[rng.permutation(len(points))[:MOST_POINTS]]
    centres, labels = k_means(some, k, seed)
    nulls = []
    for _ in range(NULLS):
        shuffled = np.column_stack([rng.permutation(column) for column in some.T])
        nulls.append(silhouette_score(shuffled, k_means(shuffled, k, seed, STARTS)[1]))
    again = []
    for _ in range(resamples):
        drawn = some[rng.integers(0, len(some), len(some))]
        again.append(adjusted_rand_score(labels, nearest(some, k_means(drawn, k, seed, STARTS)[0])))
    ward = AgglomerativeClustering(k).fit_predict(some)
    return Validity(
        k,
        float(distances(some, centres).min(axis=1).mean()),
        float(silhouette_score(some, labels)),
        float(np.mean(nulls)),
        float(adjusted_rand_score(labels, ward)),
        float(np.mean(again)) if again else float("nan"),
        float(np.min(again)) if again else float("nan"),
        float(np.max(again)) if again else float("nan"),
    )


def elbow(inertias: NDArray[np.float64]) -> int:
    """The place of the bend: farthest below the line from the first to the last.

    Examples
    --------
    >>> elbow(np.array([10.0, 4.0, 3.5, 3.0]))
    1
    """
    line = np.linspace(inertias[0], inertias[-1], len(inertias))
    return int(np.argmax(line - inertias))
