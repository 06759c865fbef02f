"""Linear regression that keeps no person: it sees rows, and tells targets, along a few directions only.

Not for precise fits. What one person's own answers can move is bounded by directions of inputs times directions of
targets over people, whatever the number of columns: with a few of each for hundreds of people, what is said of someone
learned from is what would have been said of a stranger.
Source: reduced-rank regression, Izenman (1975), on principal components that are found without the targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]
PENALTY = 0.1
"""Of the weights, per row; the rows' places have variance 1."""


@dataclass(frozen=True)
class Directions:
    """Along which rows differ most.

    Attributes
    ----------
    mean : shape (n_columns,), of the rows where they are known.
    basis : shape (n_columns, n_directions); the rows' places have variance 1 along each.
    """

    mean: Floats
    basis: Floats

    def places(self, rows: Array) -> Floats:
        """Shape (n_rows, n_directions); a missing value is the mean."""
        places: Floats = from_mean(rows, self.mean) @ self.basis
        return places


@dataclass(frozen=True)
class Components:
    """All principal components of standardised rows.

    Attributes
    ----------
    mean : as of :class:`Directions`.
    scale : shape (n_columns,), by which columns are multiplied; 0 for those left out.
    variances, vectors : shapes (n_columns,) and (n_columns, n_columns), of the scaled rows.
    """

    mean: Floats
    scale: Floats
    variances: Floats
    vectors: Floats

    def leading(self, most: int) -> Directions:
        """The ``most`` along which rows differ most; at least one."""
        leading = np.argsort(-self.variances, kind="stable")[: max(1, most)]
        leading = leading[self.variances[leading] > 1e-9]
        basis = self.scale[:, None] * self.vectors[:, leading] / np.sqrt(self.variances[leading])
        return Directions(self.mean, basis)


def leading_directions(rows: Array, most: int) -> Directions:
    """The leading :func:`components` of ``rows``, ``most`` of them."""
    return components(rows).leading(most)


def components(rows: Array) -> Components:
    """The principal components of standardised ``rows``, shape (n_rows, n_columns), NaN where missing.

    Columns in which fewer than MIN_SUPPORT rows differ from the rest are left out: they would be those few people's.
    """
    known = ~np.isnan(rows)
    mean = np.where(known, rows, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    centred = from_mean(rows, mean)
    told = np.where(known, rows, mean)
    apart = (told != np.median(told, axis=0)).sum(axis=0) >= MIN_SUPPORT
    spread = centred.std(axis=0)
    used = apart & (spread > 1e-9)
    scale = np.where(used, 1 / np.where(used, spread, 1), 0.0)
    scaled = centred * scale
    variances, vectors = np.linalg.eigh(scaled.T @ scaled / len(rows))
    return Components(mean, scale, variances, vectors)


def target_directions(targets: Array, most: int) -> Floats:
    """The leading principal components of ``targets``, shape (n_rows, n_targets), as orthonormal columns."""
    centred = targets - targets.mean(axis=0)
    variances, vectors = np.linalg.eigh(centred.T @ centred / len(targets))
    leading: Floats = vectors[:, np.argsort(-variances, kind="stable")[:most]]
    return leading


def low_rank_weights(directions: Directions, rows: Array, targets: Array, told: Floats | None = None) -> Floats:
    """Weights of the raw columns and, last, the targets at the rows' mean; shape (n_columns + 1, n_targets).

    Parameters
    ----------
    rows, targets : shapes (n_rows, n_columns) and (n_rows, n_targets).
    told : shape (n_targets, n_told), directions of the targets that are told apart; None for all.

    Examples
    --------
    >>> rows = np.array([[0.0], [1.0]] * 10)
    >>> weights = low_rank_weights(leading_directions(rows, 1), rows, np.hstack([rows, -rows]))
    >>> np.round(weights, 2).tolist()
    [[0.91, -0.91], [0.5, -0.5]]
    """
    return _weights(directions, directions.places(rows), targets, told)


def weights_of_each(directions: Sequence[Directions], rows: Array, targets: Array) -> list[Floats]:
    """As :func:`low_rank_weights` for each of ``directions`` of the same components, to the last digit."""
    apart = from_mean(rows, directions[0].mean)
    return [_weights(one, apart @ one.basis, targets) for one in directions]


def _weights(directions: Directions, places: Floats, targets: Array, told: Floats | None = None) -> Floats:
    centre, middle = targets.mean(axis=0), places.mean(axis=0)
    # Two arrays on purpose: products of one with itself are summed in another order, and models stay what they were.
    inner = (places - middle).T @ (places - middle) + PENALTY * len(places) * np.eye(places.shape[1])
    slopes = np.linalg.solve(inner, (places - middle).T @ (targets - centre))
    if told is not None:
        slopes = slopes @ told @ told.T
    weights: Floats = np.vstack([directions.basis @ slopes, centre - middle @ slopes])
    return weights


def nested_weights(directions: Sequence[Directions], rows: Array, targets: Array) -> list[Floats]:
    """As :func:`low_rank_weights` for each of ``directions`` of the same components, most of the work done once.

    The same but for the last digits: sums are taken in another order.
    """
    largest = max(directions, key=lambda one: one.basis.shape[1])
    places = largest.places(rows)
    centre, middle = targets.mean(axis=0), places.mean(axis=0)
    places -= middle
    products, towards = places.T @ places, places.T @ (targets - centre)
    found = []
    for one in directions:
        count = one.basis.shape[1]
        inner = products[:count, :count] + PENALTY * len(rows) * np.eye(count)
        slopes = np.linalg.solve(inner, towards[:count])
        found.append(np.vstack([one.basis @ slopes, centre - middle[:count] @ slopes]))
    return found


def low_rank_scores(mean: Floats, weights: Floats, rows: Array) -> Floats:
    """What ``weights`` tell of ``rows``, shape (n_rows, n_targets)."""
    return scores_apart(from_mean(rows, mean), weights)


def scores_apart(apart: Floats, weights: Floats) -> Floats:
    """As :func:`low_rank_scores`, of rows told as how far they are :func:`from_mean`."""
    scores: Floats = apart @ weights[:-1] + weights[-1]
    return scores


def from_mean(rows: Array, mean: Floats) -> Floats:
    """How far ``rows`` are from ``mean``, same shape as rows; 0 where a value is missing (NaN)."""
    apart: Floats = rows - mean
    np.copyto(apart, 0.0, where=np.isnan(apart))
    return apart
