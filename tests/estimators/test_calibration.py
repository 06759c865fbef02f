"""Probabilities that mean what they say, by whichever method does so on users it has not seen."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from seqmatch.estimators.calibration.calibration import METHODS, Calibration, Method, choose_calibration
from seqmatch.estimators.metrics import log_loss

CLASSES = 4


def predictions(users: int, sharpness: float, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """What a model says and what is true, where the truth follows the same chances at sharpness 1."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1, (users, CLASSES))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(CLASSES, p=row) for row in true])
    said = np.exp(sharpness * logits)
    return said / said.sum(axis=1, keepdims=True), labels


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(st.floats(0, 1), min_size=CLASSES, max_size=CLASSES), min_size=1, max_size=10))
def test_whatever_goes_in_chances_that_sum_to_one_and_rule_nothing_out_come_out(
    method: Method, rows: list[list[float]]
) -> None:
    fitted = Calibration(method).fit(*predictions(200, 2))
    out = fitted.transform(np.array(rows))
    assert np.allclose(out.sum(axis=1), 1)
    assert (out > 0).all()


@pytest.mark.parametrize("method", ["temperature", "sigmoid", "isotonic"])
def test_an_overconfident_model_loses_less_once_calibrated_on_users_not_seen(method: Method) -> None:
    fitted = Calibration(method).fit(*predictions(600, 4, seed=1))
    said, labels = predictions(1000, 4, seed=2)
    assert log_loss(fitted.transform(said), labels) < log_loss(said, labels) - 0.5


def test_temperature_hardly_changes_which_goal_leads_where_base_rates_are_alike() -> None:
    fitted = Calibration("temperature").fit(*predictions(2000, 4, seed=1))
    said, _ = predictions(100, 4, seed=2)
    assert np.mean(fitted.transform(said).argmax(axis=1) == said.argmax(axis=1)) > 0.95


def test_a_model_that_knows_nothing_is_calibrated_to_the_base_rates() -> None:
    rng = np.random.default_rng(3)
    said = rng.dirichlet(np.ones(CLASSES), 1500)
    labels = rng.choice(CLASSES, 1500, p=(0.6, 0.2, 0.1, 0.1))
    chosen = choose_calibration(said, labels, seed=0)
    assert np.abs(chosen.calibration.transform(said).mean(axis=0) - (0.6, 0.2, 0.1, 0.1)).max() < 0.05
    assert min(chosen.losses.values()) < log_loss(said, labels) - 0.2


def test_the_chosen_method_is_the_one_that_loses_least_on_users_held_out() -> None:
    for sharpness in (0.5, 1, 4):
        chosen = choose_calibration(*predictions(500, sharpness), seed=0)
        assert set(chosen.losses) == set(METHODS)
        assert chosen.losses[chosen.calibration.method] == min(chosen.losses.values())


def test_held_out_rows_are_those_the_reported_loss_was_measured_on() -> None:
    said, labels = predictions(400, 3)
    chosen = choose_calibration(said, labels, seed=0)
    assert log_loss(chosen.held_out, labels) == chosen.losses[chosen.calibration.method]
    assert not np.array_equal(chosen.held_out, chosen.calibration.transform(said))


@pytest.mark.parametrize("method", METHODS)
def test_a_class_that_never_occurred_keeps_a_chance(method: Method) -> None:
    said, labels = predictions(300, 1)
    fitted = Calibration(method).fit(said, np.where(labels == 3, 0, labels))
    assert (fitted.transform(said)[:, 3] > 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_calibration_survives_json(method: Method) -> None:
    said, labels = predictions(300, 2)
    fitted = Calibration(method).fit(said, labels)
    again = Calibration.from_json(json.loads(json.dumps(fitted.to_json())))
    assert np.array_equal(again.transform(said), fitted.transform(said))


def test_log_loss_of_a_uniform_guess_is_the_logarithm_of_the_number_of_classes() -> None:
    assert log_loss(np.full((7, CLASSES), 1 / CLASSES), np.zeros(7, dtype=int)) == pytest.approx(np.log(CLASSES))
