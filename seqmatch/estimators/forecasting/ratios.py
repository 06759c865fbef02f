"""Features of windows as ratios to a person's own mean, so that what is learned holds for any purse and currency."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.forecasting.simple import YEAR, median_of_last
from seqmatch.estimators.forecasting.theta import theta
from seqmatch.estimators.forecasting.windows import AHEAD, SCALE_WEEKS, Floats, Windows, mean_of_last

MEANS = (2, 4, 8, 13, 52, 104)
MOST = 20.0
"""Ratios beyond it count as that."""
OF_WINDOW = (
    *(f"week_{number}_back" for number in range(8, 0, -1)),
    *(f"mean_of_{number}_weeks" for number in MEANS),
    "median_of_8_weeks",
    "median_of_26_weeks",
    "deviation",
    "largest_week",
    "empty_share_of_8_weeks",
    "empty_share_of_26_weeks",
    "empty_weeks_since",
    "weeks_known",
    "theta",
    "month_back",
    "two_months_back",
    "three_months_back",
    "year_back",
    "received",
    "season_sine",
    "season_cosine",
)
OF_WEEK = (
    "week_ahead",
    "usual_due",
    "due_in_week",
    "week_a_month_back",
    "week_two_months_back",
    "week_three_months_back",
    "week_four_back",
    "week_a_year_back",
)


def window_ratios(windows: Windows) -> Floats:
    """Features of each window, shape (n, len(OF_WINDOW)); NaN where unknown.

    Recurring payments are not among them: they cost more to find than all the rest and tell little of four weeks.
    """
    scale, weeks = windows.scale, windows.weeks
    recent = weeks[:, -SCALE_WEEKS:]
    known = ~np.isnan(recent)
    empty = known & (recent == 0)
    number = np.maximum(known.sum(axis=1), 1)
    mean = mean_of_last(weeks, SCALE_WEEKS)
    deviation = np.sqrt(np.where(known, (recent - mean[:, None]) ** 2, 0.0).sum(axis=1) / number)
    spent = np.nan_to_num(recent) > 0
    since = np.where(spent.any(axis=1), spent[:, ::-1].argmax(axis=1), SCALE_WEEKS)
    season = 2 * np.pi * (windows.day % 365.25) / 365.25
    ratios = [
        *weeks[:, -8:].T,
        *(mean_of_last(weeks, length) for length in MEANS),
        median_of_last(weeks, 8),
        median_of_last(weeks, SCALE_WEEKS),
        deviation,
        np.where(known, recent, 0.0).max(axis=1),
    ]
    totals = [
        theta(weeks, AHEAD).sum(axis=1) / AHEAD,
        *windows.months_back.mean(axis=2).T,
        weeks[:, -YEAR : -YEAR + AHEAD].mean(axis=1),
        windows.received,
    ]
    return np.column_stack(
        [
            *(np.minimum(one / scale, MOST) for one in ratios),
            empty[:, -8:].sum(axis=1) / np.maximum(known[:, -8:].sum(axis=1), 1),
            empty.sum(axis=1) / number,
            since,
            windows.known,
            *(np.minimum(one / scale, MOST) for one in totals),
            np.sin(season),
            np.cos(season),
        ]
    )


def week_ratios(windows: Windows, of_window: Floats) -> Floats:
    """Features of each coming week, shape (n * AHEAD, len(OF_WINDOW) + len(OF_WEEK)), by window, then week."""
    weeks = windows.weeks
    a_year = weeks[:, -YEAR : -YEAR + AHEAD]
    usual = np.tile(windows.usual_due[:, None], (1, AHEAD))
    told = np.stack([usual, windows.due, *windows.months_back.transpose(1, 0, 2), weeks[:, -AHEAD:], a_year], axis=2)
    ratios = np.minimum(told / windows.scale[:, None, None], MOST).reshape(-1, told.shape[2])
    ahead = np.tile(np.arange(AHEAD, dtype=np.float64), len(windows))
    return np.column_stack([np.repeat(of_window, AHEAD, axis=0), ahead, ratios])
