"""Forecasts what people spend in four weeks, by whatever was best on the backtest of their store."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting import bands
from seqmatch.estimators.forecasting.candidates import Candidates, candidates
from seqmatch.estimators.forecasting.choice import FEWEST_PEOPLE, FEWEST_ROWS, choose_by_group, picked
from seqmatch.estimators.forecasting.held_out import held_out_trees, latest_first, some_of, tests_of
from seqmatch.estimators.forecasting.simple import BASELINE
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.forecasting.windows import Floats, Windows
from seqmatch.estimators.state import State

WEEKLY_BASELINE = "median_of_8_weeks"
TREES, STORE_TREES = "trees", "store_trees"
BIAS = 0.5
"""What a share of bias counts beside WAPE; the bias of one season is not that of the next."""
POINT = "point"
"""The base band that is the forecast itself, at both ends."""
FEWEST_FOR_TREES = 3 * FEWEST_PEOPLE
"""People whom a store has to have for trees of its own."""
OWN_WEIGHT = 2.0
"""Backtests of a person that the typical error of people alike counts as."""


@dataclass(frozen=True)
class Chosen:
    """Names of the forecasts that answer, one for each group of histories; of the band, one for all."""

    totals: tuple[str, ...]
    weeks: tuple[str, ...]
    typical: tuple[str, ...]
    band: str


@dataclass(frozen=True, eq=False)
class Forecast:
    """What is said of each window, in cents.

    Attributes
    ----------
    total : low end, median and high end of the four weeks, shape (n, 3).
    weeks : each coming week, shape (n, AHEAD).
    typical_week : shape (n,).
    usual_error : how far the total is off on average for people alike, shape (n,).
    """

    total: Floats
    weeks: Floats
    typical_week: Floats
    usual_error: Floats


class SpendingForecaster:
    """Rules, trees and averages of them compete on a backtest; the best answers, with a band that holds.

    Not for days: it tells weeks and four weeks. A person's share of seasons is learned only from a year on.

    Parameters
    ----------
    rounds : of the trees.

    Attributes
    ----------
    chosen_ : what answers.
    errors_ : of the backtest, by which the band is as wide as it is.
    backtest_ : person and absolute error of the total, cents, of each window held out, shapes (n,).
    """

    def __init__(self, rounds: int = 100, seed: int = 0) -> None:
        self.rounds = rounds
        self.seed = seed

    def fit(self, windows: Windows) -> SpendingForecaster:
        """Learn from windows whose coming weeks are known, of many people at several days each."""
        self._learn(windows, {}, TREES, None)
        return self

    def adapted(self, past: Windows) -> SpendingForecaster:
        """The forecaster of a store, from windows of its people that are over; this one's own where they are few.

        Parameters
        ----------
        past : none later than four weeks before the day that is asked about.
        """
        other = copy.copy(self)
        other.backtest_ = np.zeros(0, np.int64), np.zeros(0)
        if len(past):
            name = STORE_TREES if len(np.unique(past.person)) >= FEWEST_FOR_TREES else None
            other._learn(past, self.trees_, name, self)
        return other

    def _learn(
        self, windows: Windows, given: Mapping[str, GlobalTrees], own: str | None, before: SpendingForecaster | None
    ) -> None:
        rank = latest_first(windows)
        tests = np.flatnonzero(rank < tests_of(rank))
        asked = windows.subset(tests)
        self.trees_: dict[str, GlobalTrees] = dict(given)
        learned = held_out_trees(windows, rank, self.rounds, self.seed) if own is not None else None
        if learned is not None and own is not None:
            said = learned.asked(asked, given, own)
            self.trees_[own] = learned.student(some_of(windows, self.seed), self.rounds, self.seed)
        else:
            said = candidates(asked, given)
        enough = len(asked) >= FEWEST_ROWS and len(np.unique(asked.person)) >= FEWEST_PEOPLE
        keep = before is not None and not enough
        self.chosen_: Chosen = before.chosen_ if keep and before is not None else _chosen(said, asked)
        self._judge(said, asked, before)

    def _judge(self, said: Candidates, asked: Windows, before: SpendingForecaster | None) -> None:
        """Errors of what is chosen, the base band with the least score, and how wide it has to be."""
        group = bands.group_of(asked)
        middle = picked(said.totals, self.chosen_.totals, group)
        bases = _bases(said, middle)
        few = before is not None and len(asked) < bands.ENOUGH
        if few and before is not None:
            name = before.chosen_.band
        else:
            name = min(bases, key=lambda one: _crossed(bases[one], asked))
        self.chosen_ = replace(self.chosen_, band=name)
        own = bands.errors_of(bases[name], asked)
        weights = np.ones(len(asked))
        self.errors_ = own
        if few and before is not None:
            left = (bands.ENOUGH - len(asked)) / max(len(before.errors_.unit), 1)
            weights = np.concatenate([weights, np.full(len(before.errors_.unit), left)])
            self.errors_ = bands.joined([own, before.errors_])
        self.ends_ = bands.widen(self.errors_, weights)
        off = np.abs(middle - asked.total)
        self.off_ = float(off.sum() / max(bands.unit_of(asked).sum(), 1.0))
        if few and before is not None:
            share = len(asked) / bands.ENOUGH
            self.off_ = share * self.off_ + (1 - share) * before.off_
        self.backtest_ = asked.person, off

    def predict(self, windows: Windows) -> Forecast:
        """Forecasts of the four weeks after each window."""
        said = candidates(windows, self.trees_)
        group = bands.group_of(windows)
        middle = picked(said.totals, self.chosen_.totals, group)
        ends = bands.band(_bases(said, middle)[self.chosen_.band], windows, self.ends_)
        total = np.column_stack([np.minimum(ends[:, 0], middle), middle, np.maximum(ends[:, 1], middle)])
        return Forecast(
            total,
            picked(said.weeks, self.chosen_.weeks, group),
            picked(said.typical, self.chosen_.typical, group),
            self.off_ * bands.unit_of(windows),
        )

    def methods(self, windows: Windows) -> list[str]:
        """The name of the forecast that gives the total of each window."""
        return [self.chosen_.totals[one] for one in bands.group_of(windows).tolist()]

    def typical_error(self, windows: Windows, forecast: Forecast) -> Floats:
        """How far four weeks are off on average, cents, shape (n,), by each person's own backtest.

        Few backtests of one's own count together with those of people alike.
        """
        person, off = self.backtest_
        number = int(max(person.max(initial=-1), windows.person.max(initial=-1))) + 1
        times = np.bincount(person, minlength=number)[windows.person]
        total = np.bincount(person, off, minlength=number)[windows.person]
        return np.asarray((total + OWN_WEIGHT * forecast.usual_error) / (times + OWN_WEIGHT))

    def state(self) -> State:
        """Trees as text, choices, errors as means of MIN_SUPPORT people; nothing of one person of the backtest."""
        errors = self._told_errors()
        rng = np.random.default_rng(self.seed)
        rows = np.sort(rng.permutation(len(errors.unit))[: bands.KEPT * bands.GROUPS])
        arrays: dict[str, NDArray[Any]] = {
            "below": errors.below[rows].astype(np.float32),
            "above": errors.above[rows].astype(np.float32),
            "unit": errors.unit[rows].astype(np.float32),
            "group": errors.group[rows].astype(np.int8),
            "ends": self.ends_,
        }
        for name, trees in self.trees_.items():
            arrays |= {f"{name}/{part}": text for part, text in trees.state().arrays.items()}
        params = {
            "rounds": self.rounds,
            "seed": self.seed,
            "off": self.off_,
            "trees": sorted(self.trees_),
            "totals": list(self.chosen_.totals),
            "weeks": list(self.chosen_.weeks),
            "typical": list(self.chosen_.typical),
            "band": self.chosen_.band,
        }
        return State(params, arrays)

    def _told_errors(self) -> bands.Errors:
        """The errors of this backtest told of enough people, and those of the model before, told so already."""
        people, _ = self.backtest_
        own, before = (
            bands.Errors(*(getattr(self.errors_, name)[rows] for name in ("below", "above", "unit", "group")))
            for rows in (slice(None, len(people)), slice(len(people), None))
        )
        told = bands.of_enough_people(own, people)
        return bands.joined([told, before])

    @classmethod
    def from_state(cls, state: State) -> SpendingForecaster:
        told, arrays = state.params, state.arrays
        fitted = cls(told["rounds"], told["seed"])
        fitted.off_, fitted.ends_ = told["off"], arrays["ends"]
        fitted.chosen_ = Chosen(tuple(told["totals"]), tuple(told["weeks"]), tuple(told["typical"]), told["band"])
        below, above, unit = (arrays[name].astype(np.float64) for name in ("below", "above", "unit"))
        fitted.errors_ = bands.Errors(below, above, unit, arrays["group"].astype(np.intp))
        fitted.trees_ = {}
        for name in told["trees"]:
            parts = {key.split("/")[1]: text for key, text in arrays.items() if key.startswith(f"{name}/")}
            fitted.trees_[name] = GlobalTrees.from_state(State({"rounds": told["rounds"], "seed": told["seed"]}, parts))
        fitted.backtest_ = np.zeros(0, np.int64), np.zeros(0)
        return fitted


def _chosen(said: Candidates, asked: Windows) -> Chosen:
    group = bands.group_of(asked)
    totals = choose_by_group(said.totals, asked.total, asked.person, group, bands.GROUPS, BASELINE, BIAS)
    weeks = choose_by_group(said.weeks, asked.spent, asked.person, group, bands.GROUPS, WEEKLY_BASELINE, 0.0)
    flat = {name: np.repeat(week[:, None], asked.spent.shape[1], axis=1) for name, week in said.typical.items()}
    typical = choose_by_group(flat, asked.spent, asked.person, group, bands.GROUPS, WEEKLY_BASELINE, 0.0)
    return Chosen(totals, weeks, typical, POINT)


def _bases(said: Candidates, middle: Floats) -> dict[str, Floats]:
    """Bands before they are set right: the forecast at both ends, quantiles, and averages of two of these."""
    bases = {POINT: np.column_stack([middle, middle]), **said.quantiles}
    names = list(bases)
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            bases[f"{name} + {other}"] = (bases[name] + bases[other]) / 2
    return bases


def _crossed(base: Floats, asked: Windows) -> float:
    """Winkler score of a base band set right by one half of the people and scored on the other, both ways."""
    errors, half = bands.errors_of(base, asked), asked.person % 2 == 0
    score = 0.0
    for rows in (half, ~half):
        if rows.all() or not rows.any():
            return 0.0
        part = bands.Errors(errors.below[~rows], errors.above[~rows], errors.unit[~rows], errors.group[~rows])
        ends = bands.widen(part, np.ones(int((~rows).sum())))
        other = asked.subset(rows)
        score += len(other) * bands.fair_winkler(bands.band(base[rows], other, ends), other)
    return score
