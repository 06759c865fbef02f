"""Subsets of fixed size: the probabilities are compared with plain enumeration."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqmatch.data.synthetic.people.subsets import draw_subsets, inclusion, log_totals, suffix_sums

odds_lists = st.lists(st.floats(0.01, 50), min_size=1, max_size=7)


def weight(odds: list[float], subset: tuple[int, ...]) -> float:
    return float(np.prod([odds[j] for j in subset]))


@given(odds_lists)
def test_totals_are_the_sums_over_all_subsets_of_each_size(odds: list[float]) -> None:
    enumerated = [
        sum(weight(odds, subset) for subset in combinations(range(len(odds)), k)) for k in range(len(odds) + 1)
    ]
    np.testing.assert_allclose(np.exp(log_totals(np.array([odds]), len(odds)))[0], enumerated, rtol=1e-9)
    np.testing.assert_allclose(suffix_sums(np.array(odds), len(odds))[0], enumerated, rtol=1e-9)


@given(odds_lists)
def test_the_chance_of_a_pattern_is_that_of_the_subsets_that_hold_it(odds: list[float]) -> None:
    n = len(odds)
    enumerated = np.zeros((n + 1, n))
    for k in range(1, n + 1):
        subsets = list(combinations(range(n), k))
        total = sum(weight(odds, subset) for subset in subsets)
        for j in range(n):
            enumerated[k, j] = sum(weight(odds, subset) for subset in subsets if j in subset) / total
    np.testing.assert_allclose(inclusion(np.array(odds), n), enumerated, rtol=1e-9)


@given(odds_lists, st.integers(0, 2**32 - 1), st.data())
def test_a_drawn_subset_has_the_size_asked_for(odds: list[float], seed: int, data: st.DataObject) -> None:
    sizes = np.array(data.draw(st.lists(st.integers(0, len(odds)), min_size=1, max_size=20)))
    drawn = draw_subsets(np.array(odds), sizes, np.random.default_rng(seed))
    assert drawn.sum(axis=1).tolist() == sizes.tolist()


def test_subsets_are_drawn_as_often_as_their_odds_say() -> None:
    odds = np.array([0.2, 1.0, 3.0, 0.5])
    drawn = draw_subsets(odds, np.full(40_000, 2), np.random.default_rng(7))
    subsets = list(combinations(range(4), 2))
    expected = np.array([weight(odds.tolist(), subset) for subset in subsets])
    seen = np.array([(drawn[:, list(subset)].all(axis=1)).mean() for subset in subsets])
    np.testing.assert_allclose(seen, expected / expected.sum(), atol=0.01)
