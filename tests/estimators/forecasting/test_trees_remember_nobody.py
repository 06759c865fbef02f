"""The trees that leave training tell nobody's outcomes: leaves of five people, taught by trees that do not know them.

All data is made up; outcomes are chance, so that whoever tells members from strangers does it by memory.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from test_spending_forecaster import made

from seqmatch.estimators.calibration.calibration import Calibration
from seqmatch.estimators.forecasting import low_balance, low_balance_level
from seqmatch.estimators.forecasting.cash_path import HORIZON
from seqmatch.estimators.forecasting.goal_folds import by_person
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.estimators.forecasting.low_balance import LowBalance
from seqmatch.estimators.forecasting.low_balance_level import LowestPoint
from seqmatch.estimators.forecasting.ratios import week_ratios, window_ratios
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.windows import AHEAD
from seqmatch.estimators.privacy.pruned_trees import pruned
from seqmatch.estimators.privacy.trees import coarse, fewest_people, tree_text
from seqmatch.lifecycle.measuring.attacks import chance_of_area, told_apart
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]
ROWS, SIDE = 12, 100
"""Rows of each person, and people on either side."""
LIGHTGBM_ZERO = 1e-30
"""LightGBM parts positive from negative values there, whatever the data."""
PEOPLE = np.repeat(np.arange(2 * SIDE), ROWS)
MINE = PEOPLE < SIDE


@cache
def chance() -> tuple[Floats, NDArray[np.bool_]]:
    """Features, shape (n, number of FEATURES), and what came of them, which they do not tell."""
    rng = np.random.default_rng(5)
    return rng.normal(size=(len(PEOPLE), len(low_balance.FEATURES))), rng.random(len(PEOPLE)) < 0.4


def likely(odds: Floats, happened: NDArray[np.bool_]) -> Floats:
    return np.log(np.where(happened, odds, 1 - odds))


@cache
def low_odds() -> LowBalance:
    features, below = chance()
    return LowBalance(drawn=0.0).fit(features[MINE], below[MINE], PEOPLE[MINE])


@cache
def lowest() -> LowestPoint:
    features, _ = chance()
    table, fell = features[:, : len(low_balance_level.LEVEL_FEATURES)], features[:, -1]
    flat = np.zeros((int(MINE.sum()), 3, HORIZON))
    return LowestPoint().fit(table[MINE], fell[MINE], fell[MINE], flat, flat[:, 1], PEOPLE[MINE])


@cache
def goals() -> GoalOdds:
    features, met = chance()
    day = np.zeros(int(MINE.sum()), np.intp)
    return GoalOdds().fit(features[MINE], met[MINE], PEOPLE[MINE], day, day)


@cache
def spending() -> SpendingForecaster:
    windows = made(2 * SIDE, times=10)
    return SpendingForecaster(rounds=60).fit(windows.subset(windows.person < SIDE))


def fit_of_low_odds() -> tuple[Floats, NDArray[np.int64]]:
    features, below = chance()
    return likely(low_odds().odds(features), below), PEOPLE


def fit_of_lowest() -> tuple[Floats, NDArray[np.int64]]:
    features, _ = chance()
    said = lowest().lowest(features[:, : len(low_balance_level.LEVEL_FEATURES)], np.zeros((len(features), 3)))[:, 1]
    return -np.abs(said - features[:, -1]), PEOPLE


def fit_of_goals() -> tuple[Floats, NDArray[np.int64]]:
    features, met = chance()
    return likely(goals().predict(features).odds, met), PEOPLE


def fit_of_spending() -> tuple[Floats, NDArray[np.int64]]:
    windows = made(2 * SIDE, times=10)
    said = spending().trees_["trees"].predict(windows)[0][:, 1]
    return -np.abs(said - windows.total) / windows.scale, windows.person


@pytest.mark.parametrize("fit", [fit_of_low_odds, fit_of_lowest, fit_of_goals, fit_of_spending])
def test_members_are_told_from_strangers_no_better_than_by_chance(
    fit: Callable[[], tuple[Floats, NDArray[np.int64]]],
) -> None:
    each, person = fit()
    means = np.bincount(person, each) / np.bincount(person)
    told = told_apart("memory", means[:SIDE], means[SIDE:])
    assert abs(told.measure - 0.5) < chance_of_area(SIDE, SIDE), told.in_words()


def test_every_leaf_is_of_five_people() -> None:
    features, _ = chance()
    mine, people = features[MINE], PEOPLE[MINE]
    level = mine[:, : len(low_balance_level.LEVEL_FEATURES)]
    windows = made(2 * SIDE, times=10)
    windows = windows.subset(windows.person < SIDE)
    ratios = window_ratios(windows)
    trees = spending().trees_["trees"].models_
    weeks = week_ratios(windows, ratios)
    fold = by_person(people, 5, 0)
    held = {
        "odds": fewest_people(low_odds().booster_, mine, people),
        "lowest": min(fewest_people(one, level, people) for one in lowest().boosters_),
        "goals": min(
            fewest_people(one, mine[fold != number], people[fold != number])
            for number, one in enumerate(goals().boosters_)
        ),
        "totals": min(fewest_people(trees[name], ratios, windows.person) for name in ("low", "total", "high")),
        "weeks": fewest_people(trees["week"], weeks, np.repeat(windows.person, AHEAD)),
    }
    assert {name: number for name, number in held.items() if number < MIN_SUPPORT} == {}


def test_a_threshold_lies_between_values_of_two_digits_and_the_text_counts_nobody() -> None:
    text = tree_text(low_odds().booster_)
    features, _ = chance()
    columns = [np.unique(column) for column in coarse(features[MINE]).T]
    for line, split in zip(*(numbers(text, name) for name in ("threshold=", "split_feature=")), strict=True):
        for value, at in zip(map(float, line), map(int, split), strict=True):
            place = np.searchsorted(columns[at], value)
            middle = columns[at][place - 1 : place + 1].mean()
            assert abs(value) < LIGHTGBM_ZERO or value == pytest.approx(middle, abs=1e-9)
    assert not any(word in text for word in ("leaf_count=", "internal_count=", "leaf_weight=", "split_gain="))


def numbers(text: str, name: str) -> list[list[str]]:
    """The numbers of each tree's line that begins with ``name``."""
    return [line.removeprefix(name).split() for line in text.splitlines() if line.startswith(name)]


