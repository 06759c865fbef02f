"""Compares the live version and a challenger on the same people and later weeks, with a bootstrap over people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.bands import winkler
from seqmatch.estimators.forecasting.low_balance_features import LOW_DAYS
from seqmatch.estimators.forecasting.simple import BASELINE
from seqmatch.families.coaching.dataset.totals import HORIZON
from seqmatch.families.coaching.evaluation import goals, outlook, totals
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.recipe import Seen
from seqmatch.lifecycle.measuring.bootstrap import Metric, Rows, draws_of_groups, mean_of
from seqmatch.lifecycle.measuring.comparison import Comparison, paired

Floats = NDArray[np.float64]
RESAMPLES = 500
TOTAL_ERROR, LOW_BRIER, GOAL_BRIER = "total_error", "low_balance_brier", "goal_brier"


@dataclass(frozen=True, eq=False)
class Exam:
    """One part of what is compared: the same cases, answered by both.

    Attributes
    ----------
    what : the cases in words.
    unit : what is counted.
    main : the metric that wins.
    champion, challenger : by metric, a function of drawn rows; lower is better.
    rival : the same of the strongest rule that learns nothing, of the main metric.
    users : who each case is of.
    person : shape (n,), number of the person; cases of one are right or wrong together.
    over : shape (n,), ordinal of the day on which each outcome was known.
    """

    what: str
    unit: str
    main: str
    challenger: dict[str, Metric]
    champion: dict[str, Metric]
    rival: Metric
    users: Sequence[str]
    person: NDArray[np.integer]
    over: NDArray[np.integer]

    def compared(self, rows: Rows, seed: int) -> list[Comparison]:
        """Every metric on some of the cases, champion against challenger."""
        drawn = self._drawn(rows, seed)
        return [
            self._paired(name, self.champion[name], one, rows, drawn, seed) for name, one in self.challenger.items()
        ]

    def over_rival(self, seed: int) -> Comparison:
        """The challenger against the rule, which stands as the champion, on all cases."""
        rows = np.arange(len(self.person))
        drawn = self._drawn(rows, seed)
        return self._paired(self.main, self.rival, self.challenger[self.main], rows, drawn, seed)

    def _drawn(self, rows: Rows, seed: int) -> list[Rows]:
        return list(draws_of_groups(self.person[rows], seed, RESAMPLES))

    def _paired(
        self, name: str, champion: Metric, challenger: Metric, rows: Rows, drawn: list[Rows], seed: int
    ) -> Comparison:
        return paired(
            name,
            lambda some: champion(rows[some]),
            lambda some: challenger(rows[some]),
            len(rows),
            seed,
            lower_is_better=True,
            unit=self.unit,
            resampled=drawn,
        )


def spending_exam(answered: totals.HeldOut, champion: CoachingModels | None, seen: Seen) -> Exam:
    """Four-week totals: what was said without knowing the person's own store, the band by its Winkler score."""
    asked = answered.asked
    ours = _spending(answered.totals[totals.OURS], answered.bands[totals.OURS], answered)
    theirs = {}
    if champion is not None:
        said = champion.spending.predict(asked)
        theirs = _spending(said.total[:, 1], said.total[:, [0, 2]], answered)
    plain = np.abs(answered.totals[BASELINE] - asked.total)
    users = [seen.persons[one].user or "" for one in asked.person.tolist()]
    return Exam(
        "4-week totals",
        "windows",
        TOTAL_ERROR,
        ours,
        theirs,
        _ratio(plain, asked.total),
        users,
        np.unique(users, return_inverse=True)[1],
        asked.day + HORIZON,
    )


def _spending(middle: Floats, band: Floats, answered: totals.HeldOut) -> dict[str, Metric]:
    asked = answered.asked
    score = winkler(band, asked.total) / np.maximum(4 * asked.scale, 1.0)
    return {
        TOTAL_ERROR: _ratio(np.abs(middle - asked.total), asked.total),
        "band_winkler": mean_of(np.minimum(score, totals.MOST_SCORE)),
    }


def balances_exam(told: outlook.Told, champion: CoachingModels | None, seen: Seen) -> Exam | None:
    """Odds of a low balance by their Brier score; None where the champion knows nothing of balances."""
    if champion is not None and champion.outlook is None:
        return None
    table, rows = told.table, told.rows
    below = table.below[rows].astype(np.float64)
    theirs = {}
    if champion is not None and champion.outlook is not None:
        theirs = {LOW_BRIER: mean_of((champion.outlook.odds.odds(table.odds_features[rows]) - below) ** 2)}
    return Exam(
        "low balances within 30 days",
        "accounts",
        LOW_BRIER,
        {LOW_BRIER: mean_of((told.odds - below) ** 2)},
        theirs,
        mean_of((told.base_rate - below) ** 2),
        [seen.account_users[one] for one in table.people[rows].tolist()],
        table.people[rows],
        table.days[rows] + LOW_DAYS,
    )


def goals_exam(answered: goals.HeldOut, champion: CoachingModels | None, seen: Seen) -> Exam | None:
    """Odds of goals by their Brier score; None where the champion has none."""
    if champion is not None and champion.goals is None:
        return None
    asked = answered.asked
    theirs = {}
    if champion is not None and champion.goals is not None:
        theirs = {GOAL_BRIER: mean_of((champion.goals.predict(asked.table).odds - asked.met) ** 2)}
    return Exam(
        "goals",
        "goals",
        GOAL_BRIER,
        {GOAL_BRIER: mean_of((answered.said[goals.OURS] - asked.met) ** 2)},
        theirs,
        mean_of((answered.said["base_rate"] - asked.met) ** 2),
        [seen.users[one] for one in asked.person.tolist()],
        asked.person,
        asked.due,
    )


def _ratio(above: Floats, below: Floats) -> Metric:
    return lambda rows: float(above[rows].sum() / max(float(below[rows].sum()), 1.0))
