"""Groups hold everyone once and enough of them, and no share of a group tells of a few."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seqmatch.estimators.privacy.groups import group_means, groups_alike, pooled, smoothed
from seqmatch.settings import MIN_SUPPORT

PLACES = st.integers(1, 90).flatmap(lambda n: arrays(np.float64, (n, 3), elements=st.integers(-4, 4)))


@given(PLACES, st.integers(1, 20))
def test_everyone_is_in_one_group_of_at_least_so_many(places: np.ndarray, least: int) -> None:
    groups = groups_alike(places, np.arange(len(places)), least)
    assert sorted(np.concatenate(groups).tolist()) == list(range(len(places)))
    assert min(map(len, groups)) >= min(least, len(places))
    assert len(groups) == max(1, len(places) // least)


def test_those_who_stand_together_are_grouped_together() -> None:
    places = np.array([[0.0, 0], [9, 9], [0.1, 0], [9, 9.1], [0, 0.1], [9.1, 9]])
    assert {frozenset(group.tolist()) for group in groups_alike(places, np.arange(6), 3)} == {
        frozenset({0, 2, 4}),
        frozenset({1, 3, 5}),
    }


COUNTS = st.integers(1, 12).flatmap(
    lambda n: arrays(np.int64, (n, 2), elements=st.integers(20, 40)).flatmap(
        lambda sizes: st.tuples(st.just(sizes), arrays(np.float64, (n, 2), elements=st.floats(0, 1)))
    )
)


@given(COUNTS)
def test_every_share_is_a_count_of_enough_people_or_of_none_or_all(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    sizes, parts = drawn
    counts = np.rint(sizes * parts)
    shares = pooled(counts, sizes)
    few, nearly_all = counts < MIN_SUPPORT, sizes - counts < MIN_SUPPORT
    exact = ~few & ~nearly_all
    assert np.allclose(shares[exact], counts[exact] / sizes[exact])
    for column in range(counts.shape[1]):
        for alike in (few[:, column], nearly_all[:, column]):
            told = np.unique(shares[alike, column])
            assert len(told) <= 1  # whoever has few is told of like all who have few
            for share in told:
                people = sizes[alike, column].sum()
                holders = round(share * people)
                assert holders == 0 or holders >= MIN_SUPPORT
                assert holders == people or people - holders >= MIN_SUPPORT


def test_what_most_of_a_group_do_not_tell_is_missing_and_a_few_large_values_are_shared_out() -> None:
    values = np.full((40, 3), np.nan)
    values[:20, 0] = 1.5
    values[20:24, 0] = 9.0  # four of the second group tell
    values[:, 1] = 0
    values[:3, 1] = 100.0  # three of the first group
    values[:, 2] = 0
    values[:3, 2], values[20:24, 2] = 100.0, 100.0  # seven of both
    members = (np.arange(20), np.arange(20, 40))
    means = group_means(values, members)
    assert means[0, 0] == pytest.approx(1.5)
    assert np.isnan(means[1, 0])
    assert means[:, 1].tolist() == [0, 0]
    assert means[:, 2].tolist() == pytest.approx([17.5, 17.5])


def test_smoothing_keeps_what_tells_groups_apart_and_drops_what_is_one_groups_own() -> None:
    rng = np.random.default_rng(0)
    apart = np.outer(rng.normal(size=30), np.ones(12))
    rows = apart + rng.normal(0, 0.1, apart.shape)
    told = smoothed(rows, np.full(30, 25), np.ones(12), rank=1)
    assert np.abs(told - apart).mean() < 0.5 * np.abs(rows - apart).mean()
    rows[4, 5] = np.nan
    assert np.isnan(smoothed(rows, np.full(30, 25), np.ones(12), rank=1)[4, 5])


def test_groups_of_many_people_are_those_of_the_slower_way() -> None:
    places = np.random.default_rng(5).normal(size=(900, 6)) * [5, 4, 3, 2, 1, 0.5]
    slow, fast = (groups_alike(places, np.arange(900), 25, many) for many in (False, True))
    assert [group.tolist() for group in fast] == [group.tolist() for group in slow] and len(fast) == 36
