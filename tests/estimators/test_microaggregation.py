"""No combination of stored values is held by a few: rare ones are taken away, and nothing is made up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seqmatch.estimators.privacy.microaggregation import k_anonymous, microaggregated

FIELDS = [[0], [1, 2], [3]]
TABLES = st.integers(0, 60).flatmap(
    lambda n: arrays(np.float64, (n, 5), elements=st.sampled_from([0.0, 1.0, 2.0, np.nan]))
)


def smallest_group(rows: np.ndarray) -> int:
    """How many hold the rarest combination."""
    if not len(rows):
        return 0
    _, counts = np.unique(np.nan_to_num(rows, nan=-1.0), axis=0, return_counts=True)
    return int(counts.min())


@given(TABLES, st.integers(1, 7))
def test_every_combination_is_held_by_enough_and_what_stands_is_true(rows: np.ndarray, k: int) -> None:
    kept = k_anonymous(rows, FIELDS, k)
    assert not len(rows) or smallest_group(kept[:, :4]) >= min(k, len(rows))
    stands = ~np.isnan(kept)
    assert np.array_equal(kept[stands], rows[stands])
    assert np.array_equal(kept[:, 4], rows[:, 4], equal_nan=True)


@given(TABLES)
def test_the_columns_of_one_field_stand_or_go_together(rows: np.ndarray) -> None:
    kept = k_anonymous(rows, FIELDS, 5)
    gone = np.isnan(kept[:, 1:3]) & ~np.isnan(rows[:, 1:3])
    known = ~np.isnan(rows[:, 1:3])
    assert (gone.any(axis=1) == (gone == known).all(axis=1))[known.any(axis=1) & gone.any(axis=1)].all()


def test_what_many_share_stands_but_for_some_who_keep_the_rare_company() -> None:
    rows = np.array([[0.0, 1.0]] * 10 + [[0.0, 2.0]] * 10 + [[1.0, 3.0]])
    kept = k_anonymous(rows, [[0], [1]], 5)
    assert np.isnan(kept[20]).all()
    assert np.isnan(kept[:, 0]).sum() == 5
    assert np.isnan(kept[:, 1]).sum() == 5


def test_with_fewer_rows_than_needed_nothing_stands() -> None:
    assert np.isnan(k_anonymous(np.ones((4, 2)), [[0], [1]], 5)).all()


@given(TABLES, st.integers(1, 7))
def test_groups_of_similar_people_look_the_same_and_say_only_what_is_true_of_each(rows: np.ndarray, k: int) -> None:
    places = np.nan_to_num(rows[:, 1:4])
    kept, sure = microaggregated(rows, [[0]], [1, 2, 3], places, k)
    assert not len(rows) or smallest_group(kept[:, :4]) >= min(k, len(rows))
    assert np.array_equal(kept[sure], rows[sure])
    assert np.array_equal(kept[:, 4], rows[:, 4], equal_nan=True)


def test_the_median_of_the_closest_stands_for_a_group() -> None:
    rows = np.array([[0.0, value] for value in (1, 2, 3, 4, 5, 101, 102, 103, 104, 105)])
    kept, sure = microaggregated(rows, [[0]], [1], rows[:, 1:], 5)
    assert kept[:, 1].tolist() == [3.0] * 5 + [103.0] * 5
    assert sure[:, 0].all() and not sure[:, 1].any()
