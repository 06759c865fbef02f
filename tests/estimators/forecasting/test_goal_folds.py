"""Folds in which nobody, and no later time, is known."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.forecasting.goal_folds import LEAST_ROWS, by_person, enough, later_splits, person_splits

PEOPLE = np.repeat(np.arange(10), 6)


def test_all_rows_of_a_person_are_in_one_fold_and_people_are_spread_evenly() -> None:
    fold = by_person(PEOPLE + 100, 3, seed=1)
    each = fold.reshape(10, 6)
    assert (each == each[:, :1]).all()
    assert sorted(np.bincount(each[:, 0]).tolist()) == [3, 3, 4]
    assert by_person(PEOPLE + 100, 3, seed=2).tolist() != fold.tolist()


def test_each_row_is_judged_once_by_what_others_taught() -> None:
    splits = list(person_splits(PEOPLE, 3, seed=1))
    assert sorted(np.concatenate([judged for _, judged in splits]).tolist()) == list(range(60))
    for known, judged in splits:
        assert not set(PEOPLE[known]) & set(PEOPLE[judged])
        assert len(known) + len(judged) == 60


def test_later_rows_are_judged_by_what_had_ended_before_they_were_asked() -> None:
    asked = np.tile(np.arange(6), 10) * 10
    due = asked + 10
    splits = list(later_splits(PEOPLE, asked, due, 3, seed=1))
    assert len(splits) == 3
    assert set(asked[np.concatenate([judged for _, judged in splits])]) == {30, 40, 50}
    for known, judged in splits:
        assert not set(PEOPLE[known]) & set(PEOPLE[judged])
        assert set(due[known]) == {10, 20}
    assert list(later_splits(PEOPLE[:0], asked[:0], due[:0], 3, seed=1)) == []


@pytest.mark.parametrize(
    ("rows", "met", "is_enough"),
    [
        (LEAST_ROWS, LEAST_ROWS // 8, True),
        (LEAST_ROWS, LEAST_ROWS // 8 - 1, False),
        (LEAST_ROWS, LEAST_ROWS - LEAST_ROWS // 8, True),
        (LEAST_ROWS, LEAST_ROWS - LEAST_ROWS // 8 + 1, False),
        (LEAST_ROWS - 1, LEAST_ROWS // 2, False),
    ],
)
def test_outcomes_are_enough_where_either_is_an_eighth(rows: int, met: int, is_enough: bool) -> None:
    assert bool(enough(np.arange(rows) < met)) is is_enough
