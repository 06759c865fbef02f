"""What is concluded from contests: a win on the main metric promotes, unless something guarded got worse."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups, mean_of
from seqmatch.lifecycle.measuring.comparison import Comparison, paired
from seqmatch.lifecycle.measuring.decision import Contest, judged


def comparison(metric: str, low: float, high: float) -> Comparison:
    return Comparison(metric, 1.0, 1.0, (low + high) / 2, (low, high), 100)


WON, LOST, TIE = comparison("main", 0.1, 0.2), comparison("main", -0.2, -0.1), comparison("main", -0.1, 0.1)
GUARDED_LOST, GUARDED_TIE = comparison("guarded", -0.2, -0.1), comparison("guarded", -0.1, 0.1)


def contest(*comparisons: Comparison, advantage: bool = False) -> Contest:
    return Contest("new users", comparisons, "main", advantage)


@pytest.mark.parametrize(
    ("contests", "outcome"),
    [
        ((contest(WON, GUARDED_TIE),), "promoted"),
        ((contest(WON, GUARDED_LOST),), "kept"),
        ((contest(WON, GUARDED_TIE), contest(TIE, GUARDED_LOST)), "kept"),
        ((contest(WON, GUARDED_TIE), contest(LOST, GUARDED_LOST, advantage=True)), "promoted"),
        ((contest(TIE, GUARDED_TIE),), "kept"),
        ((contest(LOST, GUARDED_TIE),), "kept"),
        ((), "kept"),
    ],
)
def test_a_guarded_metric_that_is_worse_beyond_noise_stops_a_promotion(
    contests: tuple[Contest, ...], outcome: str
) -> None:
    decided, why = judged(contests, (), "the main metric")
    assert decided == outcome
    if any(one is GUARDED_LOST for each in contests if not each.advantage for one in each.comparisons):
        assert "guarded" in why[0]


def test_data_that_teaches_nothing_stops_a_promotion() -> None:
    assert judged((contest(WON),), ("Too few labels.",), "the main metric") == ("kept", ("Too few labels.",))


def test_the_interval_of_a_difference_is_as_wide_as_its_standard_error_says() -> None:
    rng = np.random.default_rng(2)
    theirs, ours = rng.random(500), rng.random(500) + 0.2
    found = paired("accuracy", mean_of(theirs), mean_of(ours), 500, seed=1)
    low, high = found.ci95
    assert low < found.gain < high
    assert high - low == pytest.approx(2 * 1.96 * (ours - theirs).std() / math.sqrt(500), rel=0.15)


def test_groups_are_drawn_whole_and_anew() -> None:
    groups = np.array(["a", "b", "a", "c", "b", "a"])
    drawn = [rows.tolist() for rows in draws_of_groups(groups, seed=3, resamples=50)]
    for rows in drawn:
        counts = np.bincount(rows, minlength=6)
        assert counts[0] == counts[2] == counts[5] and counts[1] == counts[4]
        assert counts[0] + counts[1] + counts[3] == 3
    assert len({tuple(rows) for rows in drawn}) > 10
