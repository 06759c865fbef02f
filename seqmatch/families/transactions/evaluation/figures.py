"""Figures of categorised transactions, each with its interval by bootstrap over payees."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.metrics import calibration_error, macro_f1
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups

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

    def measured(rows: NDArray[np.intp]) -> list[float]:
        surest = rows[np.argsort(-sure[rows], kind="stable")[: max(1, round(SURE_SHARE * len(rows)))]]
        return [
            float(hit[rows].mean()),
            macro_f1(labels[rows], said[rows]),
            float(hit[surest].mean()),
            calibration_error(sure[rows], hit[rows]),
        ]

    drawn = [measured(rows) for rows in draws_of_groups(payees, seed, RESAMPLES)]
    lows, highs = np.percentile(drawn, (2.5, 97.5), axis=0)
    names = ("accuracy", "macro_f1", "accuracy_of_surest_80_percent", "calibration_error")
    values = measured(np.arange(len(labels)))
    return {
        name: {"value": round(value, 4), "ci95": [round(float(low), 4), round(float(high), 4)]}
        for name, value, low, high in zip(names, values, lows, highs, strict=True)
    }
