"""How good the balance ahead is: every figure beside its rivals, on held-out people and later times.

The floor is the account's own (:func:`seqmatch.families.coaching.dataset.outlook.default_floor`), the own spread the
standard deviation of its last 180 balances, and the gap rule the odds that fall with the distance to the floor, fitted
on the same people as the model.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import InputError
from seqmatch.estimators.forecasting.cash_path import NEAR, Values
from seqmatch.estimators.forecasting.low_balance_features import LEVEL_FEATURES, LOW_DAYS
from seqmatch.estimators.metrics import calibration_error
from seqmatch.families.coaching.dataset.outlook import Example, examples, spaced_days
from seqmatch.families.coaching.dataset.outlook_table import OutlookTable, outlook_table
from seqmatch.families.coaching.evaluation.outlook_intervals import Figure, Figures, Rows
from seqmatch.families.coaching.recipe import OutlookModels
from seqmatch.families.coaching.scoring.outlook import LIKELY

Split = Literal["people", "people and time"]
FOLDS = 5
EARLIER = 0.6
"""Share of the days looked from that are learned from; the later ones are told."""
FEWEST = 100
"""Examples below which nothing is measured."""
TOO_GOOD = 0.05
"""Error of the balance on day 30, in own spreads, that nobody reaches who does not know it."""
BAND_DAYS = (7, 14, 30, 60, 90)


@dataclass(frozen=True, eq=False)
class Told:
    """What each rival says of each example that is measured; arrays in the order of ``table``'s ``rows``."""

    table: OutlookTable
    rows: Rows
    odds: Values
    gap_rule: Values
    base_rate: Values
    lowest: Values
    day30: Values
    band: Values


def outlook_figures(
    whole: pl.DataFrame,
    times: int = 12,
    step: int = 25,
    split: Split = "people and time",
    models: OutlookModels | None = None,
    seed: int = 0,
) -> list[Figure]:
    """All figures on a history.

    Parameters
    ----------
    whole : a :func:`seqmatch.families.coaching.person.history`.
    times, step : how many days to look from, and how many days they are apart.
    split : who is held out. ``people and time``: the later days of people of whom nothing was learned.
    models : those to measure as they are, learned from other people; None learns them here, in folds.
    seed : of folds and bootstrap.

    Raises
    ------
    InputError : fewer than 100 examples.
    """
    return figures_of(examples(whole, spaced_days(whole, times, step)), split, models, seed)


def figures_of(
    found: Sequence[Example], split: Split = "people and time", models: OutlookModels | None = None, seed: int = 0
) -> list[Figure]:
    """All figures on examples."""
    return measured(told_in_folds(_table(found, seed), split, models, seed), seed)


def table_of(whole: pl.DataFrame, times: int, step: int, seed: int = 0) -> OutlookTable:
    """The examples of a history as arrays; arguments and errors as those of :func:`outlook_figures`."""
    return _table(examples(whole, spaced_days(whole, times, step)), seed)


def _table(found: Sequence[Example], seed: int) -> OutlookTable:
    if len(found) < FEWEST:
        raise InputError(
            f"The history gives {len(found)} accounts and days with 90 days before and 30 after; {FEWEST} are needed. "
            "Give more people or a longer history."
        )
    return outlook_table(found, seed)


def told_in_folds(
    table: OutlookTable, split: Split = "people and time", models: OutlookModels | None = None, seed: int = 0
) -> Told:
    """What each rival says of examples held out; arguments as those of :func:`outlook_figures`."""
    n = len(table)
    fold = np.random.default_rng(seed).permutation(int(table.people.max()) + 1)[table.people] % FOLDS
    later = np.quantile(table.days, EARLIER)
    by_time = split == "people and time"
    rows = table.days >= later if by_time else np.ones(n, bool)
    odds, gap, base, day30 = (np.full(n, np.nan) for _ in range(4))
    lowest, band = np.full((n, 3), np.nan), np.full(table.drawn.shape, np.nan)
    for number in range(FOLDS):
        inside = rows & (fold == number)
        outside = (fold != number) & ((table.days + LOW_DAYS <= later) if by_time else True)
        if not inside.any():
            continue
        known = models or OutlookModels.fit(table, outside)
        odds[inside] = known.odds.odds(table.odds_features[inside])
        gap[inside] = gap_rule(table, outside).predict(table.floor[inside, 0])
        base[inside] = table.below[outside].mean()
        lowest[inside] = known.lowest.lowest(table.level[inside], table.drawn_low[inside])
        day30[inside] = known.lowest.day30(table.level[inside])
        band[inside] = known.lowest.band(table.level[inside], table.drawn[inside])
    return Told(table, rows, odds[rows], gap[rows], base[rows], lowest[rows], day30[rows], band[rows])


def gap_rule(table: OutlookTable, rows: Rows) -> Any:
    """Odds that only fall with the distance to the floor in own spreads, fitted on some rows."""
    from sklearn.isotonic import IsotonicRegression

    rule = IsotonicRegression(increasing=False, y_min=0, y_max=1, out_of_bounds="clip")
    return rule.fit(table.floor[rows, 0], table.below[rows])


