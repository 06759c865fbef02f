"""Simple forecasts, the rivals that anything learned has to beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from seqmatch.estimators.forecasting.theta import theta
from seqmatch.estimators.forecasting.windows import AHEAD, Floats, Windows, mean_of_last

Rule = Callable[[Windows], Floats]
"""Windows to cents of each coming week, shape (n, AHEAD)."""
YEAR = 52


def mean_of_8(windows: Windows) -> Floats:
    """The mean of the last 8 weeks."""
    return _each(mean_of_last(windows.weeks, 8))


def median_of_8(windows: Windows) -> Floats:
    """The median of the last 8 weeks."""
    return _each(median_of_last(windows.weeks, 8))


def seasonal_naive(windows: Windows) -> Floats:
    """The same weeks a year before; of less than a year the last four weeks."""
    before = windows.weeks[:, -YEAR : -YEAR + AHEAD]
    last = np.nan_to_num(windows.weeks[:, -AHEAD:])
    return np.asarray(np.where(np.isnan(before).any(axis=1, keepdims=True), last, before))


def theta_of_weeks(windows: Windows) -> Floats:
    """Theta of all weeks."""
    return theta(windows.weeks, AHEAD)


def due_and_rest(windows: Windows) -> Floats:
    """Recurring payments on their days, and the mean of the rest."""
    rest = np.maximum(mean_of_last(windows.weeks, 13) - np.nan_to_num(windows.usual_due), 0.0)
    return rest[:, None] + np.nan_to_num(windows.due)


RULES: Mapping[str, Rule] = {
    "mean_of_8_weeks": mean_of_8,
    "median_of_8_weeks": median_of_8,
    "seasonal_naive": seasonal_naive,
    "theta": theta_of_weeks,
    "recurring_and_rest": due_and_rest,
}
BASELINE = "mean_of_8_weeks"


def median_of_last(weeks: Floats, number: int) -> Floats:
    """Median of the last weeks that are known, shape (n,); 0 where none is."""
    last = np.sort(weeks[:, -number:], axis=1)  # NaN come last
    known = (~np.isnan(last)).sum(axis=1)
    rows = np.arange(len(weeks))
    low, high = np.maximum((known - 1) // 2, 0), np.minimum(known // 2, number - 1)
    return np.asarray(np.where(known > 0, (last[rows, low] + last[rows, high]) / 2, 0.0))


def _each(week: Floats) -> Floats:
    return np.tile(week[:, None], (1, AHEAD))
