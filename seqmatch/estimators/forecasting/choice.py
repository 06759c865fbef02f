"""Chooses among forecasts by a backtest, and stays with the simple one unless another is better beyond noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.windows import Floats

DRAWS = 200
BEYOND = 1.0
"""Standard errors by which another forecast has to be better than the simple one."""
FEWEST_PEOPLE = 20
FEWEST_ROWS = 60
"""People and windows of a group below which the choice of all groups holds for it."""


def choose(
    said: Mapping[str, Floats],
    truth: Floats,
    person: NDArray[np.int64],
    baseline: str,
    bias: float,
    seed: int = 0,
) -> str:
    """The name of the forecast with the least WAPE + ``bias`` × |bias|, less what its lead may owe to chance.

    Parameters
    ----------
    said : name to forecasts, shape of ``truth``: (n,) or (n, AHEAD), cents.
    person : shape (n,); people are drawn again, not rows.
    """
    _, number = np.unique(person, return_inverse=True)
    counts = np.random.default_rng(seed).multinomial(
        number.max() + 1, np.full(number.max() + 1, 1 / (number.max() + 1)), DRAWS
    )
    base = _loss(said[baseline], truth, number, counts, bias)
    best, least = baseline, 0.0
    for name, forecast in said.items():
        gain = _loss(forecast, truth, number, counts, bias) - base
        at_worst = float(gain.mean() + BEYOND * gain.std())
        if at_worst < least:
            best, least = name, at_worst
    return best


def _loss(forecast: Floats, truth: Floats, number: NDArray[np.intp], counts: NDArray[np.int64], bias: float) -> Floats:
    """WAPE + |bias| of each draw of people, shape (draws,)."""
    error = (forecast - truth).reshape(len(truth), -1)
    off = counts @ np.bincount(number, np.abs(error).sum(axis=1))
    sign = counts @ np.bincount(number, error.sum(axis=1))
    spent = counts @ np.bincount(number, truth.reshape(len(truth), -1).sum(axis=1))
    return np.asarray((off + bias * np.abs(sign)) / np.maximum(spent, 1.0))


def choose_by_group(
    said: Mapping[str, Floats],
    truth: Floats,
    person: NDArray[np.int64],
    group: NDArray[np.intp],
    groups: int,
    baseline: str,
    bias: float,
) -> tuple[str, ...]:
    """A name for each group of histories: the choice of all, unless another is better in the group beyond noise."""
    of_all = choose(said, truth, person, baseline, bias)
    chosen = []
    for one in range(groups):
        rows = group == one
        enough = rows.sum() >= FEWEST_ROWS and len(np.unique(person[rows])) >= FEWEST_PEOPLE
        some = {name: forecast[rows] for name, forecast in said.items()}
        chosen.append(choose(some, truth[rows], person[rows], of_all, bias) if enough else of_all)
    return tuple(chosen)


def picked(said: Mapping[str, Floats], chosen: tuple[str, ...], group: NDArray[np.intp]) -> Floats:
    """Of each row the forecast that is chosen for its group."""
    found = np.array(said[chosen[0]])
    for one, name in enumerate(chosen):
        found[group == one] = said[name][group == one]
    return found
