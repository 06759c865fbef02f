"""How the coaching models are trained: which days people are looked at from, and what learns from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.estimators.forecasting.low_balance import LowBalance
from seqmatch.estimators.forecasting.low_balance_level import LowestPoint
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.windows import Windows
from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments
from seqmatch.families.coaching.dataset.goal_features import GROUPS, MONOTONE
from seqmatch.families.coaching.dataset.goals import GoalTable, goal_table, history_goals, training_table
from seqmatch.families.coaching.dataset.outlook import examples, spaced_days
from seqmatch.families.coaching.dataset.outlook_table import OutlookTable, outlook_table
from seqmatch.families.coaching.dataset.segments import AXES, PROFILES, segment_table
from seqmatch.families.coaching.dataset.totals import past_windows
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.person import Person, people

Provenance = Literal["synthetic", "operator"]
MIN_PEOPLE = 30
"""People of whose history something is learned; of fewer the default models know more."""
OUTLOOK_DAYS, OUTLOOK_STEP = 4, 131
"""Days that the balances ahead are learned from, and how many days they are apart: all seasons, all days of a month."""
WINDOWS = 18
"""Times four weeks of each person that spending is learned from; with fewer, folds held out learn too little."""
FEWEST_IN_SEGMENTS = 50
"""People with weeks enough from which segments are learned."""
FEWEST_ACCOUNTS = 100
"""Accounts with a balance, counted once for each day, from which low balances are learned."""


@dataclass(frozen=True, eq=False)
class OutlookModels:
    """The two models behind an outlook."""

    odds: LowBalance
    lowest: LowestPoint

    @classmethod
    def fit(cls, table: OutlookTable, rows: NDArray[np.bool_] | None = None, alike: bool = True) -> OutlookModels:
        """Learn from some ``rows`` of a table, shape (n,), or from all of them.

        ``alike``: False for models of generated people, which are told to people unlike those.
        """
        some = np.ones(len(table), bool) if rows is None else rows
        lowest = LowestPoint(alike=alike).fit(
            table.level[some],
            table.lowest[some],
            table.day30[some],
            table.drawn[some],
            table.ahead[some],
            table.people[some],
        )
        return cls(LowBalance().fit(*table.learned_from(some)), lowest)


@dataclass(frozen=True)
class Learned:
    """The models of the family.

    Attributes
    ----------
    outlook : None where too few accounts tell a balance.
    segments : None where too few people have weeks enough.
    goals : None where too few goals of the past are known, or nearly all ended alike.
    """

    spending: SpendingForecaster
    outlook: OutlookModels | None
    segments: BehaviourSegments | None
    goals: GoalOdds | None


@dataclass(frozen=True, eq=False)
class Seen:
    """What models were learned from: the people, and the tables that were made of their histories.

    Attributes
    ----------
    windows : ``person`` is the place in ``persons``.
    accounts : ``people`` is the place in ``account_users``; None where no account tells a balance long enough.
    weeks : weekly states.
    goals : ``person`` is the place in ``users``.
    """

    persons: list[Person]
    windows: Windows
    accounts: OutlookTable | None
    account_users: list[str]
    weeks: pl.DataFrame
    goals: GoalTable
    users: list[str]


def new_segments(seed: int = 0) -> BehaviourSegments:
    """Segments that are yet to be learned."""
    return BehaviourSegments(AXES, PROFILES, seed=seed)


def learn(
    whole: pl.DataFrame,
    provenance: Provenance,
    seed: int,
    step: Callable[[str], None] = lambda what: None,
    stated: pl.DataFrame | None = None,
) -> tuple[Learned, Seen]:
    """Train every model on a :func:`seqmatch.families.coaching.person.history`; gives also what it was learned from.

    Parameters
    ----------
    stated : goals that people stated, the columns STATED of :mod:`seqmatch.families.coaching.dataset.goals`; None: only
        goals that the history answers are learned from.

    Raises
    ------
    TrainingError : of too few people.
    """
    persons = people(whole)
    if len({one.user for one in persons}) < MIN_PEOPLE:
        raise TrainingError(
            f"These are histories of {len({one.user for one in persons}):,} people; training needs {MIN_PEOPLE}."
        )
    step("spending")
    windows = past_windows(persons, WINDOWS)
    spending = SpendingForecaster(seed=seed).fit(windows)
    step("balances")
    found = examples(whole, spaced_days(whole, OUTLOOK_DAYS, OUTLOOK_STEP))
    table = outlook_table(found, seed) if found else None
    outlook = None
    if table is not None and len(table) >= FEWEST_ACCOUNTS:
        outlook = OutlookModels.fit(table, alike=provenance != "synthetic")
    step("segments")
    weeks = weeks_of(persons)
    _, people_now = segment_table(weeks)
    segments = new_segments(seed).fit(people_now) if len(people_now) >= FEWEST_IN_SEGMENTS else None
    step("goals")
    asked = goal_table(whole, history_goals(whole)) if stated is None else training_table(whole, stated)
    account_users = sorted({one.user or "" for one in found})
    users = [user or "" for user in whole["user"].unique().sort().to_list()]
    seen = Seen(persons, windows, table, account_users, weeks, asked, users)
    return Learned(spending, outlook, segments, _goals(asked, seed)), seen


def _goals(asked: GoalTable, seed: int) -> GoalOdds | None:
    try:
        return GoalOdds(MONOTONE, GROUPS, seed=seed).fit(asked.table, asked.met, asked.person, asked.asked, asked.due)
    except TrainingError:
        return None
