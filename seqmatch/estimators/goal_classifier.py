"""Predicts what someone is after: calibrated LightGBM over all features but the goal itself.

Not for rare goals: a goal stated by fewer than ``min_count`` users keeps its smoothed base rate and is never ruled out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration import Calibration, choose_calibration
from seqmatch.estimators.state import Array, State

if TYPE_CHECKING:
    import lightgbm

TREES: dict[str, Any] = {
    "objective": "multiclass",
    "num_leaves": 7,
    "max_depth": 4,
    "learning_rate": 0.05,
    "min_data_in_leaf": 15,
    "min_sum_hessian_in_leaf": 1e-2,
    "lambda_l2": 10.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


class GoalClassifier:
    """Class-weighted LightGBM, calibrated on held-out users.

    Parameters
    ----------
    rounds : boosting rounds.
    balance : exponent of the class weights: 0 weighs users alike, 1 weighs goals alike.
    min_count : users a goal needs to be modelled.
    seed : of folds and trees.

    Attributes
    ----------
    goals_ : names of all goals seen in training, in the order of the probabilities' columns.
    prior_ : shape (n_goals,), smoothed base rates.
    """

    def __init__(
        self, rounds: int = 60, balance: float = 0.3, min_count: int = 10, folds: int = 5, seed: int = 0
    ) -> None:
        self.rounds = rounds
        self.balance = balance
        self.min_count = min_count
        self.folds = folds
        self.seed = seed

    def fit(self, table: Array, goals: Sequence[str]) -> GoalClassifier:
        """Learn from ``table``, shape (n_users, n_features), NaN where missing, and each user's stated goal."""
        names = sorted(set(goals))
        labels = np.array([names.index(goal) for goal in goals])
        counts = np.bincount(labels, minlength=len(names))
        self.goals_ = tuple(names)
        self.prior_ = (counts + 0.5) / (counts.sum() + 0.5 * len(names))
        self.modelled_ = np.flatnonzero(counts >= self.min_count)
        self.n_features_ = table.shape[1]
        kept = np.isin(labels, self.modelled_)
        if len(self.modelled_) < 2:
            self.booster_: lightgbm.Booster | None = None
            return self
        rows, targets = table[kept], np.searchsorted(self.modelled_, labels[kept])
        held_out = self._cross_fit(rows, targets)
        self.calibration_, self.calibration_losses_ = choose_calibration(held_out, targets, self.seed)
        self.booster_ = self._boost(rows, targets)
        return self

    def _boost(self, rows: Array, targets: Array) -> lightgbm.Booster:
        import lightgbm

        counts = np.bincount(targets, minlength=len(self.modelled_))
        weight = (counts.sum() / (len(counts) * np.maximum(counts, 1))) ** self.balance
        data = lightgbm.Dataset(rows, label=targets, weight=weight[targets], params={"verbosity": -1, "max_bin": 63})
        params = {**TREES, "num_class": len(self.modelled_), "seed": self.seed}
        return lightgbm.train(params, data, num_boost_round=self.rounds)

    def _cross_fit(self, rows: Array, targets: Array) -> NDArray[np.float64]:
        """Probabilities of each user from a model that has not seen them, shape (n_users, n_modelled)."""
        from sklearn.model_selection import StratifiedKFold

        out = np.empty((len(rows), len(self.modelled_)))
        folds = StratifiedKFold(self.folds, shuffle=True, random_state=self.seed)
        for train, test in folds.split(rows, targets):
            out[test] = self._boost(rows[train], targets[train]).predict(rows[test], num_threads=1)
        return out

    def predict_proba(self, table: Array) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (n_users, n_goals), each row summing to 1."""
        out = np.tile(self.prior_, (len(table), 1))
        if self.booster_ is not None:
            raw = np.asarray(self.booster_.predict(table, num_threads=1, validate_features=False))
            out[:, self.modelled_] = self.calibration_.transform(raw) * self.prior_[self.modelled_].sum()
        return out

    def contributions(self, row: Array) -> NDArray[np.float64]:
        """Exact (TreeSHAP) log-odds contribution of each feature to each goal, shape (n_goals, n_features)."""
        out = np.zeros((len(self.goals_), self.n_features_))
        if self.booster_ is not None:
            raw = np.asarray(self.booster_.predict(row[None], num_threads=1, pred_contrib=True))
            out[self.modelled_] = raw.reshape(len(self.modelled_), -1)[:, :-1]
        return out

    def state(self) -> State:
        params: dict[str, Any] = {
            "goals": list(self.goals_),
            "prior": [float(p) for p in self.prior_],
            "modelled": [int(i) for i in self.modelled_],
            "n_features": self.n_features_,
        }
        trees = None
        if self.booster_ is not None:
            params["calibration"] = self.calibration_.to_json()
            params["calibration_losses"] = self.calibration_losses_
            trees = self.booster_.model_to_string()
        return State(params, trees=trees)

    @classmethod
    def from_state(cls, state: State) -> GoalClassifier:
        fitted = cls()
        fitted.goals_ = tuple(state.params["goals"])
        fitted.prior_ = np.array(state.params["prior"])
        fitted.modelled_ = np.array(state.params["modelled"], dtype=np.intp)
        fitted.n_features_ = state.params["n_features"]
        fitted.booster_ = None
        if state.trees is not None:
            import lightgbm

            fitted.booster_ = lightgbm.Booster(model_str=state.trees)
            fitted.calibration_ = Calibration.from_json(state.params["calibration"])
            fitted.calibration_losses_ = state.params["calibration_losses"]
        return fitted
