"""Every metric on cases small enough to score by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seqmatch.families.onboarding.evaluation.figures import TARGETS, described, figure, goal_metrics
from seqmatch.lifecycle.measuring.bootstrap import mean_of

GROUPS = np.array([0, 0, 1, 1])


def test_a_figure_stands_beside_its_interval_and_baseline() -> None:
    values = np.array([0.0, 1.0] * 200)
    found = figure("goal.accuracy", mean_of(values), len(values), 0.25, seed=1)
    assert set(found) == {"value", "ci95", "baseline"}
    assert (found["value"], found["baseline"]) == (0.5, 0.25)
    low, high = found["ci95"]
    assert low < 0.5 < high
    assert high - low == pytest.approx(2 * 1.96 * 0.5 / math.sqrt(400), rel=0.15)


def test_the_same_seed_draws_the_same_interval() -> None:
    values = np.random.default_rng(0).random(50)
    one, again, other = (figure("x", mean_of(values), 50, None, seed) for seed in (1, 1, 2))
    assert one == again != other


@pytest.mark.parametrize("path", TARGETS)
def test_a_target_is_met_only_by_more_than_it(path: str) -> None:
    at, above = (described(path, TARGETS[path] + more, (0, 1), 0.0) for more in (0, 0.01))
    assert (at["target"], at["meets_target"], above["meets_target"]) == (TARGETS[path], False, True)


def test_a_figure_without_a_target_does_not_speak_of_one() -> None:
    assert described("goal.ece", 0.1, (0, 1), None) == {"value": 0.1, "ci95": [0.0, 1.0], "baseline": None}


def test_goal_metrics_by_hand() -> None:
    chances = np.array(
        [
            [0.70, 0.10, 0.10, 0.10],  # right
            [0.30, 0.25, 0.05, 0.40],  # second; its group leads in sum though its goal does not
            [0.10, 0.20, 0.30, 0.40],  # third
            [0.40, 0.30, 0.20, 0.10],  # last
        ]
    )
    labels = np.array([0, 0, 1, 3])
    decided = np.array([0, 0, 1, 0])
    everyone = np.arange(4)
    found = {name: metric(everyone) for name, metric in goal_metrics(chances, decided, labels, GROUPS).items()}
    confidence = [0.7, 0.4, 0.4, 0.4]
    assert found == pytest.approx(
        {
            "accuracy": 1 / 4,
            "top3_accuracy": 3 / 4,
            "group_accuracy": 2 / 4,
            "balanced_accuracy": (2 / 2 + 1 / 1 + 0 / 1) / 3,
            "macro_f1": (2 * 2 / (2 + 3) + 1 + 0) / 3,
            "log_loss": -np.mean(np.log([0.7, 0.3, 0.2, 0.1])),
            "ece": (abs(0.7 - 1) + abs(sum(confidence[1:]) - 0)) / 4,
        }
    )


def test_a_metric_is_of_the_users_chosen_as_often_as_they_are_chosen() -> None:
    chances = np.eye(4)
    metrics = goal_metrics(chances, np.arange(4), np.array([0, 1, 3, 2]), GROUPS)
    assert metrics["accuracy"](np.array([0, 0, 0, 2])) == 0.75
