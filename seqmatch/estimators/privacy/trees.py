"""Trees that remember nobody: taught by others that do not know the person, leaves of enough people, coarse text.

A tree that learns what really came of a person's rows fits them better than a stranger's. So the trees that are kept
learn what others say of each row, which learned from other people only (self-distillation). Not for teachers: those
learn what happened and are thrown away.
Source: Tang et al. (2022), Mitigating Membership Inference Attacks by Self-Distillation Through a Novel Ensemble
Architecture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.pruned_trees import pruned

Floats = NDArray[np.float64]
DIGITS = 2
"""Significant digits of what trees split by: a threshold is between two such values and is no single person's."""
_RANGES = "feature_infos="
_LEFT_OUT = ("tree_sizes=", "split_gain=", "leaf_weight=", "leaf_count=", "internal_", "Column_")
"""Lines that no answer depends on: rows, weights and gains of splits, and lengths that no longer hold without them."""


def coarse(table: NDArray[Any]) -> Floats:
    """The values to two significant digits, same shape; NaN stays.

    Examples
    --------
    >>> coarse(np.array([0.0, 12.345, -0.06789, np.nan])).tolist()
    [0.0, 12.0, -0.068, nan]
    """
    values = np.asarray(table, np.float64)
    size = np.abs(values)
    told = np.isfinite(values) & (size > 0)
    place = DIGITS - 1 - np.floor(np.log10(size, out=np.zeros(values.shape), where=told))
    unit = 10.0 ** np.abs(place)
    return np.where(told, np.where(place >= 0, np.round(values * unit) / unit, np.round(values / unit) * unit), values)


def student(
    table: Floats,
    said: Floats,
    people: NDArray[Any],
    settings: Mapping[str, Any],
    trees: int,
    weight: Floats | None = None,
) -> Any:
    """A LightGBM booster that learns what teachers say of people whom they do not know; leaves of MIN_SUPPORT people.

    Parameters
    ----------
    table : shape (n, n_features).
    said : shape (n,), by teachers that learned nothing from the person of the row.
    people : shape (n,), whose each row is.
    settings : LightGBM's.
    trees : how many.
    weight : shape (n,).
    """
    import lightgbm

    told = coarse(table)
    data = lightgbm.Dataset(told, said, weight=weight, params={"verbosity": -1, "max_bin": settings["max_bin"]})
    return pruned(lightgbm.train(dict(settings), data, num_boost_round=trees), told, people)


def fewest_people(booster: Any, table: Floats, people: NDArray[Any]) -> int:
    """How many people the leaf of the fewest holds, of rows it learned from; shapes as those of :func:`student`."""
    leaves = np.asarray(booster.predict(coarse(table), pred_leaf=True, num_threads=1), np.int64).reshape(len(table), -1)
    _, whose = np.unique(people, return_inverse=True)
    held = [
        np.bincount(np.unique(np.column_stack([leaf, whose]), axis=0)[:, 0], minlength=int(leaf.max()) + 1).min()
        for leaf in leaves.T
    ]
    return int(min(held))


def tree_text(booster: Any) -> str:
    """The text of a booster without the least and greatest value of each feature, and without counts of rows.

    Answers do not depend on them.
    """
    lines: list[str] = booster.model_to_string().split("\n")
    return "\n".join(
        _RANGES + " ".join("none" for _ in line.split(" ")) if line.startswith(_RANGES) else line
        for line in lines
        if not line.startswith(_LEFT_OUT)
    )
