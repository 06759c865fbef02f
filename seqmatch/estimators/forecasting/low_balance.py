"""Predicts how likely an account falls below a floor within 30 days, as surely as people held out allow.

Gradient-boosted trees on the drawn paths, the account's own past and its pay and bills; a higher floor is never less
likely. Those that answer learn what others say of people whom these do not know. Not for the amount that will be
missing (:class:`LowestPoint`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration.calibration import CURVES, Calibration, choose_calibration
from seqmatch.estimators.forecasting.low_balance_features import FLOOR_FEATURES, FLOOR_SIGNS, LEVEL_FEATURES
from seqmatch.estimators.forecasting.low_balance_trees import SETTINGS, booster_of, trained
from seqmatch.estimators.privacy.trees import student, tree_text
from seqmatch.estimators.state import State

FEATURES = (*FLOOR_FEATURES, *LEVEL_FEATURES)
SIGNS = [*FLOOR_SIGNS, *(0 for _ in LEVEL_FEATURES)]
TREES = 120
FOLDS = 5
DRAWN = 1 / 3
"""Part of the odds that is the share of drawn paths below the floor. Those know only the account itself: less is lost
where people or times differ from those learned from."""


class LowBalance:
    """Odds of a balance below a floor within 30 days.

    Parameters
    ----------
    trees : how many.
    seed : of the folds in which people are held out for the calibration.
    drawn : part of the odds that is the share of drawn paths below the floor, 0 to 1.

    Attributes
    ----------
    calibration_ : of the odds, chosen by log-loss on people held out.
    """

    def __init__(self, trees: int = TREES, seed: int = 0, drawn: float = DRAWN) -> None:
        self.trees = trees
        self.seed = seed
        self.drawn = drawn

    def fit(
        self,
        features: NDArray[np.float64],
        below: NDArray[np.bool_],
        people: NDArray[np.int64],
        weights: NDArray[np.float64] | None = None,
    ) -> LowBalance:
        """Learn.

        Parameters
        ----------
        features : shape (n, len(FEATURES)).
        below : shape (n,), whether the balance fell below the floor.
        people : shape (n,), who each row is of; a person is in one fold.
        weights : shape (n,); rows of weight 1 decide the calibration.
        """
        weight = np.ones(len(below)) if weights is None else weights
        fold = np.random.default_rng(self.seed).permutation(int(people.max()) + 1)[people] % FOLDS
        held_out = np.full(len(below), below.mean())
        for number in range(FOLDS):
            inside, outside = fold == number, fold != number
            if inside.any() and outside.any():
                held_out[inside] = self._trained(features[outside], below[outside], weight[outside]).predict(
                    features[inside]
                )
        counts = weight == 1
        both = np.column_stack([1 - held_out, held_out])[counts]
        labels = below[counts].astype(np.int64)
        self.calibration_: Calibration = choose_calibration(both, labels, self.seed, methods=CURVES).calibration
        settings = {**SETTINGS, "objective": "cross_entropy", "monotone_constraints": SIGNS}
        self.booster_ = student(features, held_out, people, settings, self.trees, weight)
        return self

    def _trained(self, features: NDArray[np.float64], below: NDArray[np.bool_], weight: NDArray[np.float64]) -> Any:
        return trained(
            features, below.astype(np.float64), weight, self.trees, objective="binary", monotone_constraints=SIGNS
        )

    def odds(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Calibrated odds, 0 to 1, shape (n,), of features, shape (n, len(FEATURES)).

        Without drawn paths they are what was learned.
        """
        raw = np.asarray(self.booster_.predict(features, num_threads=1), np.float64)
        learned = self.calibration_.transform(np.column_stack([1 - raw, raw]))[:, 1]
        drawn = features[:, FEATURES.index("mc_odds")]
        blended = (1 - self.drawn) * learned + self.drawn * drawn
        return np.asarray(np.where(np.isnan(drawn), learned, blended))

    def state(self) -> State:
        """All it needs to answer again."""
        return State(
            {
                "trees": self.trees,
                "seed": self.seed,
                "drawn": self.drawn,
                "features": list(FEATURES),
                "calibration": self.calibration_.to_json(),
                "booster": tree_text(self.booster_),
            }
        )

    @classmethod
    def from_state(cls, state: State) -> LowBalance:
        """The model that gave the state."""
        model = cls(state.params["trees"], state.params["seed"], state.params.get("drawn", 0.0))
        model.calibration_ = Calibration.from_json(state.params["calibration"])
        model.booster_ = booster_of(state.params["booster"])
        return model
