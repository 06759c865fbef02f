"""What keeps single people out of what is kept, on tables that fit on a page."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from seqmatch.estimators.low_rank import (
    components,
    from_mean,
    leading_directions,
    low_rank_scores,
    low_rank_weights,
    target_directions,
)
from seqmatch.estimators.privacy.groups import group_means, pooled, smoothed, smoothed_within
from seqmatch.estimators.privacy.shared_terms import TermSupport, shared_labels, shared_term_labels
from seqmatch.estimators.privacy.trees import coarse


def test_values_are_told_to_two_digits() -> None:
    told = coarse(np.array([0.0, 12.345, -0.06789, 1.0, 9.96, 99.4, 99.6, 12_345, 1_000_000, -550, np.nan, np.inf]))
    assert told[:-2].tolist() == pytest.approx([0, 12, -0.068, 1.0, 10, 99, 100, 12_000, 1_000_000, -550])
    assert np.isnan(told[-2]) and np.isinf(told[-1])


def supported(people: list[int], days: list[int], groups: list[int] | None = None) -> list[bool]:
    """Whether the text of each of the first groups has enough behind it."""
    numbers = [0] * len(people) if groups is None else groups
    return TermSupport(np.array(numbers), np.array(days), np.array(people)).groups().tolist()


def test_a_text_needs_five_transactions_of_five_people_on_three_days() -> None:
    assert supported([0, 1, 2, 3, 4], [1, 2, 3, 3, 3]) == [True]
    assert supported([0, 1, 2, 3, 4], [1, 2, 2, 2, 2]) == [False]
    assert supported([0, 1, 2, 3, 4, 5], [1, 2, 3, 3, 3, 3], [0, 0, 0, 0, 0, 1]) == [True, False]
    assert supported([0, 1, 2, 3, 3, 3, 5], [1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1]) == [False, False]


def test_where_fewer_than_five_people_are_known_of_people_do_not_count() -> None:
    assert supported([0, 0, 0, 0, 3], [1, 2, 3, 3, 3]) == [True]
    assert supported([-1] * 5, [1, 2, 3, 3, 3]) == [True]
    assert supported([0, 0, 0, 3], [1, 2, 3, 4]) == [False]
    held = csr_matrix(np.array([[1, 0]]))
    lonely = TermSupport(np.array([0]), np.array([1]), np.array([0]))
    assert lonely.enough(held).tolist() == [True, True]


def test_a_word_is_backed_by_all_texts_that_hold_it() -> None:
    support = TermSupport(np.array([0, 0, 0, 1, 1, 1]), np.array([1, 1, 2, 2, 3, 3]), np.array([0, 1, 2, 3, 4, 5]))
    held = csr_matrix(np.array([[1, 1, 0], [0, 2, 1]]))
    assert support.enough(held).tolist() == [False, True, False]


def test_a_label_is_shared_where_five_people_gave_it_to_the_text() -> None:
    groups, people = np.array([0] * 6 + [1] * 5), np.array([0, 1, 2, 3, 4, 4, 0, 1, 2, 3, 3])
    labels = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    assert shared_labels(groups, labels, people).tolist() == [True] * 5 + [False] * 6
    assert shared_labels(groups, labels, np.where(people == 4, -1, people)).all()  # four people are known of
    held = csr_matrix(np.array([[1, 0], [1, 1]]))
    assert shared_term_labels(held, groups, labels, people, 3).tolist() == [[True, True, False], [False] * 3]
    assert shared_term_labels(held, groups, labels, people % 4, 3).all()


def test_shares_of_few_and_of_all_but_few_are_told_together() -> None:
    told = pooled(np.array([[0.0], [3], [4], [6], [12], [9]]), np.full((6, 1), 12.0))
    assert told.ravel().tolist() == pytest.approx([7 / 36] * 3 + [0.5] + [1.0] * 2)
    assert pooled(np.array([[2.0], [6]]), np.full((2, 1), 12.0)).ravel().tolist() == [0, 0.5]
    assert pooled(np.array([[5.0], [7]]), np.full((2, 1), 12.0)).ravel().tolist() == pytest.approx([5 / 12, 7 / 12])
    assert pooled(np.array([[0.0]]), np.zeros((1, 1))).tolist() == [[0]]


def test_a_mean_is_of_those_who_are_known_and_missing_for_fewer_than_five() -> None:
    values = np.array([[2.0, 1], [4, 1], [6, 1], [8, 1], [10, 1], [np.nan, 0], [1, 0], [1, 0], [1, 0], [1, np.nan]])
    told = group_means(values, (np.arange(6), np.arange(6, 10)))
    assert told[0].tolist() == pytest.approx([6, 1])
    assert np.isnan(told[1]).all()


def test_of_few_groups_only_the_mean_is_told_weighted_by_their_people() -> None:
    rows = np.array([[1.0, 10], [4, np.nan], [7, 40]])
    told = smoothed(rows, np.array([10, 20, 10]), np.ones(2), rank=3)
    assert told[:, 0].tolist() == pytest.approx([4, 4, 4])
    assert told[[0, 2], 1].tolist() == [25, 25]
    assert np.isnan(told[1, 1])


def test_groups_are_told_along_their_widest_directions_within_what_is_there() -> None:
    rng = np.random.default_rng(2)
    rows, sizes = rng.normal(size=(10, 3)) * [5, 1, 1], rng.integers(5, 30, 10)
    scale = np.array([1.0, 2.0, 0.0])
    told = smoothed(rows, sizes, scale, rank=1)
    mean = (rows * sizes[:, None]).sum(axis=0) / sizes.sum()
    around = (rows - mean) * scale
    axis = np.linalg.svd(around * np.sqrt(sizes)[:, None], full_matrices=False)[2][:1]
    back = np.array([1, 0.5, 0])
    expected = np.clip(mean + around @ axis.T @ axis * back, rows.min(axis=0), rows.max(axis=0))
    assert told == pytest.approx(expected)
    assert told[:, 2].tolist() == pytest.approx([mean[2]] * 10)
    assert smoothed(rows, sizes, np.ones(3), rank=9) == pytest.approx(smoothed(rows, sizes, np.ones(3), rank=2))


def test_all_people_of_a_kind_together_keep_their_share() -> None:
    rng = np.random.default_rng(0)
    kinds, sizes = np.repeat(["a", "b"], 10), np.full(20, 30.0)
    counts = rng.binomial(30, np.r_[np.full(10, 0.3), np.full(10, 0.6)][:, None], (20, 4)).astype(float)
    told = smoothed_within(kinds, counts, sizes, rank=2)
    for kind in ("a", "b"):
        of = kinds == kind
        assert told[of].mean(axis=0) == pytest.approx(counts[of].sum(axis=0) / 300, abs=1e-6)
    assert told.min() >= 0 and told.max() <= 1
    alone = smoothed_within(kinds[:4], counts[:4], sizes[:4], rank=2)
    assert alone == pytest.approx(np.tile(counts[:4].sum(axis=0) / 120, (4, 1)))


def test_principal_components_are_of_standardised_columns_that_enough_rows_move() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(60, 3)) * [1, 5, 1]
    rows[:, 2] = 0
    rows[:4, 2] = 9.0  # four of sixty
    found = components(rows)
    scaled = (rows[:, :2] - rows[:, :2].mean(axis=0)) / rows[:, :2].std(axis=0)
    values = np.linalg.eigvalsh(scaled.T @ scaled / 60)
    assert found.scale[2] == 0
    assert np.sort(found.variances)[1:] == pytest.approx(values)
    assert found.leading(5).basis.shape == (3, 2)
    assert found.leading(0).basis.shape == (3, 1)
    places = found.leading(2).places(rows)
    assert places.var(axis=0) == pytest.approx([1, 1])
    assert np.abs(places[:, 0] @ places[:, 1]) < 1e-9
    rows[4, 2] = 9.0
    assert components(rows).scale[2] == pytest.approx(1 / rows[:, 2].std())
    gaps = rows.copy()
    gaps[0, 0] = np.nan
    assert components(gaps).mean[0] == pytest.approx(rows[1:, 0].mean())
    assert from_mean(gaps, components(gaps).mean)[0, 0] == 0


def test_few_directions_of_the_targets_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(100, 4))
    targets = np.column_stack([5 * rows[:, 0], 5 * rows[:, 0], rows[:, 1]]) + 3
    (leading,) = target_directions(targets, 1).T
    assert np.abs(leading) == pytest.approx([0.5**0.5, 0.5**0.5, 0], abs=0.05)
    along = leading_directions(rows, 4)
    full = low_rank_weights(along, rows, targets)
    few = low_rank_weights(along, rows, targets, target_directions(targets, 1))
    assert np.linalg.matrix_rank(full[:-1], tol=1e-6) == 2
    assert np.linalg.matrix_rank(few[:-1], tol=1e-6) == 1
    said = low_rank_scores(along.mean, full, rows)
    assert said.mean(axis=0) == pytest.approx(targets.mean(axis=0))
    assert said[:, 0] - 3 == pytest.approx((targets[:, 0] - 3) / 1.1, abs=0.5)
    by_hand = from_mean(rows, along.mean) @ full[:-1] + full[-1]
    assert said == pytest.approx(by_hand)
