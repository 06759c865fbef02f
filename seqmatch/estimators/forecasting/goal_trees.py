"""The two kinds of trees that compete for goal odds, both by LightGBM: boosted, and a random forest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.trees import student, tree_text

Floats = NDArray[np.float64]
_SAME: dict[str, Any] = {
    "objective": "binary",
    "max_bin": 63,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
KINDS: dict[str, tuple[int, dict[str, Any]]] = {
    "boosted": (
        120,
        {
            "learning_rate": 0.08,
            "num_leaves": 7,
            "min_data_in_leaf": 40,
            "feature_fraction": 0.5,
            "bagging_fraction": 0.7,
            "lambda_l2": 10.0,
        },
    ),
    "forest": (
        60,
        {
            "boosting": "rf",
            "num_leaves": 24,
            "min_data_in_leaf": 20,
            "feature_fraction_bynode": 0.3,
            "bagging_fraction": 0.5,
        },
    ),
}
"""Number of trees and LightGBM's settings."""


def trained(kind: str, table: Floats, met: NDArray[np.bool_], monotone: Sequence[int], seed: int) -> Any:
    """A booster that learns how goals ended; it remembers people, so it only teaches and is thrown away.

    Parameters
    ----------
    table : shape (n, n_features).
    met : shape (n,), how each goal ended.
    monotone : 1, 0 or -1 for each feature.
    """
    import lightgbm

    trees, settings = _settings(kind, len(met), monotone, seed)
    data = lightgbm.Dataset(table, met.astype(np.float64), params={"verbosity": -1, "max_bin": _SAME["max_bin"]})
    return lightgbm.train(settings, data, num_boost_round=trees)


def taught(kind: str, table: Floats, said: Floats, people: NDArray[np.intp], monotone: Sequence[int], seed: int) -> Any:
    """A booster that learns what teachers say of goals of people whom they do not know.

    Parameters
    ----------
    said, people : shape (n,), the chance of each goal by such teachers, and whose it is.
    """
    trees, settings = _settings(kind, len(said), monotone, seed)
    return student(table, said, people, {**settings, "objective": "cross_entropy"}, trees)


def _settings(kind: str, rows: int, monotone: Sequence[int], seed: int) -> tuple[int, dict[str, Any]]:
    trees, own = KINDS[kind]
    settings = {**_SAME, **own, "seed": seed}
    settings["min_data_in_leaf"] = min(own["min_data_in_leaf"], max(5, rows // 25))
    if any(monotone):
        settings["monotone_constraints"] = list(monotone)
    return trees, settings


def chance(booster: Any, table: Floats) -> Floats:
    """What one booster says, shape (n,), 0 to 1."""
    return np.asarray(booster.predict(table, num_threads=1), np.float64)


def to_bytes(booster: Any) -> NDArray[np.uint8]:
    """The text of a booster, as an array of bytes."""
    return np.frombuffer(tree_text(booster).encode(), np.uint8)


def from_bytes(text: NDArray[np.uint8]) -> Any:
    """The booster whose text this is."""
    import lightgbm

    return lightgbm.Booster(model_str=text.tobytes().decode())
