"""What models of this recipe say of people and times they did not learn from, and the figures of a card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seqmatch.errors import DataError
from seqmatch.estimators.forecasting.goal_folds import later_splits
from seqmatch.families.coaching.evaluation import goals, outlook, totals
from seqmatch.families.coaching.recipe import FEWEST_ACCOUNTS, Seen

GOAL_FOLDS = 3
SPENDING = {
    "total_wape": ("4-week total, WAPE", "mean_of_8_weeks"),
    "weekly_wape": ("weekly spending, WAPE", "median_of_8_weeks"),
    "coverage": ("80 % band of the 4-week total, coverage", "own_quantiles"),
    "winkler": ("80 % band of the 4-week total, Winkler", "own_quantiles"),
}
BALANCES = {
    "low balance within 30 days, Brier": "gap rule",
    "low balance within 30 days, calibration error": "gap rule",
    "lowest point within 30 days, error in own spreads": "as today",
    "lowest point within 30 days, share in the 80 % band": "Monte Carlo",
}
GOALS = {"brier": "goal met, Brier", "ece": "goal met, calibration error"}


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Answers of models that were learned in folds: other people, earlier days.

    Attributes
    ----------
    spending : None where nobody has a history long enough.
    balances : None where too few accounts tell a balance.
    goals : None where too few goals are known.
    """

    spending: totals.HeldOut | None
    balances: outlook.Told | None
    goals: goals.HeldOut | None


def held_out(seen: Seen, seed: int) -> HeldOut:
    """Learn in folds from what training saw, and answer for what is left out."""
    return HeldOut(_spending(seen, seed), _balances(seen, seed), _goals(seen, seed))


def _spending(seen: Seen, seed: int) -> totals.HeldOut | None:
    try:
        return totals.held_out(seen.windows, None, seed=seed)
    except DataError:
        return None


def _balances(seen: Seen, seed: int) -> outlook.Told | None:
    if seen.accounts is None or len(seen.accounts) < FEWEST_ACCOUNTS:
        return None
    return outlook.told_in_folds(seen.accounts, seed=seed)


def _goals(seen: Seen, seed: int) -> goals.HeldOut | None:
    asked = seen.goals
    splits = later_splits(asked.person, asked.asked, asked.due, GOAL_FOLDS, seed)
    return goals.held_out(asked, splits, None, np.full(len(asked), np.nan), seed=seed)


def told(answered: HeldOut, seed: int) -> dict[str, Any]:
    """Figures by name: ``ours`` and ``baseline``, each with an interval, ``against``, and ``of`` how many cases."""
    found: dict[str, Any] = {}
    if answered.spending is not None:
        by_method = {
            (one.figure, one.method): one for one in totals.figures(answered.spending, seed) if one.slice == "all"
        }
        for figure, (name, rival) in SPENDING.items():
            ours = by_method[figure, totals.OURS]
            found[name] = _row(ours, by_method[figure, rival], rival.replace("_", " "), ours.windows)
    if answered.balances is not None:
        by_rival = {(one.job, one.rival): one for one in outlook.measured(answered.balances, seed)}
        for name, rival in BALANCES.items():
            mine = by_rival[name, "ours"]
            found[name] = _row(mine, by_rival[name, rival], rival, mine.of)
    if answered.goals is not None:
        by_name = {(one.figure, one.method): one for one in goals.rows_of("other_people_later", answered.goals, seed)}
        for figure, name in GOALS.items():
            said = by_name[figure, goals.OURS]
            found[name] = _row(said, by_name[figure, goals.BASELINE], goals.BASELINE.replace("_", " "), said.goals)
    return found


def _row(ours: Any, baseline: Any, against: str, of: int) -> dict[str, Any]:
    return {"ours": _figure(ours), "baseline": _figure(baseline), "against": against, "of": of}


def _figure(one: Any) -> dict[str, Any]:
    return {"value": round(one.value, 4), "ci95": [round(one.low, 4), round(one.high, 4)]}
