"""Readings of risk beside a truth that is known, because the people are synthetic."""

from __future__ import annotations

from seqmatch.families.planning.evaluation.tolerance import measure


def test_readings_tell_more_than_chance_and_less_than_the_true_odds() -> None:
    found = measure(people=1_500, seed=3)
    by_name = {one.who: one for one in found.told}
    ceiling = by_name["the true odds, a ceiling"].auc[0]
    for name in ("stated", "shown", "capacity"):
        value, low, high = by_name[name].auc
        assert 0.5 < low < value < high < ceiling
    assert by_name["stated"].auc[0] < by_name["the three levels added"].auc[0]


def test_no_single_level_is_right_more_often_than_always_saying_the_majority() -> None:
    found = measure(people=1_500, seed=3)
    accuracies = [one.accuracy for one in found.told if one.accuracy is not None]
    assert len(accuracies) == 3 and max(accuracies) < found.majority