def measured(told: Told, seed: int = 0) -> list[Figure]:
    """Figures of what was told, with intervals."""
    table, rows = told.table, told.rows
    below = table.below[rows].astype(np.float64)
    figures = Figures(table.people[rows], seed)
    job = "low balance within 30 days, Brier"
    said = {
        "ours": told.odds,
        "gap rule": told.gap_rule,
        "Monte Carlo": table.floor[rows, 1],
        "base rate": told.base_rate,
    }
    losses = {rival: (odds - below) ** 2 for rival, odds in said.items()}
    for rival, loss in losses.items():
        figures.mean(job, rival, loss)
    figures.ratio(job, "ours / gap rule", losses["ours"], losses["gap rule"])
    for rival in ("ours", "gap rule", "Monte Carlo"):
        figures.of_all(
            "low balance within 30 days, calibration error",
            rival,
            partial(_calibration, said[rival], below),
        )
    lowest = table.lowest[rows]
    job = "lowest point within 30 days, error in own spreads"
    for rival, guess in (
        ("ours", told.lowest[:, 1]),
        ("as today", np.zeros(len(lowest))),
        ("Monte Carlo", table.drawn_low[rows, 1]),
    ):
        figures.mean(job, rival, np.abs(guess - lowest))
    inside = (lowest >= told.lowest[:, 0]) & (lowest <= told.lowest[:, 2])
    figures.mean("lowest point within 30 days, share in the 80 % band", "ours", inside)
    drawn = table.drawn_low[rows]
    figures.mean(
        "lowest point within 30 days, share in the 80 % band",
        "Monte Carlo",
        (lowest >= drawn[:, 0]) & (lowest <= drawn[:, 2]),
    )
    job = "date of the lowest point, share within 3 days"
    on, before_pay = (
        table.lowest_day[rows],
        np.clip(table.level[rows, LEVEL_FEATURES.index("days_to_pay")] - 1, 1, LOW_DAYS),
    )
    for rival, day in (
        ("ours", table.drawn_day[rows]),
        ("first days", np.full(len(on), 1)),
        ("best fixed day", np.full(len(on), _best_day(on))),
        ("day before pay", before_pay),
    ):
        figures.mean(job, rival, np.abs(day - on) <= NEAR)
    job = "balance on day 30, error in own spreads"
    day30 = table.day30[rows]
    for rival, guess in (
        ("ours", told.day30),
        ("as today", np.zeros(len(day30))),
        ("Monte Carlo", table.drawn[rows, 1, LOW_DAYS - 1]),
    ):
        figures.mean(job, rival, np.abs(guess - day30))
    figures.ratio(job, "ours / as today", np.abs(told.day30 - day30), np.abs(day30))
    for day in BAND_DAYS:
        _band(figures, told, day)
    _warnings(figures, told)
    return figures.found


def _best_day(on: NDArray[np.int64]) -> int:
    return max(range(1, LOW_DAYS + 1), key=lambda day: int((np.abs(on - day) <= NEAR).sum()))


def _band(figures: Figures, told: Told, day: int) -> None:
    happened = told.table.ahead[told.rows, day - 1]
    known = ~np.isnan(happened)
    if not known.any():
        return
    for rival, band in (("ours", told.band), ("Monte Carlo", told.table.drawn[told.rows])):
        inside = (happened >= band[:, 0, day - 1]) & (happened <= band[:, 2, day - 1])
        figures.mean(f"balance on day {day}, share in the 80 % band", rival, inside, known)


def _warnings(figures: Figures, told: Told) -> None:
    """Early warnings on accounts that are not below their floor yet: false alarms, falls not seen, lead time."""
    table, rows = told.table, told.rows
    below, above_now = table.below[rows], ~table.below_now[rows]
    first = table.first_below[rows].astype(np.float64)
    for rival, odds in (("ours", told.odds), ("gap rule", told.gap_rule)):
        warned = (odds >= LIKELY) & above_now
        if warned.any() and (below & above_now).any():
            figures.mean("low balance warning, share of false alarms", rival, ~below, warned)
            figures.mean("low balance warning, share of falls warned of", rival, warned, below & above_now)
            if (warned & below).any():
                figures.of_all(
                    "low balance warning, median days ahead of the fall",
                    rival,
                    partial(_lead, first, warned & below),
                )


def _calibration(odds: Values, below: Values, some: NDArray[np.intp]) -> float:
    return calibration_error(odds[some], below[some])


def _lead(first: Values, hit: Rows, some: NDArray[np.intp]) -> float:
    found = first[some][hit[some]]
    return float(np.median(found)) if len(found) else 0.0


def canary(whole: pl.DataFrame, days: Sequence[dt.date]) -> list[Example]:
    """Examples that already know the 30 days they are asked of: every row is dated 30 days too early.

    Their figures must be far too good (:func:`looks_ahead`); where they are not, the figures would not show a leak.
    """
    early = examples(whole.with_columns(pl.col("date") - pl.duration(days=LOW_DAYS)), days)
    true = {(one.user, one.account, one.today): one.ahead for one in examples(whole, days)}
    return [
        replace(one, ahead=true[one.user, one.account, one.today])
        for one in early
        if (one.user, one.account, one.today) in true
    ]


def looks_ahead(found: Sequence[Figure]) -> bool:
    """Whether figures are too good to be true: the balance in 30 days known to a small part of the own spread."""
    job = "balance on day 30, error in own spreads"
    return any(one.value < TOO_GOOD for one in found if one.job == job)
