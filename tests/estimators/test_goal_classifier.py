"""Doubt that is earned: prediction sets that cover, a confidence that holds, and reasons that add up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from toy_world import GOALS, WORLD, make_world

from seqmatch.estimators.calibration.calibration import Calibration
from seqmatch.estimators.classification.goal_classifier import (
    COVERAGE,
    GoalClassifier,
    calibration_error,
    confidence_threshold,
    macro_f1,
)
from seqmatch.estimators.classification.tree_teacher import TreeTeacher

NAMES = ("A", "B", "C", "D", "E")


def noisy(users: int, signal: float, seed: int) -> tuple[NDArray[np.float64], list[str]]:
    """Users whose goal shows in the first columns as strongly as ``signal`` says; some goals are commoner."""
    rng = np.random.default_rng(seed)
    goals = rng.choice(5, users, p=(0.35, 0.25, 0.2, 0.12, 0.08))
    table = rng.normal(0, 1, (users, 6))
    table[np.arange(users), goals] += signal
    return table, [NAMES[goal] for goal in goals]


def fitted(signal: float, seed: int = 0) -> GoalClassifier:
    return GoalClassifier(rounds=20, seed=seed).fit(*noisy(600, signal, seed), NAMES)


def test_each_kind_is_told_by_its_goal() -> None:
    model = GoalClassifier(rounds=20).fit(WORLD.table, WORLD.goals, GOALS)
    fresh = make_world(seed=9)
    chances = model.predict_proba(fresh.table)
    assert np.mean(chances.argmax(axis=1) == fresh.kinds) > 0.9
    assert chances[np.arange(len(fresh.kinds)), fresh.kinds].mean() > 0.85  # labels that are right are believed


def test_chances_sum_to_one_over_all_goals_the_unstated_ones_included() -> None:
    model = GoalClassifier(rounds=5).fit(WORLD.table, WORLD.goals, GOALS)
    chances = model.predict_proba(WORLD.table)
    assert chances.shape == (300, 4)
    assert np.allclose(chances.sum(axis=1), 1)
    assert (chances > 0).all()


def test_a_goal_too_rare_to_model_keeps_its_smoothed_base_rate() -> None:
    goals = list(WORLD.goals)
    goals[:4] = ["NEVER_STATED"] * 4
    model = GoalClassifier(rounds=5).fit(WORLD.table, goals, GOALS)
    assert model.prior_[3] == pytest.approx(4.5 / 302)
    assert np.allclose(model.predict_proba(WORLD.table)[:, 3], model.prior_[3])


def test_too_few_users_to_learn_from_get_the_base_rates() -> None:
    model = GoalClassifier().fit(WORLD.table[:9], WORLD.goals[:9], GOALS)
    assert np.allclose(model.predict_proba(WORLD.table[:5]), (np.array([3, 3, 3, 0]) + 0.5) / 11)
    assert model.report_["calibration"] == "base rates only"
    assert [model.contributions(WORLD.table[0], goal).tolist() for goal in range(4)] == [[0.0] * 8] * 4


@pytest.mark.parametrize("signal", [0.0, 1.0, 3.0])
def test_prediction_sets_hold_the_goal_of_fresh_users_as_often_as_promised(signal: float) -> None:
    model = fitted(signal)
    table, goals = noisy(1500, signal, seed=77)
    chances = model.predict_proba(table)
    inside = [goal in {NAMES[i] for i in model.prediction_set(row)} for goal, row in zip(goals, chances, strict=True)]
    assert np.mean(inside) > COVERAGE - 0.04


def test_the_plainer_goals_show_the_smaller_the_sets() -> None:
    sizes = [
        np.mean([len(model.prediction_set(row)) for row in model.predict_proba(noisy(300, signal, 5)[0])])
        for signal in (0.0, 1.5, 4.0)
        for model in [fitted(signal)]
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[2] < 2


def test_a_prediction_set_is_never_empty_and_leads_with_the_most_probable_goal() -> None:
    model = fitted(4.0)
    for row in model.predict_proba(noisy(50, 4.0, 5)[0]):
        assert model.prediction_set(row)[0] == row.argmax()


@pytest.mark.parametrize("seed", range(5))
def test_labels_of_pure_noise_are_never_named_with_confidence(seed: int) -> None:
    assert fitted(0.0, seed).confident_at_ is None


def test_where_the_leading_goal_is_named_it_is_right_more_often_than_not() -> None:
    model = fitted(2.0)
    table, goals = noisy(1500, 2.0, seed=88)
    chances = model.predict_proba(table)
    assert model.confident_at_ is not None
    named = chances.max(axis=1) >= model.confident_at_
    right = chances.argmax(axis=1) == [NAMES.index(goal) for goal in goals]
    assert named.sum() > 100
    assert right[named].mean() > 0.5


@pytest.mark.parametrize("user", range(5))
def test_contributions_add_up_to_the_log_odds(user: int) -> None:
    """Two users differ in log-odds by as much as their contributions do."""
    model = GoalClassifier(rounds=15).fit(WORLD.table, WORLD.goals, GOALS, maskable=((0,), (1,)))
    model.calibration_ = Calibration("none").fit(np.full((3, 3), 1 / 3), np.arange(3))
    one, other = WORLD.table[user], WORLD.table[user + 7]
    odds = np.log(model.predict_proba(np.array([one, other]))[:, :3])
    odds -= odds[:, :1]
    effects = np.array([[model.contributions(row, goal).sum() for goal in range(3)] for row in (one, other)])
    effects -= effects[:, :1]
    assert (effects[0] - effects[1]).tolist() == pytest.approx((odds[0] - odds[1]).tolist(), abs=1e-6)
    assert model.contributions(one, 3).tolist() == [0] * 8


def test_what_tells_the_kind_contributes_most() -> None:
    model = GoalClassifier(rounds=20).fit(WORLD.table, WORLD.goals, GOALS)
    known = np.flatnonzero(~np.isnan(WORLD.table[:60, :3]).any(axis=1))
    strongest = [int(np.abs(model.contributions(WORLD.table[u], int(WORLD.kinds[u]))).argmax()) for u in known]
    assert np.mean(strongest == WORLD.kinds[known]) > 0.8


def wide(seed: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """400 users with many facts, none of which tells of their goals: whatever is known of these was remembered."""
    table, goals = noisy(400, 0.0, seed)
    more = np.random.default_rng(seed).normal(0, 1, (400, 60))
    return np.hstack([table, more]), np.array([NAMES.index(goal) for goal in goals])


def told_from_strangers(scores: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """How often a user learned from is given their true goal more surely than a stranger theirs."""
    return float(np.mean(scores[:, None] > others[None]) + np.mean(scores[:, None] == others[None]) / 2)


def test_a_user_learned_from_gets_the_answer_that_a_stranger_would_get() -> None:
    (table, goals), (others, theirs) = wide(0), wide(91)
    model = GoalClassifier().fit(table, [NAMES[goal] for goal in goals], NAMES)
    learned, strangers = model.predict_proba(table), model.predict_proba(others)
    assert told_from_strangers(learned[np.arange(400), goals], strangers[np.arange(400), theirs]) < 0.6


def test_the_trees_that_teach_would_remember() -> None:
    (table, goals), (others, theirs) = wide(0), wide(91)
    teacher = TreeTeacher().learn(table, goals, 5)
    learned, strangers = teacher.log_odds(table), teacher.log_odds(others)
    assert told_from_strangers(learned[np.arange(400), goals], strangers[np.arange(400), theirs]) > 0.75


def test_a_threshold_needs_enough_users_and_a_majority_beyond_doubt() -> None:
    sure, guess = np.full(30, 0.9), np.full(30, 0.4)
    assert confidence_threshold(sure, np.ones(30, dtype=bool)) == 0.9
    assert confidence_threshold(sure[:10], np.ones(10, dtype=bool)) is None
    assert confidence_threshold(guess, np.arange(30) % 2 == 0) is None


def test_users_of_equal_confidence_pass_or_fail_together_in_whatever_order_they_come() -> None:
    alike = np.full(100, 0.5)
    lucky_first = np.arange(100) < 45
    assert confidence_threshold(alike, lucky_first) is None
    assert confidence_threshold(alike, lucky_first[::-1]) is None


def test_calibration_error_is_the_gap_between_saying_and_being_right() -> None:
    assert calibration_error(np.full(10, 0.75), np.arange(10) < 5) == pytest.approx(0.25)
    assert calibration_error(np.array([0.95, 0.05]), np.array([True, False])) == pytest.approx(0.05)
    assert calibration_error(np.ones(4), np.ones(4, dtype=bool)) == 0


def test_macro_f1_counts_every_stated_goal_alike() -> None:
    assert macro_f1(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 2])) == 1
    # goal 0: precision 2/3, recall 1; goal 1 is never named; goal 3 is named but never stated and does not count
    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 3])) == pytest.approx((0.8 + 0) / 2)


def test_the_decision_rule_never_changes_the_chances() -> None:
    model = fitted(1.0)
    chances = model.predict_proba(noisy(50, 1.0, 6)[0])
    kept = chances.copy()
    decided = model.decide(chances)
    assert np.array_equal(chances, kept)
    assert decided.tolist() == (chances / model.prior_**model.exponent_).argmax(axis=1).tolist()
