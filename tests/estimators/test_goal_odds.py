"""Goal odds on a toy world whose true odds are known: easier goals are met more often, and so are those of savers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting.goal_folds import later_splits, person_splits
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.lifecycle.versions.artifact import pack, unpack

Floats = NDArray[np.float64]
GROUPS = ("saver", "noise", "noise", "ambition")


@dataclass(frozen=True)
class Toy:
    """Four goals of each person; ``table`` shape (n, 4): saver, noise, noise, ambition; ``odds`` are true."""

    table: Floats
    odds: Floats
    met: NDArray[np.bool_]
    people: NDArray[np.intp]
    asked: NDArray[np.intp]


def toy(people: int = 200, seed: int = 1) -> Toy:
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), 4)
    table = np.column_stack([rng.normal(0, 1, (people, 3))[person], rng.exponential(1, len(person))])
    odds = 1 / (1 + np.exp(-(0.4 + 0.8 * table[:, 0] - table[:, 3])))
    return Toy(table, odds, rng.random(len(odds)) < odds, person, rng.integers(0, 500, len(odds)))


@cache
def fitted() -> GoalOdds:
    world = toy()
    return GoalOdds((1, 0, 0, -1), GROUPS).fit(world.table, world.met, world.people, world.asked, world.asked + 60)


def test_it_beats_the_base_rate_on_other_people() -> None:
    known, asked = toy(), toy(people=400, seed=9)
    said = fitted().predict(asked.table).odds
    assert ((said - asked.odds) ** 2).mean() < 0.4 * ((known.met.mean() - asked.odds) ** 2).mean()


def test_nine_intervals_in_ten_hold_the_true_odds_of_other_people() -> None:
    asked = toy(people=400, seed=9)
    said = fitted().predict(asked.table)
    held = ((said.low <= asked.odds) & (asked.odds <= said.high)).mean()
    assert 0.85 <= held < 1
    assert ((said.low < said.odds) & (said.odds < said.high)).all()
    assert (said.high - said.low).mean() < 0.5


def test_the_odds_never_rise_with_ambition_and_never_fall_with_saving() -> None:
    rows = np.repeat(toy(people=10, seed=3).table, 30, axis=0)
    for column, sign in ((3, -1), (0, 1)):
        swept = rows.copy()
        swept[:, column] = np.tile(np.linspace(-3, 3, 30), len(rows) // 30)
        steps = np.diff(fitted().predict(swept).odds.reshape(-1, 30), axis=1)
        assert (sign * steps >= -1e-12).all()
        assert (sign * steps).sum(axis=1).min() > 0.1


def test_what_decides_is_named_and_noise_is_not() -> None:
    hard = fitted().reasons(np.array([0.0, 0.0, 0.0, 4.0]))
    saver = fitted().reasons(np.array([2.5, 0.0, 0.0, 0.7]))
    assert min(hard, key=lambda group: hard[group]) == "ambition"
    assert max(saver, key=lambda group: saver[group]) == "saver"
    assert abs(hard["noise"]) < 0.5 * abs(hard["ambition"])


def test_both_kinds_of_trees_are_measured_and_the_better_one_serves() -> None:
    report = fitted().report_
    assert report["serves"] == min(("boosted", "forest"), key=lambda kind: report[kind]["brier"])
    assert report["brier_calibrated"] < 0.25
    assert all(report[kind]["brier_later"] < 0.25 for kind in ("boosted", "forest"))


def test_a_kept_model_answers_the_same_and_is_small() -> None:
    files = pack("goal_odds", fitted().state())
    again = GoalOdds.from_state(unpack("goal_odds", files))
    rows = toy(people=20, seed=4).table
    assert np.array_equal(again.predict(rows).low, fitted().predict(rows).low)
    assert sum(map(len, files.values())) < 1_000_000


def test_it_refuses_to_learn_from_goals_that_all_ended_alike() -> None:
    world = toy()
    with pytest.raises(TrainingError, match="some met and some not"):
        GoalOdds().fit(world.table, np.ones(len(world.met), np.bool_), world.people, world.asked, world.asked)


def test_no_fold_knows_the_person_or_what_ended_after_the_question() -> None:
    world = toy()
    due = world.asked + 60
    for known, judged in person_splits(world.people, 5, 0):
        assert not set(world.people[known]) & set(world.people[judged])
    pairs = list(later_splits(world.people, world.asked, due, 5, 0))
    assert sum(len(judged) for _, judged in pairs) > 0.3 * len(due)
    for known, judged in pairs:
        assert not set(world.people[known]) & set(world.people[judged])
        assert due[known].max() < world.asked[judged].min()
