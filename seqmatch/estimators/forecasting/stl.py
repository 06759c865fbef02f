"""Splits a series into trend, season and rest: STL, seasonal-trend decomposition by loess (Cleveland et al. 1990).

Without robustness weights every smoother is linear, so it is a matrix; statsmodels gives the same, and takes pandas and
half a second of processor time to import for these few lines. Whether a season is more than chance is asked apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
INNER = 5
SHUFFLES, ALARMS = 999, 0.05


@dataclass(frozen=True, eq=False)
class Decomposed:
    """Parts of a series, shapes (n,), which add up to it."""

    trend: Floats
    season: Floats
    rest: Floats


def stl(values: Floats, period: int, seasonal: int = 7) -> Decomposed:
    """The decomposition.

    Parameters
    ----------
    values : at least two periods, shape (n,).
    seasonal : how many periods one season's value is smoothed over; odd, 7 or more.

    Raises
    ------
    ValueError : fewer than two periods.

    Examples
    --------
    >>> wave = np.tile([1.0, 0.0, -1.0, 0.0], 6)
    >>> stl(wave + np.arange(24), 4).season[:4].round(2) + 0
    array([ 1.,  0., -1.,  0.])
    """
    n = len(values)
    if n < 2 * period:
        raise ValueError("a season shows in two periods")
    smooth = int(np.ceil(1.5 * period / (1 - 1.5 / seasonal)))
    to_trend, to_low = _loess(n, smooth + 1 - smooth % 2), _loess(n, period + 1 + period % 2)
    trend = np.zeros(n)
    season = np.zeros(n)
    for _ in range(INNER):
        cycle = np.zeros(n + 2 * period)
        for phase in range(period):
            own = (values - trend)[phase::period]
            cycle[phase::period] = _loess(len(own), seasonal, ends=True) @ own
        low = cycle
        for width in (period, period, 3):
            low = np.convolve(low, np.full(width, 1 / width), "valid")
        season = cycle[period : period + n] - to_low @ low
        trend = to_trend @ (values - season)
    return Decomposed(trend, season, values - trend - season)


@cache
def _loess(n: int, window: int, ends: bool = False) -> Floats:
    """The smoother of degree 1 over ``window`` neighbours as a matrix, shape (n, n); with ``ends`` (n + 2, n)."""
    at = np.arange(n, dtype=float)
    places = np.arange(-1, n + 1, dtype=float) if ends else at
    matrix = np.zeros((len(places), n))
    for row, place in enumerate(places):
        first = int(np.clip(place - (window - 1) // 2, 0, max(0, n - window)))
        near = slice(first, first + min(window, n))
        far = np.abs(at[near] - place)
        reach = max(place - at[near][0], at[near][-1] - place) + (max(0, window - n) // 2)
        weights = np.where(far <= 0.999 * reach, (1 - (far / max(reach, 1e-12)) ** 3) ** 3, 0.0)
        weights = np.where(far <= 0.001 * reach, 1.0, weights)
        weights /= weights.sum()
        middle = float(weights @ at[near])
        spread = float(weights @ (at[near] - middle) ** 2)
        if np.sqrt(spread) > 0.001 * (n - 1):
            weights = weights * (1 + (place - middle) * (at[near] - middle) / spread)
        matrix[row, near] = weights
    return matrix


def beyond_chance(values: Floats, period: int, seed: int = 0, alarms: float = ALARMS) -> dict[int, float]:
    """Phase -> mean distance from the trend, of phases that are further off than the furthest of shuffled ones.

    Within each period the values change places, so that whatever comes at the same phase every time goes. All phases
    share ``alarms``: of series without a season one in twenty shows any.

    Parameters
    ----------
    values : shape (n,); the first is of phase 0.
    """
    apart = values - stl(values, period).trend
    apart = apart - apart.mean()
    phases = np.arange(len(values)) % period
    weight = np.sqrt(np.bincount(phases, minlength=period))
    rng = np.random.default_rng(seed)
    periods = [np.arange(at, min(at + period, len(values))) for at in range(0, len(values), period)]
    order = np.hstack([rng.permuted(np.tile(one, (SHUFFLES, 1)), axis=1) for one in periods])
    phase_of = (np.arange(period) == phases[:, None]) / weight**2
    limit = float(np.quantile(np.abs(weight * (apart[order] @ phase_of)).max(axis=1), 1 - alarms))
    seen = apart @ phase_of
    return {int(phase): float(seen[phase]) for phase in np.flatnonzero(np.abs(weight * seen) > limit)}
