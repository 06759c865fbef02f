"""Boosted trees of all people together: the median of four weeks and of each week, and what few go below or above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from seqmatch.estimators.forecasting.ratios import week_ratios, window_ratios
from seqmatch.estimators.forecasting.windows import AHEAD, Floats, Windows
from seqmatch.estimators.privacy.trees import student, tree_text
from seqmatch.estimators.state import State

if TYPE_CHECKING:
    import lightgbm

OBJECTIVES: dict[str, dict[str, Any]] = {
    "total": {"objective": "l1"},
    "low": {"objective": "quantile", "alpha": 0.1},
    "high": {"objective": "quantile", "alpha": 0.9},
    "week": {"objective": "l1"},
}
_ALWAYS: dict[str, Any] = {
    "max_bin": 63,
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
MOST_RATIO = 8.0
"""Ratio to the usual week beyond which a target counts as that."""
WEIGHT_POWER = 0.75
"""Of a person's scale in the weight: 1 counts cents alike, 0 people."""


class GlobalTrees:
    """LightGBM on ratios to each person's own mean; not for people of less than a week.

    Parameters
    ----------
    rounds : trees of each of the four models.
    """

    def __init__(self, rounds: int = 100, seed: int = 0) -> None:
        self.rounds = rounds
        self.seed = seed

    def fit(self, windows: Windows) -> GlobalTrees:
        """Learn from windows whose coming weeks are known. Such trees remember people; see :meth:`learn`."""
        import lightgbm

        ratios = window_ratios(windows)
        weight = _weight(windows)
        total = np.minimum(windows.total / (AHEAD * windows.scale), MOST_RATIO)
        week = np.minimum(windows.spent / windows.scale[:, None], 2 * MOST_RATIO).ravel()
        every = week_ratios(windows, ratios)
        self.models_: dict[str, lightgbm.Booster] = {
            name: lightgbm.train(
                {**_ALWAYS, **objective, "seed": self.seed},
                lightgbm.Dataset(every, week, weight=np.repeat(weight, AHEAD), params=_ALWAYS)
                if name == "week"
                else lightgbm.Dataset(ratios, total, weight=weight, params=_ALWAYS),
                num_boost_round=self.rounds,
            )
            for name, objective in OBJECTIVES.items()
        }
        return self

    def learn(self, windows: Windows, total: Floats, week: Floats) -> GlobalTrees:
        """Learn from what was said of windows by trees that do not know their people: those tell nobody's outcomes.

        Parameters
        ----------
        total, week : cents, as :meth:`predict` gives them, shapes (n, 3) and (n, AHEAD).
        """
        ratios = window_ratios(windows)
        weight = _weight(windows)
        ends = (total / (AHEAD * windows.scale[:, None])).T
        settings = {**_ALWAYS, "objective": "l2", "seed": self.seed}
        self.models_ = {
            name: student(ratios, target, windows.person, settings, self.rounds, weight)
            for name, target in zip(("low", "total", "high"), ends, strict=True)
        }
        self.models_["week"] = student(
            week_ratios(windows, ratios),
            (week / windows.scale[:, None]).ravel(),
            np.repeat(windows.person, AHEAD),
            settings,
            self.rounds,
            np.repeat(weight, AHEAD),
        )
        return self

    def predict(self, windows: Windows) -> tuple[Floats, Floats]:
        """Cents of four weeks: low, median, high, shape (n, 3); and the median of each week, shape (n, AHEAD)."""
        ratios = window_ratios(windows)
        total = np.column_stack([self._said(name, ratios) for name in ("low", "total", "high")])
        week = self._said("week", week_ratios(windows, ratios)).reshape(-1, AHEAD)
        scale = windows.scale[:, None]
        return np.maximum(np.sort(total, axis=1), 0.0) * AHEAD * scale, np.maximum(week, 0.0) * scale

    def _said(self, name: str, table: Floats) -> Floats:
        if not len(table):
            return np.zeros(0)
        return np.asarray(self.models_[name].predict(table, num_threads=1, validate_features=False))

    def state(self) -> State:
        """The trees as LightGBM's text, in bytes."""
        arrays = {name: np.frombuffer(tree_text(model).encode(), np.uint8) for name, model in self.models_.items()}
        return State({"rounds": self.rounds, "seed": self.seed}, arrays)

    @classmethod
    def from_state(cls, state: State) -> GlobalTrees:
        import lightgbm

        fitted = cls(state.params["rounds"], state.params["seed"])
        fitted.models_ = {
            name: lightgbm.Booster(model_str=text.tobytes().decode()) for name, text in state.arrays.items()
        }
        return fitted


def _weight(windows: Windows) -> Floats:
    """What each window counts, shape (n,)."""
    weight = windows.scale**WEIGHT_POWER
    return np.asarray(np.minimum(weight, np.quantile(weight, 0.99)))
