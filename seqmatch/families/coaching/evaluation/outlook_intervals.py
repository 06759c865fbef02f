"""Figures with 95 % intervals, bootstrapped over people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import Values

RESAMPLED = 500
FEW_RESAMPLED = 100
"""Of figures that are no means."""
Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Figure:
    """One figure of one rival.

    Attributes
    ----------
    job : what is measured, its measure and its unit.
    rival : who answers; ``ours``, a simple rule, or ``ours / gap rule`` for a ratio of two.
    low, high : 95 % interval, bootstrapped over people; it holds its own value: resamples of a calibration error lie
        above it, as people who are drawn twice look less even.
    of : examples.
    """

    job: str
    rival: str
    value: float
    low: float
    high: float
    of: int


class Figures:
    """Collects figures; intervals resample people, the same ones for every figure.

    Parameters
    ----------
    people : shape (n,), who each example is of.
    seed : of the bootstrap.
    """

    def __init__(self, people: NDArray[np.int64], seed: int) -> None:
        self.found: list[Figure] = []
        names, self.place = np.unique(people, return_inverse=True)
        rng = np.random.default_rng(seed)
        drawn = rng.integers(len(names), size=(RESAMPLED, len(names)))
        self.counts = np.stack([np.bincount(one, minlength=len(names)) for one in drawn])
        self.rows_of = [np.flatnonzero(self.place == number) for number in range(len(names))]
        self.drawn = drawn

    def _sums(self, values: Values, rows: Rows) -> tuple[Values, Values]:
        """Sums and numbers by resample, shape (n_resamples,)."""
        sums = np.bincount(self.place[rows], values[rows], minlength=self.counts.shape[1])
        numbers = np.bincount(self.place[rows], minlength=self.counts.shape[1])
        return (self.counts @ sums).astype(np.float64), (self.counts @ numbers).astype(np.float64)

    def mean(self, job: str, rival: str, values: NDArray[Any], rows: Rows | None = None) -> None:
        """The mean of ``values``, shape (n,), over some rows or all."""
        some = np.ones(len(self.place), bool) if rows is None else rows
        numbers = np.asarray(values, np.float64)
        sums, of = self._sums(numbers, some)
        self._add(job, rival, float(numbers[some].mean()), sums[of > 0] / of[of > 0], int(some.sum()))

    def ratio(self, job: str, rival: str, ours: Values, theirs: Values) -> None:
        """The mean of ``ours`` as a share of that of ``theirs``, shapes (n,); nothing where theirs is 0."""
        if not theirs.any():
            return
        every = np.ones(len(self.place), bool)
        self._add(
            f"{job}, ratio",
            rival,
            float(ours.mean() / theirs.mean()),
            self._sums(ours, every)[0] / self._sums(theirs, every)[0],
            len(ours),
        )

    def of_all(self, job: str, rival: str, measure: Callable[[NDArray[np.intp]], float]) -> None:
        """What ``measure`` says of an array of example numbers, which may repeat."""
        again = [
            measure(np.concatenate([self.rows_of[number] for number in people]))
            for people in self.drawn[:FEW_RESAMPLED]
        ]
        self._add(job, rival, measure(np.arange(len(self.place))), np.array(again), len(self.place))

    def _add(self, job: str, rival: str, value: float, again: Values, of: int) -> None:
        low, high = np.quantile(again, (0.025, 0.975)).tolist()
        self.found.append(Figure(job, rival, value, min(low, value), max(high, value), of))
