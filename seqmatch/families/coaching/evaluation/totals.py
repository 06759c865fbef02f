"""Figures of four-week totals and weeks, each forecast beside the mean of eight weeks, on people and times held out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import DataError
from seqmatch.estimators.forecasting import bands
from seqmatch.estimators.forecasting.candidates import OWN, candidates
from seqmatch.estimators.forecasting.simple import BASELINE
from seqmatch.estimators.forecasting.spending_forecaster import WEEKLY_BASELINE, SpendingForecaster
from seqmatch.estimators.forecasting.windows import Floats, Windows, together
from seqmatch.families.coaching.dataset.totals import HORIZON, MOST_BACK, past_windows
from seqmatch.families.coaching.person import people
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups
from seqmatch.lifecycle.threads import one_thread

OURS = "seqmatch"
RESAMPLES = 300
TESTS = 4
"""Times four weeks at the end of the history that are measured."""
FOLDS = 3
LEAST_WEEKS = 8
"""Of history at the day, and some spending in the last 26: of others every forecast says 0 and is right."""
MOST_SCORE = 20.0
"""Usual four weeks that a person's Winkler score counts at most, where people and not cents count alike."""
DENSE = 0.6
"""Share of weeks with spending from which a history counts as dense."""


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes
    ----------
    slice : ``all`` or ``dense``.
    figure : ``total_wape``, ``total_bias``, ``weekly_wape``, ``typical_week_wape``; of the band ``coverage``,
        ``winkler`` (as a share of what was spent) and ``winkler_per_person`` (in usual four weeks).
    method : which forecast.
    value, low, high : with its 95 % interval, people drawn again.
    baseline : value of the baseline.
    difference_low, difference_high : 95 % interval of value - baseline, on the same draws.
    people, windows : that it counts.
    """

    slice: str
    figure: str
    method: str
    value: float
    low: float
    high: float
    baseline: float
    difference_low: float
    difference_high: float
    people: int
    windows: int

    def to_json(self) -> dict[str, Any]:
        return {name: round(one, 4) if isinstance(one, float) else one for name, one in asdict(self).items()}


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What was said of windows whose people and times nothing learned from.

    Attributes
    ----------
    asked : the windows.
    totals, weeks, typical : by method, cents; shapes (n,), (n, AHEAD), (n,).
    bands : by method, cents, shape (n, 2).
    """

    asked: Windows
    totals: Mapping[str, Floats]
    weeks: Mapping[str, Floats]
    typical: Mapping[str, Floats]
    bands: Mapping[str, Floats]


def totals_figures(
    whole: pl.DataFrame, model: SpendingForecaster, as_of: dt.date | None = None, seed: int = 0, tests: int = TESTS
) -> list[Row]:
    """Figures of every forecast on the last times four weeks of a history.

    Parameters
    ----------
    whole : as :func:`seqmatch.families.coaching.person.history` gives it.
    model : trained on other people; it adapts to the people that are not asked about.
    as_of : the day up to which everything is known; None: the last one there is.

    Raises
    ------
    DataError : nobody with a history long enough.
    """
    today = as_of or whole["date"].max()
    assert isinstance(today, dt.date)
    past = past_windows(people(whole, today), tests + MOST_BACK)
    return figures(held_out(past, model, tests), seed)


