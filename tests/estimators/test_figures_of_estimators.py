"""Metrics against scikit-learn and against sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn import metrics as sklearn

from seqmatch.estimators.metrics import balanced_accuracy, calibration_error, log_loss, macro_f1, ranking_metrics


@pytest.mark.parametrize("seed", range(3))
def test_they_are_what_scikit_learn_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.choice([0, 1, 2, 4], 200)  # nobody is of class 3, but some are said to be
    decided = np.where(rng.random(200) < 0.5, labels, rng.integers(0, 6, 200))
    chances = rng.dirichlet(np.ones(6), 200)
    occur = np.unique(labels)
    assert macro_f1(labels, decided) == pytest.approx(
        sklearn.f1_score(labels, decided, labels=occur, average="macro", zero_division=0)
    )
    recalls = sklearn.recall_score(labels, decided, labels=occur, average=None)
    assert balanced_accuracy(labels, decided) == pytest.approx(np.mean(recalls))
    assert log_loss(chances, labels) == pytest.approx(sklearn.log_loss(labels, chances, labels=np.arange(6)))


def test_calibration_error_weighs_the_gap_of_each_bin_by_its_rows() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 1.0, 0.35])
    hit = np.array([1.0, 1, 0, 1, 1])
    assert calibration_error(confidence, hit) == pytest.approx((abs(3.85 - 3) + abs(0.35 - 1)) / 5)


def test_ranking_metrics_by_hand() -> None:
    scores = np.array([[6.0, 5, 4, 3, 2, 1], [6, 5, 4, 3, 2, 1], [1, 1, 1, 1, 1, 1]])
    relevant = np.array([[1, 0, 1, 0, 0, 1], [0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0]], dtype=bool)
    found = ranking_metrics(scores, relevant)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found["recall_at_5"][:2].tolist() == pytest.approx([2 / 3, 0])
    assert found["ndcg_at_5"][:2].tolist() == pytest.approx([(1 + 1 / math.log2(4)) / ideal, 0])
    assert found["hit_rate_at_5"][:2].tolist() == [1, 0]
    assert [bool(np.isnan(values[2])) for values in found.values()] == [True, True, True]


def test_a_perfect_ranking_of_more_than_five_scores_one() -> None:
    scores, relevant = np.arange(8.0)[None, ::-1], np.array([[True] * 7 + [False]])
    found = ranking_metrics(scores, relevant)
    assert (found["ndcg_at_5"][0], found["recall_at_5"][0]) == pytest.approx((1, 5 / 7))


def test_what_is_not_offered_is_not_found() -> None:
    scores, relevant = np.array([[1.0, -1, -1, -1, -1]]), np.array([[False, True, True, True, True]])
    assert ranking_metrics(scores, relevant)["hit_rate_at_5"].tolist() == [0]
