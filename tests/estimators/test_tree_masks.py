"""Scores by masks are LightGBM's own, to the last bit."""

from __future__ import annotations

from typing import Any

import lightgbm
import numpy as np
import pytest

from seqmatch.estimators.classification.tree_masks import MOST_LEAVES, read_masks

BASIC: dict[str, Any] = {
    "objective": "multiclass",
    "num_class": 3,
    "num_threads": 1,
    "deterministic": True,
    "verbosity": -1,
    "min_data_in_leaf": 5,
    "seed": 1,
}
KINDS: dict[str, dict[str, Any]] = {
    "boosted": {"num_leaves": 7},
    "forest": {"boosting": "rf", "extra_trees": True, "num_leaves": 40, "bagging_fraction": 0.6, "bagging_freq": 1},
    "stumps and bare leaves": {"num_leaves": 2, "min_gain_to_split": 3.0},
}


def trained(**settings: Any) -> tuple[lightgbm.Booster, np.ndarray[Any, Any]]:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(500, 9)).round(1)
    rows[:, 4:] = rows[:, 4:] > 0
    rows[rng.random(rows.shape) < 0.2] = np.nan
    rows[:, 3] = rng.integers(0, 5, 500)  # never missing in training, and missing when asked
    classes = (np.nan_to_num(rows[:, 0]) + rows[:, 3] + rng.normal(size=500) > 2).astype(int) + (rows[:, 5] == 1)
    model = lightgbm.train({**BASIC, **settings}, lightgbm.Dataset(rows, classes), num_boost_round=12)
    return model, rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("columns", [(0,), (5, 3), (8, 0, 4, 3), (2, 7)], ids=str)
def test_rows_that_differ_in_a_few_columns_score_as_they_do_alone(kind: str, columns: tuple[int, ...]) -> None:
    model, rows = trained(**KINDS[kind])
    masks = read_masks(model.model_to_string())
    assert masks is not None
    told = rows[100:120][:, columns].astype(np.float32)
    told[0] = np.nan
    for row in rows[:20].astype(np.float32):
        asked = np.repeat(row[None], len(told), axis=0)
        asked[:, columns] = told
        base = masks.settle(row)
        assert np.array_equal(masks.scores(base.values[None]), model.predict(row[None], raw_score=True))
        for _ in range(2):  # the second time by what was kept
            assert np.array_equal(masks.scores(masks.around(base, columns, told)), model.predict(asked, raw_score=True))


def test_trees_of_more_leaves_than_bits_are_left_to_lightgbm() -> None:
    model, _ = trained(num_leaves=MOST_LEAVES + 20, min_data_in_leaf=1)
    assert read_masks(model.model_to_string()) is None