def held_out(past: Windows, model: SpendingForecaster | None, tests: int = TESTS, seed: int = 0) -> HeldOut:
    """Forecasts of the latest windows, by forecasters that know other people and earlier days only.

    Parameters
    ----------
    model : trained on other people than these; it adapts to those that are not asked about. None: learned here, in
        folds, from the people that are not asked about.
    """
    first = int(past.day.max(initial=0)) - HORIZON * (tests - 1)
    active = (past.known >= LEAST_WEEKS) & (np.nan_to_num(past.weeks[:, -26:]).sum(axis=1) > 0)
    asked = active & (past.day >= first)
    if not asked.any():
        raise DataError("Nobody has eight weeks of history and spending before the last weeks.", code="too_short")
    rng = np.random.default_rng(0)
    fold = rng.integers(0, FOLDS, int(past.person.max()) + 1)[past.person]
    parts: list[tuple[Windows, dict[str, dict[str, Floats]]]] = []
    with one_thread():
        for one in range(FOLDS):
            rows = asked & (fold == one)
            if rows.any():
                known = past.subset((fold != one) & (past.day <= first - HORIZON))
                if model is None and not len(known):
                    raise DataError("There is nothing earlier to learn from. Give a longer history.", code="too_short")
                forecaster = SpendingForecaster(seed=seed).fit(known) if model is None else model.adapted(known)
                parts.append((past.subset(rows), _said(forecaster, past.subset(rows))))
    whole_rows = together([part for part, _ in parts])
    kinds = ("totals", "weeks", "typical", "bands")
    names = {kind: set.intersection(*(set(said[kind]) for _, said in parts)) for kind in kinds}
    joined = {
        kind: {name: np.concatenate([said[kind][name] for _, said in parts]) for name in sorted(names[kind])}
        for kind in kinds
    }
    return HeldOut(whole_rows, **joined)


def _said(forecaster: SpendingForecaster, asked: Windows) -> dict[str, dict[str, Floats]]:
    ours, rivals = forecaster.predict(asked), candidates(asked, forecaster.trees_)
    return {
        "totals": {**rivals.totals, OURS: ours.total[:, 1]},
        "weeks": {**rivals.weeks, OURS: ours.weeks},
        "typical": {**rivals.typical, OURS: ours.typical_week},
        "bands": {OWN: rivals.quantiles[OWN], OURS: ours.total[:, [0, 2]]},
    }


def figures(answered: HeldOut, seed: int = 0) -> list[Row]:
    """Rows by slice, figure and method."""
    share = (np.nan_to_num(answered.asked.weeks[:, -26:]) > 0).mean(axis=1)
    found = []
    for name, rows in (("all", share >= 0), ("dense", share >= DENSE)):
        if rows.any():
            found += _figures(name, answered, np.flatnonzero(rows), seed)
    return found


def _figures(slice_: str, answered: HeldOut, rows: NDArray[np.intp], seed: int) -> list[Row]:
    asked = answered.asked.subset(rows)
    total, each = asked.total, asked.spent
    spent = total
    table: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    for method, said in answered.totals.items():
        table["total_wape", method] = np.abs(said[rows] - total), spent
        table["total_bias", method] = said[rows] - total, spent
    for method, said in answered.weeks.items():
        table["weekly_wape", method] = np.abs(said[rows] - each).sum(axis=1), spent
    for method, said in answered.typical.items():
        table["typical_week_wape", method] = np.abs(said[rows, None] - each).sum(axis=1), spent
    for method, said in answered.bands.items():
        inside = (said[rows, 0] <= total) & (total <= said[rows, 1])
        table["coverage", method] = inside.astype(float), np.ones(len(rows))
        score, usual = bands.winkler(said[rows], total), 4 * asked.scale
        table["winkler", method] = score, spent
        table["winkler_per_person", method] = np.minimum(score / usual, MOST_SCORE), np.ones(len(rows))
    baselines = {
        "total_wape": BASELINE,
        "total_bias": BASELINE,
        "weekly_wape": WEEKLY_BASELINE,
        "typical_week_wape": WEEKLY_BASELINE,
    }
    drawn = list(draws_of_groups(asked.person, seed, RESAMPLES))
    number = len(np.unique(asked.person))
    ratios = {key: np.array([_ratio(*one, d) for d in drawn]) for key, one in table.items()}
    found = []
    for (figure, method), one in table.items():
        base = figure, baselines.get(figure, OWN)
        low, high = np.percentile(ratios[figure, method], (2.5, 97.5)).tolist()
        under, over = np.percentile(ratios[figure, method] - ratios[base], (2.5, 97.5)).tolist()
        value, beside = (_ratio(*some, np.arange(len(rows))) for some in (one, table[base]))
        found.append(Row(slice_, figure, method, value, low, high, beside, under, over, number, len(rows)))
    return found


def _ratio(above: Floats, below: Floats, rows: NDArray[np.intp]) -> float:
    return float(above[rows].sum() / max(below[rows].sum(), 1.0))
