"""Trend, season and rest, as published; and seasons that are chance are not told."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.forecasting.stl import beyond_chance, stl


def series() -> np.ndarray:
    months = np.arange(30)
    return np.round(10 + 0.1 * months + np.where(months % 12 == 11, 2.0, 0.0) + 0.3 * np.sin(months * 1.7), 4)


def test_the_parts_are_those_of_statsmodels() -> None:
    """Season and trend of statsmodels 0.15.0, `STL(series, period=12).fit()`, the last six months."""
    parts = stl(series(), 12)
    season = [-0.0727355, -0.4808127, -0.1925439, 0.1424943, -0.2305181, -0.4677490]
    trend = [12.5641934, 12.6642815, 12.7644420, 12.8646871, 12.9649912, 13.0653427]
    assert parts.season[-6:] == pytest.approx(season, abs=1e-6)
    assert parts.trend[-6:] == pytest.approx(trend, abs=1e-6)
    assert parts.trend + parts.season + parts.rest == pytest.approx(series())


def test_a_december_that_comes_each_year_is_told_and_alone() -> None:
    found = beyond_chance(series(), 12)
    assert list(found) == [11] and found[11] > 1


def test_of_series_without_a_season_about_one_in_twenty_shows_one() -> None:
    rng = np.random.default_rng(8)
    shows = [bool(beyond_chance(rng.normal(size=36), 12, seed)) for seed in range(200)]
    assert np.mean(shows) <= 0.1


def test_less_than_two_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="two periods"):
        stl(np.ones(23), 12)
