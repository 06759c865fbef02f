"""The learned regression beside the simulation: gradient boosting on what a plan looks like, people held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.goal_folds import person_splits
from seqmatch.families.planning.evaluation.known_ends import Case, goals_of
from seqmatch.families.planning.evaluation.odds import FOLDS, SEED
from seqmatch.families.planning.evaluation.plan_features import features_of

Values = NDArray[np.float64]
TREES = 150
_SETTINGS: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.05,
    "num_leaves": 7,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    "seed": SEED,
}
"""Squared error, as the regression of success that planners mostly ship; smaller trees than usual, for few people."""


@dataclass(frozen=True, eq=False)
class Boosted:
    """What a regression says of success and of the share funded, 0 to 1, shape (n_goals,) each."""

    odds: Values
    funded: Values


def held_out(cases: Sequence[Case]) -> Boosted:
    """Of each goal by a regression that did not know its person."""
    goals, table = goals_of(cases), features_of(cases)
    said = np.empty((2, len(table)))
    for known, judged in person_splits(goals.person, FOLDS, SEED):
        for place, came in enumerate((goals.met.astype(float), goals.funded)):
            said[place, judged] = _fitted(table[known], came[known], table[judged])
    return Boosted(*said)


def of_others(known: Sequence[Case], judged: Sequence[Case]) -> Boosted:
    """Of the goals of ``judged``, learned from ``known``."""
    goals, table, asked = goals_of(known), features_of(known), features_of(judged)
    return Boosted(_fitted(table, goals.met.astype(float), asked), _fitted(table, goals.funded, asked))


def _fitted(table: Values, came: Values, asked: Values) -> Values:
    import lightgbm

    booster = lightgbm.train(_SETTINGS, lightgbm.Dataset(table, came, params={"max_bin": 63, "verbosity": -1}), TREES)
    return np.asarray(np.clip(booster.predict(asked, num_threads=1), 0.0, 1.0), float)
