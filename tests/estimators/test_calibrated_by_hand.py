"""What a calibration does to chances, with its curves written down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqmatch.estimators.calibration.calibration import Calibration, choose_calibration

SAID = np.array([[0.7, 0.2, 0.1], [0.2, 0.2, 0.6]])
PRIOR = [0.5, 0.3, 0.2]


def transformed(method: str, **curves: Any) -> np.ndarray:
    return Calibration.from_json({"method": method, "prior": PRIOR, **curves}).transform(SAID)


def shares(values: Any) -> np.ndarray:
    table = np.asarray(values, float)
    return np.asarray(table / table.sum(axis=1, keepdims=True))


def test_a_temperature_blends_what_is_said_with_the_base_rates() -> None:
    assert transformed("temperature", trust=0.25) == pytest.approx(shares(SAID**0.25 * np.array(PRIOR) ** 0.75))
    assert transformed("temperature", trust=1.0) == pytest.approx(SAID)
    assert transformed("none") == pytest.approx(SAID)


def test_a_sigmoid_bends_the_odds_of_each_class_and_a_twentieth_is_the_base_rates() -> None:
    lines = [[2.0, 0.5], [1.0, 0.0], [0.0, -1.0]]
    odds = np.log(SAID / (1 - SAID))
    curved = 1 / (1 + np.exp(-(odds * [2, 1, 0] + [0.5, 0, -1])))
    told = transformed("sigmoid", slope_intercept=lines)
    assert told == pytest.approx(0.95 * shares(curved) + 0.05 * np.array(PRIOR), abs=1e-6)


def test_isotonic_steps_are_read_between_their_knots() -> None:
    steps = [[[0.0, 1.0], [0.0, 0.5]], [[0.1, 0.3], [0.2, 0.4]], [[0.5, 0.5], [0.1, 0.9]]]
    curved = [[0.35, 0.3, 0.1], [0.1, 0.3, 0.9]]
    told = transformed("isotonic", steps=steps)
    assert told == pytest.approx(0.95 * shares(curved) + 0.05 * np.array(PRIOR), abs=1e-6)


def test_base_rates_count_half_a_case_more_of_each_class() -> None:
    fitted = Calibration("none").fit(np.full((7, 3), 1 / 3), np.array([0, 0, 0, 0, 1, 1, 1]))
    assert fitted.to_json() == {"method": "none", "prior": pytest.approx([4.5 / 8.5, 3.5 / 8.5, 0.5 / 8.5])}


def test_a_class_of_fewer_than_five_has_its_base_rate_and_the_others_their_curve() -> None:
    rng = np.random.default_rng(0)
    labels = np.r_[np.zeros(4, int), np.repeat([1, 2], 40), np.full(5, 3)]
    said = shares(0.05 + rng.random((89, 4)) + 2 * np.eye(4)[labels])
    lines = Calibration("sigmoid").fit(said, labels).to_json()["slope_intercept"]
    rate = 4.5 / 91
    assert lines[0] == pytest.approx([0.0, np.log(rate / (1 - rate))])
    assert all(slope > 0 for slope, _ in lines[1:])


def test_each_row_held_out_is_calibrated_by_the_others_alone() -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 60)
    said = shares(rng.random((60, 3)) + np.eye(3)[labels])
    chosen = choose_calibration(said, labels, seed=4, folds=3, methods=("temperature",))
    fold = np.random.default_rng(4).permutation(np.arange(60) % 3)
    for one in range(3):
        by_others = Calibration("temperature").fit(said[fold != one], labels[fold != one])
        assert chosen.held_out[fold == one] == pytest.approx(by_others.transform(said[fold == one]))


def test_a_class_of_too_few_gets_its_share_and_those_after_it_their_own_curve() -> None:
    labels = np.array([1] * 4 + [0, 2] * 28)
    said = shares(np.random.default_rng(2).random((60, 3)) + 2 * np.eye(3)[labels])
    curves = Calibration("sigmoid").fit(said, labels).curves_["slope_intercept"]
    assert len(curves) == 3
    assert [slope > 0 for slope, _ in curves] == [True, False, True]
