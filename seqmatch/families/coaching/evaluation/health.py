"""Whether the health score tells of later stress, and how near the expected savings rate comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.estimators.metrics import area_under_curve
from seqmatch.families.coaching.scoring.health import NORMAL, STEADY, scores_of
from seqmatch.lifecycle.measuring.bootstrap import draws

AHEAD = 8
EVERY = 13
RESAMPLES = 200
Row = dict[str, Any]
Floats = NDArray[np.float64]


def health_figures(weeks: pl.DataFrame, basis: str, seed: int = 0) -> list[Row]:
    """Rows for the score: area under the curve for stress within the next 8 weeks, of people without any right now,
    and the error of the expected savings rate of the next 13 weeks; beside the strongest simple rival each.
    """
    weeks = weeks.sort("user", "currency", "week")
    scores = scores_of(weeks)
    each = ["user", "currency"]
    stressed = pl.max_horizontal(
        pl.col("low_balance").fill_null(0.0),
        (pl.col("fees_4w") > 0).cast(pl.Float64),
        (pl.col("returned_13w") > 0).cast(pl.Float64),
    )
    table = weeks.select(
        pl.struct(each).rank("dense").alias("who"),
        "weeks_known",
        "buffer_weeks",
        "low_balance_weeks_13w",
        "savings_rate_13w",
        now=stressed,
        later=pl.col("low_balance").fill_null(0.0).rolling_max(AHEAD, min_samples=AHEAD).shift(-AHEAD).over(each),
        rate_26=_rate(26),
        spread=pl.col("savings_rate_13w").rolling_std(26, min_samples=13, ddof=0).over(each),
        rate_next=pl.col("savings_rate_13w").shift(-13).over(each),
    )
    rows: list[Row] = []
    known = table["weeks_known"].to_numpy()
    picked = (known >= 13) & (known % EVERY == 0)
    total = scores.total
    later, now = table["later"].to_numpy().astype(float), table["now"].to_numpy().astype(float)
    buffer, lows = (table[name].to_numpy().astype(float) for name in ("buffer_weeks", "low_balance_weeks_13w"))
    who = table["who"].to_numpy()
    for name, asked in (("stress_ahead", picked), ("stress_ahead_of_the_calm", picked & (now == 0))):
        use = asked & ~np.isnan(later) & ~np.isnan(total) & ~np.isnan(buffer)
        if use.sum() < 50 or len(np.unique(later[use])) < 2:
            rows.append({"figure": name, "value": None, "why": "the data does not tell it", "basis": basis})
            continue
        rivals = {"weeks of spending held": -buffer[use], "share of weeks with a low balance": lows[use]}
        against = max(rivals, key=lambda one: _auc(rivals[one], later[use]))
        rows.append(_against(name, -total[use], rivals[against], later[use], who[use], basis, against, seed))
        parts = {part: -scores.parts[use, at] for at, part in enumerate(("spend", "save", "borrow", "plan"))}
        rows[-1]["parts"] = {part: round(_auc(values, later[use]), 3) for part, values in parts.items()}
    rate, half, future = (table[name].to_numpy().astype(float) for name in ("savings_rate_13w", "rate_26", "rate_next"))
    steady = table["spread"].to_numpy().astype(float) <= STEADY
    steady &= np.abs(half) <= NORMAL
    asked = picked & ~np.isnan(rate) & ~np.isnan(half) & ~np.isnan(future)
    use = asked & steady
    if use.sum() >= 50:
        ours = np.abs(half - future)[use]
        errors = {"the rate of the last 13 weeks": np.abs(rate - future)[use], "nothing is kept": np.abs(future)[use]}
        against = min(errors, key=lambda one: errors[one].mean())
        drawn = [ours[some].mean() / errors[against][some].mean() for some in _people(who[use], seed)]
        rows.append(
            {
                "figure": "expected_savings_rate_error",
                "value": round(float(ours.mean()), 4),
                "baseline": round(float(errors[against].mean()), 4),
                "against": against,
                "ratio_ci95": _interval(drawn),
                "told": round(float(use.sum() / asked.sum()), 3),
                "people": len(np.unique(who[use])),
                "basis": basis,
            }
        )
    return rows


def _rate(weeks: int) -> pl.Expr:
    each = ["user", "currency"]
    income = pl.col("income").rolling_sum(weeks, min_samples=13).over(each)
    spent = pl.col("spend").rolling_sum(weeks, min_samples=13).over(each)
    return pl.when(income > 0).then((1 - spent / income).clip(-2, 1))


def _auc(values: Floats, hit: Floats) -> float:
    values = np.where(np.isnan(values), np.nanmedian(values), values)
    return area_under_curve(values[hit > 0], values[hit == 0])


def _against(
    name: str, ours: Floats, rival: Floats, hit: Floats, who: NDArray[Any], basis: str, against: str, seed: int
) -> Row:
    drawn = [some for some in _people(who, seed) if 0 < hit[some].sum() < len(some)]
    return {
        "figure": f"{name}_auc",
        "value": round(_auc(ours, hit), 4),
        "ci95": _interval([_auc(ours[some], hit[some]) for some in drawn]),
        "baseline": round(_auc(rival, hit), 4),
        "against": against,
        "gain_ci95": _interval([_auc(ours[some], hit[some]) - _auc(rival[some], hit[some]) for some in drawn]),
        "share": round(float(hit.mean()), 3),
        "people": len(np.unique(who)),
        "basis": basis,
    }


def _people(who: NDArray[Any], seed: int) -> list[NDArray[np.intp]]:
    """Rows of people drawn anew."""
    _, group = np.unique(who, return_inverse=True)
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    return [np.concatenate([parts[at] for at in drawn]) for drawn in draws(len(parts), seed, RESAMPLES)]


def _interval(values: Sequence[float]) -> list[float]:
    low, high = np.percentile(values, (2.5, 97.5))
    return [round(float(low), 4), round(float(high), 4)]
