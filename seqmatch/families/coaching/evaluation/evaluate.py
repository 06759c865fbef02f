"""All figures of the coaching family on a history, in one form: ours and every rival, with intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from seqmatch.errors import InputError
from seqmatch.families.coaching.evaluation.outlook import outlook_figures
from seqmatch.families.coaching.evaluation.totals import totals_figures
from seqmatch.families.coaching.models import CoachingModels


def evaluate(
    whole: pl.DataFrame, models: CoachingModels, seed: int, step: Callable[[str], None] = lambda what: None
) -> list[dict[str, Any]]:
    """Figures of spending and of balances: ``figure``, ``method``, ``value``, ``ci95``, ``baseline`` (null where it is
    a rival itself or there is none) and ``of`` (how many are counted).

    A part that the history is too short or too small for is left out.

    Parameters
    ----------
    whole : a :func:`seqmatch.families.coaching.person.history`; the models adapt to people that are not asked about.
    """
    step("spending")
    rows: list[dict[str, Any]] = []
    try:
        for one in totals_figures(whole, models.spending, seed=seed):
            name = one.figure.replace("_", " ") + ("" if one.slice == "all" else f" ({one.slice})")
            rows.append(_row(name, one.method, one.value, (one.low, one.high), one.baseline, one.windows))
    except InputError:
        pass
    step("balances")
    try:
        for two in outlook_figures(whole, seed=seed):
            rows.append(_row(two.job, two.rival, two.value, (two.low, two.high), None, two.of))
    except InputError:
        pass
    return rows


def _row(
    figure: str, method: str, value: float, ci95: tuple[float, float], baseline: float | None, of: int
) -> dict[str, Any]:
    return {
        "figure": figure,
        "method": method,
        "value": round(value, 4),
        "ci95": [round(ci95[0], 4), round(ci95[1], 4)],
        "baseline": None if baseline is None else round(baseline, 4),
        "of": of,
    }
