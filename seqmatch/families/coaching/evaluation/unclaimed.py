"""What the report tells beside the table: errors of single weeks by person, calibration, coverage by day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.spending_forecaster import WEEKLY_BASELINE
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.families.coaching.evaluation import totals
from seqmatch.families.coaching.evaluation.outlook_intervals import Figure

Floats = NDArray[np.float64]
LIMIT = 0.15
"""Mean absolute percentage error of single weeks that is often promised."""
FEWEST_WEEKS = 8
"""Weeks with spending that a person's error is the mean of, at least."""
BINS = 10


def weekly_error(answered: totals.HeldOut) -> dict[str, Any] | None:
    """The share of people whose weekly percentage error is below LIMIT, ours and by the median of eight weeks.

    Weeks without spending have no percentage error and are left out, which flatters every forecast. None where nobody
    has FEWEST_WEEKS weeks with spending.
    """
    said = {name: answered.weeks[name] for name in (totals.OURS, WEEKLY_BASELINE)}
    spent = answered.asked.spent
    errors: dict[str, list[float]] = {name: [] for name in said}
    for person in np.unique(answered.asked.person):
        rows = answered.asked.person == person
        known = spent[rows] > 0
        if known.sum() < FEWEST_WEEKS:
            continue
        for name, weeks in said.items():
            off = np.abs(weeks[rows] - spent[rows])[known] / spent[rows][known]
            errors[name].append(float(off.mean()))
    of = len(errors[totals.OURS])
    if not of:
        return None
    told: dict[str, Any] = {"limit": LIMIT, "people": of}
    for name, key in ((totals.OURS, "ours"), (WEEKLY_BASELINE, "baseline")):
        below = int((np.array(errors[name]) < LIMIT).sum())
        low, high = wilson_interval(below, of)
        told[key] = {
            "share": round(below / of, 4),
            "ci95": [round(low, 4), round(high, 4)],
            "median": round(float(np.median(errors[name])), 4),
        }
    return told


def calibration_bins(odds: Floats, happened: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Tenths of the answers by their odds: what was said, what happened, its interval, and how many."""
    found = []
    for rows in np.array_split(np.argsort(odds, kind="stable"), min(BINS, len(odds))):
        hits = int(happened[rows].sum())
        low, high = wilson_interval(hits, len(rows))
        found.append(
            {
                "said": round(float(odds[rows].mean()), 4),
                "was": round(hits / len(rows), 4),
                "low": round(low, 4),
                "high": round(high, 4),
                "of": len(rows),
            }
        )
    return found


def coverage_by_day(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Share of balances inside the 80 % band by days ahead, ours and of drawn paths."""
    found = []
    for one in figures:
        place = re.fullmatch(r"balance on day (\d+), share in the 80 % band", one.job)
        if place is not None:
            found.append(
                {
                    "day": int(place[1]),
                    "method": one.rival,
                    "value": round(one.value, 4),
                    "low": round(one.low, 4),
                    "high": round(one.high, 4),
                }
            )
    return found
