"""Theta: exponential smoothing of a line's double curvature, and half of the line's slope.

Source: Assimakopoulos and Nikolopoulos (2000); Hyndman and Billah (2003) show that it is smoothing with a drift.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SMOOTHING = np.arange(0.05, 1.0, 0.05)
"""Weights of the latest value that are tried; the one with the least squared error one step ahead is taken."""


def theta(series: Floats, ahead: int) -> Floats:
    """Forecasts, shape (n, ahead), never below 0.

    Parameters
    ----------
    series : shape (n, length), the latest value last; NaN before a series begins, 0 where there is none at all.
    """
    known = ~np.isnan(series)
    values = np.where(known, series, 0.0)
    number = np.maximum(known.sum(axis=1), 1)
    time = np.cumsum(known, axis=1) - 1.0
    middle = (number - 1) / 2
    mean = values.sum(axis=1) / number
    spread = np.where(known, (time - middle[:, None]) ** 2, 0.0).sum(axis=1)
    slope = np.where(known, (time - middle[:, None]) * (values - mean[:, None]), 0.0).sum(axis=1) / np.maximum(
        spread, 1
    )
    level, error = np.zeros((len(series), len(SMOOTHING))), np.zeros((len(series), len(SMOOTHING)))
    for step in range(series.shape[1]):
        now, first = values[:, step, None], (time[:, step, None] == 0) & known[:, step, None]
        seen = known[:, step, None]
        missed = np.where(seen & ~first, now - level, 0.0)
        error += missed**2
        level = np.where(first, now, level + SMOOTHING * missed)
    best = error.argmin(axis=1)
    weight = SMOOTHING[best]
    last = level[np.arange(len(series)), best]
    trend = slope[:, None] / 2 * (np.arange(ahead) + (1 - (1 - weight[:, None]) ** number[:, None]) / weight[:, None])
    return np.asarray(np.maximum(last[:, None] + trend, 0.0))