def test_no_odds_are_set_right_by_steps_since_a_step_may_be_of_few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: set[str] = set()
    fit = Calibration.fit

    def noted(self: Calibration, *given: Any) -> Calibration:
        tried.add(self.method)
        return fit(self, *given)

    monkeypatch.setattr(Calibration, "fit", noted)
    features, happened = chance()
    few = PEOPLE < 30
    day = np.zeros(int(few.sum()), np.intp)
    LowBalance(trees=5).fit(features[few], happened[few], PEOPLE[few])
    GoalOdds(kinds=("forest",)).fit(features[few], happened[few], PEOPLE[few], day, day)
    assert tried == {"none", "temperature", "sigmoid"}


def test_splits_with_fewer_than_five_people_on_a_side_are_taken_out_and_no_others() -> None:
    """Rows of a person are alike here, so that leaves of ten rows are of one or two people."""
    import lightgbm

    rng = np.random.default_rng(0)
    people = np.repeat(np.arange(60), 12)
    table = coarse(rng.normal(size=(60, 4))[people] + 0.01 * rng.normal(size=(720, 4)))
    quiet = {"verbosity": -1, "num_threads": 1}
    data = lightgbm.Dataset(table, rng.normal(size=60)[people], params=quiet)
    grown = lightgbm.train({"num_leaves": 12, "min_data_in_leaf": 10, **quiet}, data, num_boost_round=10)
    assert fewest_people(grown, table, people) < MIN_SUPPORT
    assert fewest_people(pruned(grown, table, people), table, people) >= MIN_SUPPORT
    assert np.array_equal(pruned(grown, table, people, least=0).predict(table), grown.predict(table))
