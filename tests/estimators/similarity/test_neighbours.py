"""Cosine similarity over the facts both users have, against its definition, and exact top-k."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from seqmatch.estimators.similarity.neighbours import CosineNeighbours, top_k

cell = st.one_of(st.just(math.nan), st.integers(-8, 8).map(float))


@st.composite
def tables(draw: st.DrawFn) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A table of a few users with gaps, one more row to compare, and weights."""
    columns = draw(st.integers(1, 6))
    row = st.lists(cell, min_size=columns, max_size=columns)
    users = draw(st.lists(row, min_size=2, max_size=12))
    weights = draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=columns, max_size=columns))
    return np.array(users), np.array(draw(row)), np.array(weights)


def standardised(table: NDArray[np.float64], weights: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Per column its mean and what a difference from it is multiplied by."""
    scales = []
    for column, weight in zip(table.T, weights, strict=True):
        known = column[~np.isnan(column)]
        spread = float(known.std()) if len(known) else 0.0
        scales.append((float(known.mean()) if len(known) else 0.0, weight / spread if spread > 1e-9 else 0.0))
    return scales


def by_definition(
    one: NDArray[np.float64], other: NDArray[np.float64], scales: list[tuple[float, float]]
) -> float | None:
    """Cosine over the columns both rows know; None where one of them is at the middle of everything they share."""
    dot = ours = theirs = 0.0
    for a, b, (mean, factor) in zip(one, other, scales, strict=True):
        if not math.isnan(a) and not math.isnan(b):
            x, y = (a - mean) * factor, (b - mean) * factor
            dot, ours, theirs = dot + x * y, ours + x * x, theirs + y * y
    return dot / math.sqrt(ours * theirs) if min(ours, theirs) > 1e-3 else None


@settings(max_examples=100, deadline=None)
@given(tables())
def test_similarity_is_the_cosine_of_what_both_users_have_known(
    drawn: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> None:
    table, row, weights = drawn
    fitted = CosineNeighbours(weights, np.zeros(len(weights))).fit(table)
    scales = standardised(table, weights)
    expected = [by_definition(row, user, scales) for user in table]
    found = fitted.similarities(row)
    told = [(round(float(f), 3), round(e, 3)) for f, e in zip(found, expected, strict=True) if e is not None]
    assert [pair for pair in told if abs(pair[0] - pair[1]) > 0.002] == []
    assert np.isfinite(found).all()


@settings(max_examples=100, deadline=None)
@given(tables())
def test_similarity_is_symmetric(
    drawn: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> None:
    table, _, weights = drawn
    fitted = CosineNeighbours(weights, np.zeros(len(weights))).fit(table)
    every = np.array([fitted.similarities(user) for user in table])
    scales = standardised(table, weights)
    comparable = np.array([[by_definition(a, b, scales) is not None for b in table] for a in table])
    assume(comparable.any())
    assert np.abs(every - every.T)[comparable].max() < 0.002


def test_nobody_resembles_a_person_of_whom_nothing_is_known() -> None:
    fitted = CosineNeighbours(np.ones(3), np.zeros(3)).fit(np.arange(12.0).reshape(4, 3))
    assert fitted.similarities(np.full(3, np.nan)).tolist() == [0, 0, 0, 0]


def test_a_weight_of_nothing_leaves_a_feature_out() -> None:
    table = np.array([[0.0, 5.0], [1.0, -5.0], [0.5, 9.0]])
    fitted = CosineNeighbours(np.array([1.0, 0.0]), np.zeros(2)).fit(table)
    one, other = fitted.similarities(np.array([1.0, 100.0])), fitted.similarities(np.array([1.0, -100.0]))
    assert one.tolist() == other.tolist()


def test_the_rows_kept_are_on_the_grid_and_queries_are_put_on_it_too() -> None:
    steps = np.array([0.25, 0.0])
    fitted = CosineNeighbours(np.ones(2), steps).fit(np.array([[0.9, 0.9], [0.1, 0.1], [math.nan, 0.4]]))
    assert fitted.inputs_.tolist()[:2] == np.array([[1.0, 0.9], [0.0, 0.1]], dtype=np.float32).tolist()
    assert np.isnan(fitted.inputs_[2, 0])
    assert fitted.similarities(np.array([0.9, 0.3])).tolist() == fitted.similarities(np.array([1.1, 0.3])).tolist()


def test_contributions_are_the_products_that_the_similarity_sums() -> None:
    rng = np.random.default_rng(0)
    table = rng.normal(size=(20, 5))
    fitted = CosineNeighbours(np.ones(5), np.zeros(5)).fit(table)
    row = table[3]
    length = math.sqrt(fitted.contributions(row, 3).sum())
    for user in range(20):
        theirs = math.sqrt(fitted.contributions(table[user], user).sum())
        expected = fitted.similarities(row)[user]
        assert fitted.contributions(row, user).sum() / (length * theirs) == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 0.25, 1.0]), min_size=1, max_size=40), st.integers(1, 50))
def test_top_k_is_what_sorting_everything_gives_ties_by_index(values: list[float], k: int) -> None:
    expected = sorted(range(len(values)), key=lambda i: (-values[i], i))[:k]
    assert top_k(np.array(values, dtype=np.float32), k).tolist() == expected
