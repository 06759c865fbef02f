"""Cosine similarity over the facts two users both have known, in a learned metric. Shared by matcher and recommender.

Not for approximate search: every user is compared, exactly. At 100,000 users one comparison takes tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.similarity.learned_metric import Aim, learn_directions
from seqmatch.estimators.state import Array, State

Floats = NDArray[np.float32]


class CosineNeighbours:
    """Cosine of standardised rows, by weights set by hand and by learned directions along which facts count together.

    The product of two users is the sum of their features' weighted products and of the products of their projections on
    the directions, both over the facts that are known of both; a fact missing on either side counts on neither.

    Parameters
    ----------
    weights : shape (n_features,), how much each feature counts on its own; 0 leaves it out.
    steps : shape (n_features,), the grid that values are first rounded to, so that no stored row is exact; 0 is none.
    ranges : shape (n_ranges, 3), yes/no facts that directions are learned over beside the features: a feature's index,
        the least and the greatest value for which the fact holds.
    unlearned : indices of features that no direction may lean on.

    Attributes
    ----------
    inputs_ : shape (n_users, n_features + n_ranges), float32, what everyone is compared by, NaN where missing: the
        coarse features, then the yes/no facts. Of groups (see :meth:`keep`) the facts are shares.
    directions_ : shape (n_features + n_ranges, n_directions).
    """

    def __init__(
        self, weights: Array, steps: Array, ranges: Array | None = None, unlearned: Array | None = None
    ) -> None:
        self.weights = np.asarray(weights, dtype=np.float64)
        self.steps = np.asarray(steps, dtype=np.float64)
        self.ranges = np.zeros((0, 3)) if ranges is None else np.asarray(ranges, dtype=np.float64).reshape(-1, 3)
        self.unlearned = np.zeros(0, dtype=np.intp) if unlearned is None else np.asarray(unlearned, dtype=np.intp)
        self._stepped = self.steps > 0
        self._step = np.where(self._stepped, self.steps, 1)
        self._ranged = self.ranges[:, 0].astype(np.intp)

    def fit(self, table: Array, aims: Sequence[Aim] = (), own_share: float = 1.0, rank: int = 24) -> CosineNeighbours:
        """Learn scales and directions from ``table``, shape (n_users, n_features), NaN where missing; keep coarse rows.

        Parameters
        ----------
        aims : what similar users should have in common; none leaves the weights as they were set.
        own_share : how much of the mean squared length of a user the features have on their own, beside the aims'
            shares; the unlearned features come on top.
        rank : directions kept.
        """
        self.inputs_ = inputs = self._inputs(self.coarse(table).astype(np.float32))
        known = ~np.isnan(inputs)
        counts = np.maximum(known.sum(axis=0), 1)
        values = np.where(known, inputs, 0).astype(np.float64)
        self.mean_ = values.sum(axis=0) / counts
        spread = np.sqrt((np.where(known, values - self.mean_, 0) ** 2).sum(axis=0) / counts)
        self.scale_ = np.where(spread > 1e-9, 1 / np.where(spread > 1e-9, spread, 1), 0)
        scaled = np.where(known, (values - self.mean_) * self.scale_, 0)
        learnable = np.ones(inputs.shape[1])
        learnable[self.unlearned] = 0
        self.directions_ = learn_directions(scaled * learnable, aims, rank).astype(np.float32)
        weighted = scaled[:, : len(self.weights)] * self.weights
        length = ((weighted * learnable[: len(self.weights)]) ** 2).sum(axis=1).mean()
        self.own_ = self.weights * np.sqrt(own_share / length if aims and length > 1e-12 else 1.0)
        return self._prepare()

    def keep(self, inputs: Array) -> CosineNeighbours:
        """Compare with these from now on, shape (n_rows, n_features + n_ranges); what was learned stays."""
        self.inputs_ = np.asarray(inputs, dtype=np.float32)
        return self._prepare()

    def places(self) -> Floats:
        """Where everyone stands, shape (n_users, n_features + n_directions): places multiply to similarities."""
        return np.hstack([self._vectors, self._points.T])

    def _prepare(self) -> CosineNeighbours:
        inputs = self.inputs_
        unknown = np.isnan(inputs)
        self._scaled_inputs = scaled = self._scaled(inputs)
        self._unknown_inputs = unknown
        n_features = len(self.weights)
        self._own = self.own_.astype(np.float32)
        self._own_squares = (self.own_**2).astype(np.float32)
        self._vectors = np.ascontiguousarray(scaled[:, :n_features] * self._own)
        self._squares = self._vectors**2
        self._norms = self._squares.sum(axis=1)
        self._gappy = np.flatnonzero(unknown[:, :n_features].any(axis=0))
        self._unknown = np.ascontiguousarray(unknown[:, self._gappy], dtype=np.float32)
        self._inputs_by_column = np.ascontiguousarray(scaled.T)
        self._points = np.ascontiguousarray(self.directions_.T @ self._inputs_by_column)
        # Facts of one field are unknown together: each pattern of gaps is kept once.
        gappy = np.flatnonzero(unknown.any(axis=0))
        patterns, which = np.unique(unknown[:, gappy], axis=1, return_inverse=True)
        self._gaps = np.ascontiguousarray(patterns.T, dtype=np.float32)
        self._gaps_of = np.zeros((inputs.shape[1], len(self._gaps)), dtype=np.float32)
        self._gaps_of[gappy, which.reshape(-1)] = 1
        return self

    def _inputs(self, coarse: Array) -> NDArray[Any]:
        """Features followed by the yes/no facts, shape (..., n_features + n_ranges), NaN where missing."""
        values = coarse[..., self._ranged]
        holds = ((values >= self.ranges[:, 1]) & (values <= self.ranges[:, 2])).astype(coarse.dtype)
        holds[np.isnan(values)] = np.nan
        return np.concatenate([coarse, holds], axis=-1)

    def _scaled(self, inputs: Array) -> Floats:
        scaled = (inputs - self.mean_) * self.scale_
        scaled[np.isnan(scaled)] = 0.0
        told: Floats = scaled.astype(np.float32)
        return told

    def coarse(self, rows: Array) -> NDArray[np.float64]:
        """``rows`` rounded to the grid, same shape."""
        return np.where(self._stepped, np.rint(rows / self._step) * self._step, rows)

    def similarities(self, row: Array, users: slice = slice(None)) -> Floats:
        """Similarity, -1 to 1, of one feature row, shape (n_features,), to each of ``users``."""
        inputs = self._inputs(self.coarse(row))
        query = self._scaled(inputs)
        missing = np.isnan(inputs)
        own = query[: len(self.weights)] * self._own
        squares = own**2
        theirs = self._norms[users]
        if missing.any():
            theirs = self._squares[users] @ (~missing[: len(own)]).astype(np.float32)
        ours = squares.sum() - self._unknown[users] @ squares[self._gappy]
        dot = self._vectors[users] @ own
        if self.directions_.shape[1]:
            their_points = self._seen_points(missing, users)
            our_points = self._known_points(query, users)
            dot = dot + np.einsum("dn,dn->n", their_points, our_points)
            theirs = theirs + np.einsum("dn,dn->n", their_points, their_points)
            ours = ours + np.einsum("dn,dn->n", our_points, our_points)
        scale = np.sqrt(np.maximum(theirs * ours, 1e-12))
        cosine: Floats = np.clip(dot / scale, -1.0, 1.0)
        return cosine

    def _seen_points(self, missing: NDArray[np.bool_], users: slice) -> Floats:
        """The users' projections, shape (n_directions, n_users), by nothing but facts that are not ``missing``."""
        few = missing.sum() <= len(missing) / 2
        columns = np.flatnonzero(missing if few else ~missing)
        part: Floats = self.directions_[columns].T @ self._inputs_by_column[columns, users]
        return self._points[:, users] - part if few else part

    def _known_points(self, query: Floats, users: slice) -> Floats:
        """The query's projections, shape (n_directions, n_users), for each user by nothing but facts known of them."""
        parts = self.directions_ * query[:, None]
        points: Floats = parts.sum(axis=0)[:, None] - (parts.T @ self._gaps_of) @ self._gaps[:, users]
        return points

    def contributions(self, row: Array, users: int | NDArray[np.intp]) -> Floats:
        """How much each feature adds to the similarity of ``row`` and each of ``users`` before scaling.

        Shape (n_features,) for one user, (len(users), n_features) for several.
        """
        inputs = self._inputs(self.coarse(row))
        either = np.isnan(inputs) | self._unknown_inputs[users]
        one, other = (
            np.where(either, np.float32(0), scaled) for scaled in (self._scaled(inputs), self._scaled_inputs[users])
        )
        n_features = len(self.weights)
        product: Floats = one[..., :n_features] * other[..., :n_features] * self._own_squares
        along = one * ((other @ self.directions_) @ self.directions_.T)
        along += other * ((one @ self.directions_) @ self.directions_.T)
        product += along[..., :n_features] / 2
        np.add.at(product.T, self._ranged, along[..., n_features:].T / 2)
        return product

    def state(self) -> State:
        given = {name: getattr(self, name) for name in ("weights", "steps", "ranges", "unlearned")}
        learned = {name: getattr(self, f"{name}_") for name in ("own", "mean", "scale", "directions", "inputs")}
        return State({}, {**given, **learned})

    @classmethod
    def from_state(cls, state: State) -> CosineNeighbours:
        fitted = cls(*(state.arrays[name] for name in ("weights", "steps", "ranges", "unlearned")))
        for name in ("own", "mean", "scale", "directions", "inputs"):
            setattr(fitted, f"{name}_", state.arrays[name])
        return fitted._prepare()


def top_k(similarities: Array, k: int) -> NDArray[np.intp]:
    """Indices of the k largest, largest first, ties by index; exact."""
    if k < len(similarities):
        threshold = np.partition(similarities, len(similarities) - k)[len(similarities) - k]
        chosen = np.flatnonzero(similarities >= threshold)
    else:
        chosen = np.arange(len(similarities))
    return chosen[np.lexsort((chosen, -similarities[chosen]))][:k]
