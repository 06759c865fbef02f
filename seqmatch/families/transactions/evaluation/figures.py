"""Figures of categorised transactions, each with its interval by bootstrap over payees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.metrics import calibration_error, macro_f1

RESAMPLES = 200
SURE_SHARE = 0.8
"""Of the transactions the model is surest of, whose accuracy is told apart."""


def figures(
    probabilities: NDArray[np.float64], labels: NDArray[np.intp], payees: NDArray[np.str_], seed: int
) -> dict[str, Any]:
    """Accuracy, macro-F1, accuracy of the surest and calibration error, with 95 % intervals.

    Payees, not transactions, are drawn again: what is printed alike is right or wrong together.

    Parameters
    ----------
    probabilities : shape (n, n_classes).
    labels, payees : shape (n,).
    """
    said, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    hit = (said == labels).astype(float)
    _, group = np.unique(payees, return_inverse=True)
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    rng = np.random.default_rng(seed)

    def measured(rows: NDArray[np.intp]) -> list[float]:
        surest = rows[np.argsort(-sure[rows], kind="stable")[: max(1, round(SURE_SHARE * len(rows)))]]
        return [
            float(hit[rows].mean()),
            macro_f1(labels[rows], said[rows]),
            float(hit[surest].mean()),
            calibration_error(sure[rows], hit[rows]),
        ]

    draws = [
        measured(np.concatenate([parts[i] for i in rng.integers(0, len(parts), len(parts))])) for _ in range(RESAMPLES)
    ]
    lows, highs = np.percentile(draws, (2.5, 97.5), axis=0)
    names = ("accuracy", "macro_f1", "accuracy_of_surest_80_percent", "calibration_error")
    values = measured(np.arange(len(labels)))
    return {
        name: {"value": round(value, 4), "ci95": [round(float(low), 4), round(float(high), 4)]}
        for name, value, low, high in zip(names, values, lows, highs, strict=True)
    }
