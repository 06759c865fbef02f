"""Groups users by how they automate, and says how real the groups are.

Not for predicting goals. A silhouette alone proves nothing: it stands beside a null made of shuffled columns and the
overlap of the groups when they are learned again from other samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.sampling import at_most
from seqmatch.estimators.segmentation.k_means import dissolved, k_means, nearest
from seqmatch.estimators.segmentation.silhouette import silhouette
from seqmatch.estimators.state import Array, State
from seqmatch.settings import MIN_SUPPORT

CORNERS = 24
MOST_LEARNED = 10_000
"""Users that centres are learned from, drawn where there are more: a centre of 300 users or more hardly moves."""
MIN_SPREAD = 20
"""Users of an archetype whose spread is told; of fewer it would say too much about each."""


@dataclass(frozen=True)
class KScore:
    """How good k groups are: silhouette, 0 to 1 usually; stability, mean adjusted Rand index; smallest share."""

    k: int
    silhouette: float
    stability: float
    smallest: float


class Archetypes:
    """K-means on the first principal components of standardised features.

    Parameters
    ----------
    ks : numbers of groups to try.
    dimensions : principal components kept, at most 5.
    min_share : the smallest group holds at least this share of users, and MIN_SUPPORT of them. Where no ``ks`` gives
        such groups, those too small of the first are dissolved.
    resamples : bootstrap samples that stability is measured on.
    seed : of everything random.

    Attributes
    ----------
    scores_ : a KScore per k tried.
    centres_ : shape (k, dimensions).
    labels_ : shape (n_users,), the training users' groups, largest group 0.
    ari_, resampled_ari_ : adjusted Rand index with groups learned again from bootstrap samples, mean and each.
    explained_ : share of variance the dimensions hold.
    stability_ : shape (k,), mean Jaccard overlap of each group with its counterpart in bootstrap samples.
    halves_ : shape (k, CORNERS, 2), the ellipse that half of each group stand in, on the first two dimensions; NaN for
        groups of fewer than MIN_SPREAD users.
    """

    def __init__(
        self,
        ks: tuple[int, ...] = tuple(range(4, 15)),
        dimensions: int = 3,
        min_share: float = 0.03,
        resamples: int = 5,
        seed: int = 0,
    ) -> None:
        self.ks = ks
        self.dimensions = dimensions
        self.min_share = min_share
        self.resamples = resamples
        self.seed = seed

    def fit(self, table: Array) -> Archetypes:
        """Learn from ``table``, shape (n_users, n_features); k by silhouette times stability."""
        points = self._project_fit(table)
        rng = np.random.default_rng(self.seed)
        samples = [rng.integers(0, len(points), min(len(points), MOST_LEARNED)) for _ in range(self.resamples)]
        learned = points[at_most(np.arange(len(points)), MOST_LEARNED, rng)]
        scores: list[KScore] = []
        fits: dict[int, tuple[Array, Array, list[float]]] = {}
        for k in self.ks:
            if k >= len(points):
                continue
            centres, _ = k_means(learned, k, self.seed)
            labels = nearest(points, centres)
            smallest = float(np.bincount(labels, minlength=k).min() / len(points))
            agreement = [self._agreement(points, labels, sample, k) for sample in samples]
            scores.append(KScore(k, silhouette(points, labels, self.seed), float(np.mean(agreement)), smallest))
            fits[k] = centres, labels, agreement
        self.scores_ = tuple(scores)
        least = max(self.min_share, MIN_SUPPORT / len(points))
        allowed = [score for score in scores if score.smallest >= least]
        best = max(allowed or scores[:1], key=lambda score: score.silhouette * score.stability)
        centres, _, self.resampled_ari_ = fits[best.k]
        self.centres_ = dissolved(points, centres, least * len(points))
        self.k_, self.ari_ = len(self.centres_), best.stability
        self.labels_ = nearest(points, self.centres_)
        self.silhouette_ = silhouette(points, self.labels_, self.seed)
        self.full_silhouette_ = silhouette(self._scaled(table), self.labels_, self.seed)
        self.stability_ = self._jaccard(points, samples)
        self.halves_ = np.array([_half(points[self.labels_ == group, :2]) for group in range(self.k_)])
        return self

    def null_silhouette(self, table: Array, seed: int) -> float:
        """The silhouette the same procedure reaches when each column is shuffled on its own, before projecting."""
        rng = np.random.default_rng(seed)
        shuffled = np.column_stack([rng.permutation(column) for column in np.nan_to_num(table).T])
        other = Archetypes(dimensions=self.dimensions, seed=self.seed)
        points = other._project_fit(shuffled)
        _, labels = k_means(points[:MOST_LEARNED], self.k_, other.seed)
        return silhouette(points[:MOST_LEARNED], labels, other.seed)

    def _project_fit(self, table: Array) -> NDArray[np.float64]:
        rows = np.nan_to_num(table)
        self.mean_ = rows.mean(axis=0)
        spread = rows.std(axis=0)
        self.scale_ = np.where(spread > 1e-9, 1 / np.where(spread > 1e-9, spread, 1), 0)
        scaled = self._scaled(table)
        values, vectors = np.linalg.eigh(scaled.T @ scaled / len(scaled))
        axes = vectors[:, ::-1][:, : self.dimensions]
        self.axes_ = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
        self.explained_ = float(values[::-1][: self.dimensions].sum() / values.sum())
        return self.project(table)

    def _scaled(self, table: Array) -> NDArray[np.float64]:
        scaled: NDArray[np.float64] = (np.nan_to_num(table) - self.mean_) * self.scale_
        return scaled

    def project(self, table: Array) -> NDArray[np.float64]:
        """Where users stand, shape (n_users, dimensions)."""
        points: NDArray[np.float64] = self._scaled(table) @ self.axes_
        return points

    def _agreement(self, points: Array, labels: Array, sample: Array, k: int) -> float:
        from sklearn.metrics import adjusted_rand_score

        centres, _ = k_means(points[sample], k, self.seed)
        return float(adjusted_rand_score(labels, nearest(points, centres)))

    def _jaccard(self, points: Array, samples: list[Array]) -> NDArray[np.float64]:
        overlaps = np.zeros(self.k_)
        for sample in samples:
            centres, _ = k_means(points[sample], self.k_, self.seed)
            other = nearest(points, centres)
            both = np.zeros((self.k_, self.k_))
            np.add.at(both, (self.labels_, other), 1)
            union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
            overlaps += (both / np.maximum(union, 1)).max(axis=1)
        mean: NDArray[np.float64] = overlaps / len(samples)
        return mean

    def assign(self, table: Array) -> NDArray[np.intp]:
        """The group of each user, shape (n_users,), of ``table``, shape (n_users, n_features)."""
        return nearest(self.project(table), self.centres_)

    def state(self) -> State:
        params: dict[str, Any] = {
            "k": self.k_,
            "silhouette": self.silhouette_,
            "stability_ari": self.ari_,
            "explained": self.explained_,
            "scores": [[s.k, s.silhouette, s.stability, s.smallest] for s in self.scores_],
            "stability": [float(value) for value in self.stability_],
        }
        arrays = {"mean": self.mean_, "scale": self.scale_, "axes": self.axes_, "centres": self.centres_}
        arrays["halves"] = self.halves_
        return State(params, arrays)

    @classmethod
    def from_state(cls, state: State) -> Archetypes:
        fitted = cls(dimensions=state.arrays["axes"].shape[1])
        for name in ("mean", "scale", "axes", "centres", "halves"):
            setattr(fitted, f"{name}_", state.arrays[name])
        fitted.k_ = state.params["k"]
        fitted.silhouette_ = state.params["silhouette"]
        fitted.ari_ = state.params["stability_ari"]
        fitted.explained_ = state.params["explained"]
        fitted.scores_ = tuple(KScore(int(k), s, a, m) for k, s, a, m in state.params["scores"])
        fitted.stability_ = np.array(state.params["stability"])
        return fitted


def _half(members: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ellipse of the members' own shape that half of them stand in, shape (CORNERS, 2)."""
    if len(members) < MIN_SPREAD:
        return np.full((CORNERS, 2), np.nan)
    middle = members.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(members.T))
    across = vectors * np.sqrt(np.maximum(values, 1e-6))
    reach = float(np.median(np.linalg.norm((members - middle) @ np.linalg.inv(across).T, axis=1)))
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    outline = middle + reach * np.column_stack([np.cos(turns), np.sin(turns)]) @ across.T
    return np.asarray(np.round(outline, 2))
