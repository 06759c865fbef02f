"""LightGBM as the models of a low balance use it: small, on one thread, the same at every run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06,
    "num_leaves": 8,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 0,
    "verbosity": -1,
}


def trained(
    features: NDArray[np.float64],
    target: NDArray[np.float64],
    weight: NDArray[np.float64] | None,
    trees: int,
    **settings: Any,
) -> Any:
    """A LightGBM booster; ``features`` shape (n, n_features), ``target`` and ``weight`` shape (n,)."""
    import lightgbm

    data = lightgbm.Dataset(features, target, weight=weight, params={"verbosity": -1, "max_bin": SETTINGS["max_bin"]})
    return lightgbm.train({**SETTINGS, **settings}, data, num_boost_round=trees)


def booster_of(text: str) -> Any:
    """The booster whose ``model_to_string`` this is."""
    import lightgbm

    return lightgbm.Booster(model_str=text)
