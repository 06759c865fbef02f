"""The few figures that a model card tells: ours beside the strongest simple rival, on people held out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from seqmatch.families.coaching.dataset.totals import past_windows
from seqmatch.families.coaching.evaluation.totals import OURS, figures, held_out
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.recipe import Learned

SPENDING = {
    "total_wape": ("4-week total, WAPE", "mean_of_8_weeks"),
    "weekly_wape": ("weekly spending, WAPE", "median_of_8_weeks"),
    "coverage": ("80 % band of the 4-week total, coverage", "own_quantiles"),
}


def told(whole: pl.DataFrame, persons: Sequence[Person], learned: Learned, seed: int) -> dict[str, Any]:
    """Figures by name, each ``ours`` and ``baseline`` with an interval."""
    found: dict[str, Any] = {}
    rows = figures(held_out(past_windows(persons), learned.spending), seed)
    by = {(one.figure, one.method): one for one in rows if one.slice == "all"}
    for figure, (name, rival) in SPENDING.items():
        ours, baseline = by.get((figure, OURS)), by.get((figure, rival))
        if ours is not None:
            found[name] = {"ours": _figure(ours), "baseline": None if baseline is None else _figure(baseline)}
    return found


def _figure(one: Any) -> dict[str, Any]:
    return {"value": round(one.value, 4), "ci95": [round(one.low, 4), round(one.high, 4)]}
