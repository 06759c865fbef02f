"""Backtests: what is said of later windows by trees that know neither the person nor the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.candidates import Candidates, candidates
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.forecasting.windows import AHEAD, Floats, Windows

MOST_TESTS = 4
FEWEST_TESTS = 2
"""Latest windows of each person that are held out, a quarter of them between these."""
FOLDS = 3
"""Of people."""
FEWEST_LEARNED = 300
MOST_LEARNED = 6_000
"""Windows that trees need at least, and learn from at most."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Trees of each fold of people, learned from the windows of the others that are over before the tests begin."""

    folds: tuple[GlobalTrees, ...]

    def asked(self, windows: Windows, given: Mapping[str, GlobalTrees], own: str) -> Candidates:
        """Candidates in which the trees named ``own`` are those of the fold that each person is held out of."""
        fold = fold_of(windows.person)
        rows = [np.flatnonzero(fold == one) for one in range(FOLDS)]
        parts = [
            candidates(windows.subset(some), {**given, own: trees})
            for some, trees in zip(rows, self.folds, strict=True)
        ]
        order = np.argsort(np.concatenate(rows), kind="stable")
        return Candidates(
            *(
                {name: _whole([getattr(part, kind)[name] for part in parts], order) for name in getattr(parts[0], kind)}
                for kind in ("totals", "weeks", "typical", "quantiles")
            )
        )

    def student(self, windows: Windows, rounds: int, seed: int) -> GlobalTrees:
        """Trees that learn what the trees of each fold say of its people, and nothing of what came of them."""
        fold = fold_of(windows.person)
        total, week = np.empty((len(windows), 3)), np.empty((len(windows), AHEAD))
        for one, trees in enumerate(self.folds):
            rows = fold == one
            total[rows], week[rows] = trees.predict(windows.subset(rows))
        return GlobalTrees(rounds, seed).learn(windows, total, week)


def held_out_trees(windows: Windows, rank: NDArray[np.intp], rounds: int, seed: int) -> HeldOut | None:
    """Trees for each fold; None where some fold has too little to learn from."""
    fold, tests = fold_of(windows.person), tests_of(rank)
    first = _first_test(windows, rank, tests)
    folds = []
    for one in range(FOLDS):
        learned = windows.subset((rank >= tests) & (windows.day <= first) & (fold != one))
        if len(learned) < FEWEST_LEARNED:
            return None
        folds.append(GlobalTrees(rounds, seed).fit(some_of(learned, seed)))
    return HeldOut(tuple(folds))


def tests_of(rank: NDArray[np.intp]) -> int:
    """How many of the latest windows of each person are held out."""
    return min(MOST_TESTS, max(FEWEST_TESTS, (int(rank.max()) + 1) // 4))


def _first_test(windows: Windows, rank: NDArray[np.intp], tests: int) -> int:
    """The day by which a window must begin to be over before the tests of most people begin."""
    return int(np.median(windows.day[rank == min(tests - 1, int(rank.max()))])) - 28


def some_of(windows: Windows, seed: int) -> Windows:
    """At most :data:`MOST_LEARNED` of the windows, in their order."""
    if len(windows) <= MOST_LEARNED:
        return windows
    return windows.subset(np.sort(np.random.default_rng(seed).permutation(len(windows))[:MOST_LEARNED]))


def latest_first(windows: Windows) -> NDArray[np.intp]:
    """0 for the latest window of each person, 1 for the one before, …, shape (n,)."""
    order = np.lexsort((-windows.day, windows.person))
    person = windows.person[order]
    starts = np.flatnonzero(np.r_[True, person[1:] != person[:-1]])
    rank = np.zeros(len(windows), np.intp)
    rank[order] = np.arange(len(windows)) - np.repeat(starts, np.diff(np.r_[starts, len(windows)]))
    return rank


def fold_of(person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which fold each person is in."""
    return np.asarray(person % FOLDS)


def _whole(parts: list[Floats], order: NDArray[np.intp]) -> Floats:
    return np.asarray(np.concatenate(parts)[order])
