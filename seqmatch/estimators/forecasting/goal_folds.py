"""Folds in which neither a person nor a later time is known to the model that is judged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]
LATER = 0.4
"""Share of rows that are asked about last, and judged by what had ended before."""
LEAST_ROWS = 60
"""To learn from, and of each outcome at least an eighth of it."""


def by_person(people: Ints, folds: int, seed: int) -> Ints:
    """The fold of each row, shape (n,); all rows of a person are in one, and people are spread evenly."""
    names, place = np.unique(people, return_inverse=True)
    fold = np.random.default_rng(seed).permutation(np.arange(len(names)) % folds)
    return np.asarray(fold[place], np.intp)


def person_splits(people: Ints, folds: int, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """Rows to learn from and rows to judge: other people, any time."""
    fold = by_person(people, folds, seed)
    for one in range(folds):
        yield np.flatnonzero(fold != one), np.flatnonzero(fold == one)


def later_splits(people: Ints, asked: Ints, due: Ints, folds: int, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """Rows to learn from and rows to judge: other people, and only what had ended before the judged rows were asked.

    Parameters
    ----------
    people, asked, due : shape (n,): number of the person, day of the question and day of the outcome.
    """
    if not len(asked):
        return
    cut = np.quantile(asked, 1 - LATER, method="higher")
    for known, judged in person_splits(people, folds, seed):
        yield known[due[known] < cut], judged[asked[judged] >= cut]


def enough(met: NDArray[np.bool_]) -> bool:
    """Whether outcomes, shape (n,), are enough to learn from."""
    return len(met) >= LEAST_ROWS and min(met.sum(), (~met).sum()) >= LEAST_ROWS // 8
