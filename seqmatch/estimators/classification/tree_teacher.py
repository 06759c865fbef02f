"""Boosted trees blended with a forest of random ones: accurate, and with a memory of those they learned from.

Not to be kept: what trees say of someone whose label they know is much surer than what they say of a stranger. They
teach :class:`~seqmatch.estimators.classification.goal_classifier.GoalClassifier` in training and are then thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

if TYPE_CHECKING:
    import lightgbm

BOOSTED: dict[str, Any] = {
    "num_leaves": 7,
    "max_depth": 4,
    "learning_rate": 0.05,
    "min_data_in_leaf": 15,
    "min_sum_hessian_in_leaf": 1e-2,
    "lambda_l2": 10.0,
    "feature_fraction_bynode": 0.15,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
"""Small trees that learn slowly, each split from a few columns drawn anew."""

FOREST: dict[str, Any] = {
    "boosting": "rf",
    "extra_trees": True,
    "num_leaves": 40,
    "min_data_in_leaf": 8,
    "lambda_l2": 1.0,
    "feature_fraction_bynode": 0.2,
    "bagging_fraction": 0.63,
    "bagging_freq": 1,
}
"""Larger trees with thresholds drawn at random, averaged."""

_ALWAYS: dict[str, Any] = {
    "objective": "multiclass",
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


class TreeTeacher:
    """Two kinds of LightGBM trees, their scores averaged.

    Parameters
    ----------
    rounds, forest_rounds : boosting rounds of the boosted trees and of the forest.
    forest_share : the forest's share of the score.
    """

    def __init__(self, rounds: int = 60, forest_rounds: int = 40, forest_share: float = 0.4, seed: int = 0) -> None:
        self.rounds = rounds
        self.forest_rounds = forest_rounds
        self.forest_share = forest_share
        self.seed = seed

    def learn(self, rows: Array, targets: Array, classes: int) -> TreeTeacher:
        """Learn from ``rows``, shape (n_rows, n_features), NaN where missing, and ``targets``, shape (n_rows,)."""
        import lightgbm

        fixed = {**_ALWAYS, "num_class": classes, "seed": self.seed}
        self.members_: tuple[lightgbm.Booster, ...] = tuple(
            lightgbm.train(
                {**settings, **fixed},
                lightgbm.Dataset(rows, label=targets, params=_ALWAYS),
                num_boost_round=rounds,
                keep_training_booster=True,  # else it is written as text and read again
            )
            for settings, rounds in ((BOOSTED, self.rounds), (FOREST, self.forest_rounds))
        )
        return self

    def log_odds(self, rows: Array) -> NDArray[np.float64]:
        """Of each class against the mean of all, shape (n_rows, n_classes)."""
        boosted, forest = (
            np.asarray(member.predict(rows, raw_score=True, num_threads=1, validate_features=False))
            for member in self.members_
        )
        # A forest's raw scores come as a sum over its rounds.
        rounds = self.members_[1].current_iteration()
        scores = (1 - self.forest_share) * boosted + self.forest_share / rounds * forest
        centred: NDArray[np.float64] = scores - scores.mean(axis=1, keepdims=True)
        return centred
