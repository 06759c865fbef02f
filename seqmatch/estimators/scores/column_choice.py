"""Which columns tell something of an outcome, which say the same, and which to keep.

Not for causes: a column matters here where shuffling it makes a forest predict worse on people it has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

ALIKE = 0.9
"""Spearman's correlation from which two columns say the same."""
TREES = 120
NULLS = 3
LEAST = 0.002
"""Skill that a column must be worth."""
MOST_ROWS = 20_000


@dataclass(frozen=True)
class ColumnChoice:
    """What was found, in the order of the columns.

    Attributes
    ----------
    mutual_information : shape (n,), nats with the outcome; ``null`` the most of any column with the outcome shuffled.
    importance, spread : shape (n,), loss of skill when a column is shuffled, mean over folds by person and its
        standard deviation.
    correlated : (kept, dropped, Spearman's correlation).
    chosen : places of the columns kept.
    skill : of all columns, on people left out: 1 less the squared error over that of the mean.
    chosen_skill : of the chosen ones alone.
    """

    mutual_information: NDArray[np.float64]
    null: float
    importance: NDArray[np.float64]
    spread: NDArray[np.float64]
    correlated: tuple[tuple[int, int, float], ...]
    chosen: tuple[int, ...]
    skill: float
    chosen_skill: float


def choose_columns(table: Array, outcome: Array, people: Array, folds: int = 3, seed: int = 0) -> ColumnChoice:
    """Judge ``table``, shape (n, n_columns), NaN where unknown, by ``outcome``, shape (n,), folds by ``people``.

    A column is kept where its mutual information is above the null or its importance above twice its spread, and no
    better column says the same.
    """
    from sklearn.feature_selection import mutual_info_regression

    rng = np.random.default_rng(seed)
    known = np.flatnonzero(~np.isnan(outcome))
    rows = np.sort(rng.permutation(known)[:MOST_ROWS])
    table, outcome, people = table[rows], outcome[rows], people[rows]
    filled = np.where(np.isnan(table), np.nan_to_num(np.nanmedian(table, axis=0)), table)
    some = rng.permutation(len(filled))[:4_000]
    told = mutual_info_regression(filled[some], outcome[some], random_state=seed)
    nothing = [
        mutual_info_regression(filled[some], rng.permutation(outcome[some]), random_state=seed + turn)
        for turn in range(NULLS)
    ]
    null = float(np.max(nothing))
    skill, losses = _importance(filled, outcome, people, folds, seed)
    importance, spread = losses.mean(axis=0), losses.std(axis=0)
    useful = np.flatnonzero((told > null) | (importance > np.maximum(2 * spread, LEAST)))
    ranks = np.argsort(np.argsort(filled, axis=0, kind="stable"), axis=0).astype(float)
    alike = np.nan_to_num(np.corrcoef(ranks.T))
    kept: list[int] = []
    same: list[tuple[int, int, float]] = []
    for column in sorted(useful.tolist(), key=lambda at: (-importance[at], -told[at], at)):
        rival = max(kept, key=lambda at: abs(alike[at, column]), default=None)
        if rival is not None and abs(alike[rival, column]) >= ALIKE:
            same.append((rival, column, round(float(alike[rival, column]), 3)))
        else:
            kept.append(column)
    chosen = tuple(sorted(kept))
    again = _importance(filled[:, chosen], outcome, people, folds, seed, shuffles=False)[0] if chosen else 0.0
    return ColumnChoice(told, null, importance, spread, tuple(same), chosen, skill, again)


def _importance(
    table: Array, outcome: Array, people: Array, folds: int, seed: int, shuffles: bool = True
) -> tuple[float, NDArray[np.float64]]:
    """Skill on people left out, and what shuffling each column takes of it, shape (folds, n_columns)."""
    from sklearn.ensemble import ExtraTreesRegressor
    from sklearn.model_selection import GroupKFold

    skills: list[float] = []
    losses = np.zeros((folds, table.shape[1]))
    rng = np.random.default_rng(seed)
    for fold, (train, test) in enumerate(GroupKFold(folds).split(table, outcome, people)):
        forest = ExtraTreesRegressor(TREES, min_samples_leaf=5, max_features=0.4, random_state=seed, n_jobs=1)
        forest.fit(table[train], outcome[train])
        base = float(((outcome[test] - outcome[train].mean()) ** 2).mean())
        skills.append(1 - _error(forest.predict(table[test]), outcome[test]) / base)
        for column in range(table.shape[1]) if shuffles else ():
            other = table[test].copy()
            other[:, column] = rng.permutation(other[:, column])
            losses[fold, column] = skills[-1] - 1 + _error(forest.predict(other), outcome[test]) / base
    return float(np.mean(skills)), losses


def _error(said: Array, true: Array) -> float:
    return float(((said - true) ** 2).mean())


def in_words(choice: ColumnChoice, names: Sequence[str]) -> dict[str, list[str]]:
    """The names kept, those dropped because another says the same, and those that say nothing."""
    dropped = [names[column] for _, column, _ in choice.correlated]
    kept = [names[column] for column in choice.chosen]
    return {"kept": kept, "same": dropped, "nothing": [name for name in names if name not in {*kept, *dropped}]}
