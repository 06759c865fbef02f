"""Planted groups are found, and what is no group scores like one made of shuffled columns."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from seqmatch.estimators.archetypes import Archetypes

KINDS = 5


def planted(users: int = 400, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Five groups far apart in ten features, of unequal sizes."""
    rng = np.random.default_rng(seed)
    kinds = rng.choice(KINDS, users, p=(0.35, 0.25, 0.2, 0.12, 0.08))
    centres = np.random.default_rng(99).normal(0, 4, (KINDS, 10))
    return centres[kinds] + rng.normal(0, 0.7, (users, 10)), kinds


def same_partition(one: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    return (
        len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(set(one.tolist())) == len(set(other.tolist()))
    )


def test_planted_groups_are_found_and_counted() -> None:
    table, kinds = planted()
    fitted = Archetypes(ks=(4, 5, 6, 7)).fit(table)
    assert fitted.k_ == KINDS
    assert same_partition(fitted.labels_, kinds)


def test_new_users_join_the_group_that_was_planted_for_them() -> None:
    table, kinds = planted()
    fitted = Archetypes(ks=(5,)).fit(table)
    name = dict(zip(kinds.tolist(), fitted.labels_.tolist(), strict=True))
    fresh, theirs = planted(seed=5)
    assert fitted.assign(fresh).tolist() == [name[kind] for kind in theirs.tolist()]


def test_groups_are_numbered_from_the_largest() -> None:
    sizes = np.bincount(Archetypes(ks=(5,)).fit(planted()[0]).labels_)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


def test_planted_groups_score_far_above_the_null_and_come_back_in_other_samples() -> None:
    table, _ = planted()
    fitted = Archetypes(ks=(4, 5, 6)).fit(table)
    assert fitted.null_silhouette(table, seed=1) < 0.6 * fitted.silhouette_
    assert fitted.ari_ > 0.95
    assert fitted.stability_.min() > 0.9


def test_where_there_are_no_groups_the_silhouette_is_that_of_the_null() -> None:
    noise = np.random.default_rng(4).normal(size=(400, 10))
    fitted = Archetypes(ks=(4, 5)).fit(noise)
    assert fitted.silhouette_ == pytest.approx(fitted.null_silhouette(noise, seed=1), abs=0.03)
    assert fitted.ari_ < 0.7


def test_measuring_the_null_changes_nothing_that_was_learned() -> None:
    table, _ = planted()
    fitted = Archetypes(ks=(5,)).fit(table)
    before = fitted.assign(table).tolist()
    fitted.null_silhouette(table, seed=1)
    assert fitted.assign(table).tolist() == before


def test_a_handful_of_strangers_is_no_archetype() -> None:
    table, _ = planted()
    table[:6] = np.random.default_rng(8).normal(2, 0.7, (6, 10)) * np.tile([4, -4], 5)
    strict, lax = (Archetypes(ks=(5, 6, 7), dimensions=5, min_share=share).fit(table) for share in (0.03, 0.0))
    assert np.bincount(lax.labels_).min() == 6
    assert np.bincount(strict.labels_).min() >= 0.03 * len(table)


def test_a_unit_of_measure_does_not_change_the_groups() -> None:
    table, _ = planted()
    dollars = table.copy()
    dollars[:, 0] *= 100
    assert Archetypes(ks=(5,)).fit(dollars).labels_.tolist() == Archetypes(ks=(5,)).fit(table).labels_.tolist()


def test_at_most_five_dimensions_are_clustered_and_their_share_is_told() -> None:
    fitted = Archetypes(ks=(5,)).fit(planted()[0])
    assert fitted.axes_.shape[1] <= 5
    assert 0.5 < fitted.explained_ <= 1
