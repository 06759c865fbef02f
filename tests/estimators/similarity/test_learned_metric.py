"""What similarity learns: facts that tell what users should have in common count more, and goals never enter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from toy_world import KINDS, WORLD

from seqmatch.estimators.similarity.learned_metric import Aim, learn_directions
from seqmatch.estimators.similarity.neighbours import CosineNeighbours, top_k

Floats = NDArray[np.float64]
KINDS_TOLD = np.eye(KINDS)[WORLD.kinds]
RANGES = np.array([[0, 1.0, 9.0], [1, -9.0, 0.0]])


def faint_world(seed: int = 0, users: int = 400) -> tuple[Floats, NDArray[np.int64]]:
    """Two kinds that one faint feature of twelve tells apart."""
    rng = np.random.default_rng(seed)
    kinds = np.arange(users) % 2
    table = rng.normal(size=(users, 12))
    table[:, 4] += 1.2 * kinds
    return table, kinds


def same_kind_at_5(
    fitted: CosineNeighbours, learned: NDArray[np.int64], asked: Floats, kinds: NDArray[np.int64]
) -> float:
    nearest = [top_k(fitted.similarities(row), 5) for row in asked]
    return float(np.mean([(learned[found] == kind).mean() for found, kind in zip(nearest, kinds, strict=True)]))


def learned_neighbours(table: Floats, values: Floats) -> CosineNeighbours:
    return CosineNeighbours(np.ones(12), np.zeros(12)).fit(table, [Aim(values, 0.1, 1.0)], own_share=0.2)


def test_users_not_seen_are_matched_better_by_what_was_learned_than_by_equal_weights() -> None:
    (table, kinds), (asked, theirs) = faint_world(0), faint_world(1, 200)
    equal = CosineNeighbours(np.ones(12), np.zeros(12)).fit(table)
    learned = learned_neighbours(table, np.eye(2)[kinds])
    assert same_kind_at_5(equal, kinds, asked, theirs) < 0.6
    assert same_kind_at_5(learned, kinds, asked, theirs) > 0.66


def test_from_shuffled_labels_nothing_is_learned() -> None:
    (table, kinds), (asked, theirs) = faint_world(0), faint_world(1, 200)
    shuffled = np.random.default_rng(2).permutation(kinds)
    learned = learned_neighbours(table, np.eye(2)[shuffled])
    assert abs(same_kind_at_5(learned, shuffled, asked, np.random.default_rng(3).permutation(theirs)) - 0.5) < 0.06


def test_users_whose_label_is_not_known_teach_nothing_of_it() -> None:
    table, kinds = faint_world()
    values = np.eye(2)[kinds]
    known = np.arange(len(table)) % 3 > 0
    values[~known] = math.nan
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    one = learn_directions(scaled, [Aim(values, 0.1, 1.0)], 4)
    other = learn_directions(np.where(known[:, None], scaled, 0), [Aim(values, 0.1, 1.0)], 4)
    assert np.abs(one).argmax(axis=0).tolist() == [4]
    assert one / np.abs(one).max() == pytest.approx(
        other / np.abs(other).max() * np.sign((one * other).sum()), abs=1e-9
    )


def test_each_aim_makes_up_its_share_of_the_length_and_nothing_is_made_of_what_does_not_vary() -> None:
    table, kinds = faint_world()
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    aims = [Aim(np.eye(2)[kinds], 0.1, 0.7), Aim(np.ones((len(table), 3)), 0.1, 5.0), Aim(np.eye(2)[kinds], 9.0, 0.2)]
    assert ((scaled @ learn_directions(scaled, aims, 12)) ** 2).sum(axis=1).mean() == pytest.approx(0.9)
    assert learn_directions(scaled, aims, 1).shape == (12, 1)
    assert learn_directions(scaled, aims[1:2], 4).shape == (12, 0)
    assert learn_directions(scaled, [Aim(np.full((len(table), 2), math.nan), 0.1, 1.0)], 4).shape == (12, 0)


def test_no_direction_leans_on_a_feature_that_is_not_to_be_learned_from() -> None:
    fitted = CosineNeighbours(np.ones(8), np.zeros(8), RANGES, np.array([2])).fit(
        WORLD.table, [Aim(KINDS_TOLD, 0.1, 1.0)]
    )
    assert np.flatnonzero(np.abs(fitted.directions_).max(axis=1) == 0).tolist() == [2]


cell = st.one_of(st.just(math.nan), st.integers(-4, 4).map(float))
FITTED = CosineNeighbours(np.linspace(0.5, 1.2, 8), np.zeros(8), RANGES).fit(
    WORLD.table, [Aim(KINDS_TOLD, 0.1, 1.0)], own_share=0.4
)


def by_definition(one: Floats, other: Floats) -> float:
    """The cosine under the whole metric, written out: all that is unknown on either side is left out of both.

    NaN where one of them is at the middle of all they share: there a cosine is a matter of the last digit.
    """

    def inputs(row: Floats) -> Floats:
        facts = [math.nan if math.isnan(row[int(i)]) else float(low <= row[int(i)] <= high) for i, low, high in RANGES]
        return (np.array([*row, *facts]) - FITTED.mean_) * FITTED.scale_

    a, b = inputs(one), inputs(other)
    known = ~np.isnan(a) & ~np.isnan(b)
    a, b = np.where(known, a, 0), np.where(known, b, 0)
    metric = FITTED.directions_ @ FITTED.directions_.T
    metric[np.arange(8), np.arange(8)] += FITTED.own_**2
    lengths = a @ metric @ a, b @ metric @ b
    return float(a @ metric @ b / math.sqrt(lengths[0] * lengths[1])) if min(lengths) > 0.01 else math.nan


@settings(max_examples=60, deadline=None)
@given(st.lists(cell, min_size=8, max_size=8).map(np.array))
def test_similarity_is_the_cosine_in_the_learned_metric_of_what_both_have_known(row: Floats) -> None:
    expected = np.array([by_definition(row, user) for user in WORLD.table[:40]])
    for found, wanted in (
        (FITTED.similarities(row)[:40], expected),
        (FITTED.similarities(row, slice(10, 40)), expected[10:]),
    ):
        told = ~np.isnan(wanted)
        assert np.isfinite(found).all()
        assert (np.abs(found - wanted)[told] < 0.002).all()


def test_similarity_is_symmetric_with_facts_missing_on_both_sides() -> None:
    every = np.array([FITTED.similarities(user) for user in WORLD.table])
    assert np.isnan(WORLD.table).any()
    assert np.abs(every - every.T).max() < 0.002


def test_contributions_of_features_add_up_to_the_product_and_are_the_same_from_either_side() -> None:
    for user in range(1, 20):
        row = WORLD.table[0]
        parts = FITTED.contributions(row, user)
        assert parts == pytest.approx(FITTED.contributions(WORLD.table[user], 0), abs=1e-5)
        if not np.isnan(WORLD.table[[0, user]]).any():
            lengths = [FITTED.contributions(WORLD.table[u], u).sum() for u in (0, user)]
            cosine = parts.sum() / math.sqrt(lengths[0] * lengths[1])
            assert cosine == pytest.approx(FITTED.similarities(row)[user], abs=1e-4)
