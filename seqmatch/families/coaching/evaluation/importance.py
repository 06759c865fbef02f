"""Which dimensions of the weekly state tell of the four weeks after it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from seqmatch.estimators.scores.column_choice import ColumnChoice, choose_columns, in_words
from seqmatch.families.coaching.dataset.weeks import matrix
from seqmatch.features.weeks import NAMES

AHEAD = 4
EVERY = 4
"""Weeks of a person that are looked at: every so many, as neighbours say the same."""


def outcomes(weeks: pl.DataFrame) -> pl.DataFrame:
    """``saved_next`` (share of the next four weeks' income not spent, -2 to 1) and ``low_next`` (0 or 1) of each week.

    Null at the end of a history. These look ahead and are never a feature.
    """
    each = ["user", "currency"]
    low = pl.col("low_balance").rolling_max(AHEAD, min_samples=AHEAD).shift(-AHEAD).over(each)
    income = pl.col("income_4w").shift(-AHEAD).over(each)
    spent = pl.col("spend_4w").shift(-AHEAD).over(each)
    return weeks.sort("user", "currency", "week").select(
        saved_next=pl.when(income > 0).then((1 - spent / income).clip(-2, 1)), low_next=low
    )


def importance_figures(weeks: pl.DataFrame, basis: str, seed: int = 0) -> list[dict[str, Any]]:
    """A row for each outcome: skill on people left out, of all dimensions and of the selection, and the selection."""
    weeks = weeks.sort("user", "currency", "week")
    rows: list[dict[str, Any]] = []
    for outcome in ("saved_next", "low_next"):
        choice, names, people = chosen_for(weeks, outcome, seed)
        if choice is None:
            rows.append({"figure": outcome, "value": None, "why": "the data does not tell it", "basis": basis})
            continue
        best = np.argsort(-choice.importance)[:10]
        rows.append(
            {
                "figure": outcome,
                "value": round(choice.chosen_skill, 4),
                "baseline": round(choice.skill, 4),
                "against": "all dimensions",
                "people": people,
                "basis": basis,
                "leading": {
                    names[at]: [
                        round(float(choice.importance[at]), 4),
                        round(float(choice.spread[at]), 4),
                        round(float(choice.mutual_information[at]), 3),
                    ]
                    for at in best
                },
                "mutual_information_null": round(choice.null, 4),
                "correlated": [[names[one], names[two], rho] for one, two, rho in choice.correlated],
                "selection": in_words(choice, names),
                "not_judged": [name for name in NAMES if name not in names],
            }
        )
    return rows


def chosen_for(weeks: pl.DataFrame, outcome: str, seed: int = 0) -> tuple[ColumnChoice | None, list[str], int]:
    """The choice of columns for an outcome, the names judged (those known at all and not constant), and the people."""
    told = outcomes(weeks)[outcome].cast(pl.Float64).to_numpy()
    who = weeks.select(pl.struct("user", "currency").rank("dense")).to_series().to_numpy()
    table = matrix(weeks)
    used = (weeks["weeks_known"].to_numpy() % EVERY == 0) & ~np.isnan(told) & (weeks["weeks_known"].to_numpy() >= 8)
    table, told, who = table[used], told[used], who[used]
    people = len(np.unique(who))
    if people < 25 or np.std(told) < 1e-9:
        return None, [], people
    varies = [at for at in range(len(NAMES)) if len(np.unique(table[~np.isnan(table[:, at]), at])) > 1]
    return choose_columns(table[:, varies], told, who, seed=seed), [NAMES[at] for at in varies], people
