"""Weighted cosine similarity over the facts two users both have known. Shared by the matcher and the recommender.

Not for approximate search: every user is compared, exactly. At 100,000 users one comparison takes milliseconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array, State


class CosineNeighbours:
    """Cosine similarity of standardised, weighted feature rows; a fact missing on either side counts on neither.

    Parameters
    ----------
    weights : shape (n_features,), how much each feature counts; 0 leaves it out.
    steps : shape (n_features,), the grid that values are first rounded to, so that no stored row is exact; 0 is none.

    Attributes
    ----------
    rows_ : shape (n_users, n_features), float32, the coarse rows of all users, NaN where missing.
    """

    def __init__(self, weights: Array, steps: Array) -> None:
        self.weights = np.asarray(weights, dtype=np.float64)
        self.steps = np.asarray(steps, dtype=np.float64)

    def fit(self, table: Array) -> CosineNeighbours:
        """Learn the scales from ``table``, shape (n_users, n_features), NaN where missing, and keep its coarse rows."""
        self.rows_ = self.coarse(table).astype(np.float32)
        known = ~np.isnan(self.rows_)
        counts = np.maximum(known.sum(axis=0), 1)
        rows = np.where(known, self.rows_, 0).astype(np.float64)
        self.mean_ = rows.sum(axis=0) / counts
        spread = np.sqrt((np.where(known, rows - self.mean_, 0) ** 2).sum(axis=0) / counts)
        self.factor_ = np.where(spread > 1e-9, self.weights / np.where(spread > 1e-9, spread, 1), 0)
        return self._prepare()

    def _prepare(self) -> CosineNeighbours:
        unknown = np.isnan(self.rows_)
        self._vectors = np.ascontiguousarray(self._scaled(self.rows_))
        self._squares = self._vectors**2
        self._norms = self._squares.sum(axis=1)
        self._gappy = np.flatnonzero(unknown.any(axis=0))
        self._unknown = np.ascontiguousarray(unknown[:, self._gappy], dtype=np.float32)
        return self

    def _scaled(self, coarse: Array) -> NDArray[np.float32]:
        scaled: NDArray[np.float32] = np.nan_to_num((coarse - self.mean_) * self.factor_, nan=0.0).astype(np.float32)
        return scaled

    def coarse(self, rows: Array) -> NDArray[np.float64]:
        """``rows`` rounded to the grid, same shape."""
        steps = np.where(self.steps > 0, self.steps, 1)
        return np.where(self.steps > 0, np.round(rows / steps) * steps, rows)

    def similarities(self, row: Array, users: slice = slice(None)) -> NDArray[np.float32]:
        """Similarity, -1 to 1, of one feature row, shape (n_features,), to each of ``users``."""
        coarse = self.coarse(row)
        query = self._scaled(coarse)
        missing = np.isnan(coarse)
        norms = self._norms[users]
        theirs = self._squares[users] @ (~missing).astype(np.float32) if missing.any() else norms
        squares = query**2
        ours = squares.sum() - self._unknown[users] @ squares[self._gappy]
        dot = self._vectors[users] @ query
        scale = np.sqrt(np.maximum(theirs * ours, 1e-12))
        cosine: NDArray[np.float32] = np.clip(dot / scale, -1.0, 1.0)
        return cosine

    def contributions(self, row: Array, user: int) -> NDArray[np.float32]:
        """How much each feature adds to the similarity of ``row`` and ``user`` before scaling, shape (n_features,)."""
        product: NDArray[np.float32] = self._scaled(self.coarse(row)) * self._vectors[user]
        return product

    def state(self) -> State:
        arrays = {name: getattr(self, name) for name in ("weights", "steps")}
        return State({}, {**arrays, "mean": self.mean_, "factor": self.factor_, "rows": self.rows_})

    @classmethod
    def from_state(cls, state: State) -> CosineNeighbours:
        fitted = cls(state.arrays["weights"], state.arrays["steps"])
        fitted.mean_, fitted.factor_, fitted.rows_ = (state.arrays[name] for name in ("mean", "factor", "rows"))
        return fitted._prepare()


def top_k(similarities: Array, k: int) -> NDArray[np.intp]:
    """Indices of the k largest, largest first, ties by index; exact."""
    if k < len(similarities):
        threshold = np.partition(similarities, len(similarities) - k)[len(similarities) - k]
        chosen = np.flatnonzero(similarities >= threshold)
    else:
        chosen = np.arange(len(similarities))
    return chosen[np.lexsort((chosen, -similarities[chosen]))][:k]
