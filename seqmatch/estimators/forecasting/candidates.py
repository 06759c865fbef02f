"""All forecasts that compete: simple rules, trees, and plain averages of some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seqmatch.estimators.forecasting.simple import RULES, median_of_last
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.forecasting.windows import AHEAD, SCALE_WEEKS, Floats, Windows

OWN = "own_quantiles"
AVERAGED = ("mean_of_8_weeks", "theta")
"""Rules that are averaged with each other and with trees."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """What each contestant says, by name.

    Attributes
    ----------
    totals : cents of the four weeks, shape (n,).
    weeks : cents of each coming week, shape (n, AHEAD).
    typical : cents of a typical week, one number for all four, shape (n,).
    quantiles : cents that few totals go below and above, shape (n, 2): a person's own, and of trees.
    """

    totals: Mapping[str, Floats]
    weeks: Mapping[str, Floats]
    typical: Mapping[str, Floats]
    quantiles: Mapping[str, Floats]


def candidates(windows: Windows, trees: Mapping[str, GlobalTrees]) -> Candidates:
    """The rules, the trees by their names, and averages."""
    weeks = {name: rule(windows) for name, rule in RULES.items()}
    totals = {name: week.sum(axis=1) for name, week in weeks.items()}
    typical = {
        "median_of_8_weeks": median_of_last(windows.weeks, 8),
        "median_of_26_weeks": median_of_last(windows.weeks, SCALE_WEEKS),
    }
    quantiles = {OWN: own_quantiles(windows)}
    for name, some in trees.items():
        total, weeks[name] = some.predict(windows)
        totals[name], quantiles[name] = total[:, 1], total[:, [0, 2]]
        typical[name] = np.median(weeks[name], axis=1)
        _average(weeks, "median_of_8_weeks", name)
        _average(typical, "median_of_8_weeks", name)
    for place, name in enumerate((*AVERAGED, *trees)):
        for other in (*AVERAGED, *trees)[place + 1 :]:
            _average(totals, name, other)
    for name in trees:
        _average(totals, *AVERAGED, name)
    return Candidates(totals, weeks, typical, quantiles)


def _average(said: dict[str, Floats], *names: str) -> None:
    said[" + ".join(names)] = np.mean([said[name] for name in names], axis=0)


def own_quantiles(windows: Windows) -> Floats:
    """The 10 % and 90 % quantiles of a person's own four-week totals of the last year, shape (n, 2): the plain band."""
    last = windows.weeks[:, -52:]
    known = ~np.isnan(last)
    sums = np.cumsum(np.pad(np.where(known, last, 0.0), ((0, 0), (1, 0))), axis=1)
    totals = sums[:, AHEAD:] - sums[:, :-AHEAD]
    whole = known[:, : 52 - AHEAD + 1]
    ordered = np.sort(np.where(whole, totals, np.inf), axis=1)
    number = whole.sum(axis=1)
    found = np.empty((len(windows), 2))
    rows = np.arange(len(windows))
    for end, level in enumerate((0.1, 0.9)):
        place = level * np.maximum(number - 1, 0)
        low = np.floor(place).astype(np.intp)
        high = np.minimum(low + 1, np.maximum(number - 1, 0))
        below, above = ordered[rows, low], ordered[rows, high]
        with np.errstate(invalid="ignore"):
            found[:, end] = np.where(number > 0, below + (place - low) * (above - below), totals[:, -1])
    return found
