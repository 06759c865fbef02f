"""Metrics of predictions, confidences and rankings.

Written for bootstraps, which call each of them a thousand times: scikit-learn's own give the same values in about a
hundred times the time, most of it spent on checking what it is given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array


def log_loss(probabilities: Array, labels: Array) -> float:
    """Mean negative log-probability of the true class; ``probabilities`` shape (n, n_classes), ``labels`` (n,)."""
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(true, 1e-12, None)).mean())


def calibration_error(confidence: Array, hit: Array, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy over equal-width bins, weighted by users."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float(confidence[place == b].sum() - hit[place == b].sum())) for b in range(bins)]
    return sum(gaps) / len(confidence)


def area_under_curve(ones: Array, others: Array) -> float:
    """How often a score of ``ones``, shape (n,), is above one of ``others``, shape (m,); equal ones count by half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, ones, side="left") + np.searchsorted(ordered, ones, side="right")
    return float(below.mean() / 2 / len(others))


def macro_f1(labels: Array, decided: Array) -> float:
    """Mean F1 over the classes that occur in ``labels``; shapes (n,)."""
    size = int(max(labels.max(), decided.max())) + 1
    true = np.bincount(labels, minlength=size)
    said = np.bincount(decided, minlength=size)
    hit = np.bincount(labels[labels == decided], minlength=size)
    return float((2 * hit / np.maximum(true + said, 1))[true > 0].mean())


def balanced_accuracy(labels: Array, decided: Array) -> float:
    """Mean recall over the classes that occur in ``labels``; shapes (n,)."""
    size = np.bincount(labels)
    right = np.bincount(labels[labels == decided], minlength=len(size))
    return float((right[size > 0] / size[size > 0]).mean())


def ranking_metrics(scores: NDArray[np.float64], relevant: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """Recall@5, NDCG@5 and hit rate@5 of each user with anything to find, shapes (n_users,); NaN for the others.

    Parameters
    ----------
    scores : shape (n_users, n_items); below 0 is not offered.
    relevant : shape (n_users, n_items).
    """
    top = np.argsort(-scores, axis=1, kind="stable")[:, :5]
    found = np.take_along_axis(relevant, top, axis=1) & (np.take_along_axis(scores, top, axis=1) >= 0)
    count = relevant.sum(axis=1)
    discount = 1 / np.log2(np.arange(2, 7))
    best = np.array([discount[: min(5, n)].sum() for n in count])
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "recall_at_5": found.sum(axis=1) / count,
            "ndcg_at_5": (found * discount).sum(axis=1) / best,
            "hit_rate_at_5": np.where(count > 0, found.any(axis=1), np.nan),
        }
