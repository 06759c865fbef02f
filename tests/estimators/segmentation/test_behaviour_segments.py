"""Segments are named by what sets them apart, and told with their null; all people here are made up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments
from seqmatch.estimators.segmentation.naming import best_names
from seqmatch.estimators.segmentation.validity import validity

AXES = {"saves": {"rate": 1.0, "months": 1.0}, "spends": {"size": 1.0}}
PROFILES = {"Savers": {"saves": 1.0}, "Spenders": {"spends": 1.0}, "Neither": {"saves": -1.0, "spends": -1.0}}


def three_kinds(each: int = 30, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """People who save, who spend, and who do neither, far apart."""
    rng = np.random.default_rng(seed)
    middles = {"Savers": (0.5, 6, 10), "Spenders": (0.0, 1, 90), "Neither": (0.0, 1, 10)}
    table = np.vstack([rng.normal(middle, (0.03, 0.3, 4), (each, 3)) for middle in middles.values()])
    return table, np.repeat(list(middles), each)


def learned(table: NDArray[np.float64], k: int = 3, ks: tuple[int, ...] = ()) -> BehaviourSegments:
    return BehaviourSegments(AXES, PROFILES, k=k, ks=ks).fit(table)


def test_people_get_the_name_of_their_kind() -> None:
    table, kinds = three_kinds()
    model = learned(table)
    named = np.array([model.names_[group] for group in model.assign(table).labels])
    assert (named == kinds).mean() > 0.9


def test_no_name_is_given_twice_and_a_group_may_have_none() -> None:
    twins = np.array([[1.0, 0.1], [1.0, 0.0], [0.0, 0.0]])
    assert best_names(twins, np.array([[1.0, 0.0], [-1.0, 0.0]])) == [None, 0, None]


def test_groups_stand_out_from_their_null_only_where_there_are_groups() -> None:
    tables = [three_kinds(seed=seed)[0] for seed in range(4)]
    real, *others = (validity(learned(table).points(table), 3, seed=0) for table in tables)
    nothing = validity(np.random.default_rng(1).normal(size=(90, 2)), 3, seed=0)
    assert real.silhouette > real.null + 0.08
    assert real.stability_ari > 0.8
    assert np.mean([one.hierarchical_ari for one in (real, *others)]) > 0.8  # 0.74 to 0.97 by the seed
    assert nothing.silhouette < nothing.null + 0.05


def test_the_elbow_is_at_the_true_number_of_groups() -> None:
    table, _ = three_kinds()
    assert learned(table, ks=(2, 3, 4, 5)).elbow_k == 3


def test_no_group_holds_fewer_than_five_people() -> None:
    table, _ = three_kinds()
    table[:2] = (5.0, 60, 900)
    model = learned(table, k=5)
    assert np.bincount(model.assign(table).labels).min() >= 5


def test_a_person_between_two_groups_is_less_clear() -> None:
    table, _ = three_kinds()
    model = learned(table)
    between = np.array([[0.25, 3.5, 10.0]])
    assert model.assign(between).clear[0] < np.median(model.assign(table).clear)


def test_what_is_unknown_says_nothing() -> None:
    table, _ = three_kinds()
    model = learned(table)
    assert model.points(np.full((1, 3), np.nan)).tolist() == [[0.0, 0.0]]
    half_known = model.points(np.array([[0.5, np.nan, 10.0]]))
    assert half_known[0, 0] > 0.5


def test_saved_and_loaded_it_answers_the_same() -> None:
    table, _ = three_kinds()
    model = learned(table, ks=(3,))
    again = BehaviourSegments.from_state(model.state())
    assert again.names_ == model.names_
    assert again.assign(table).labels.tolist() == model.assign(table).labels.tolist()
    assert again.judged_ == tuple(type(one)(**one.to_json()) for one in model.judged_)


@pytest.mark.parametrize("order", range(2))
def test_the_order_of_people_does_not_matter(order: int) -> None:
    table, _ = three_kinds()
    mixed = np.random.default_rng(order).permutation(len(table))
    one, other = learned(table), learned(table[mixed])
    names = [one.names_[group] for group in one.assign(table[mixed]).labels]
    assert names == [other.names_[group] for group in other.assign(table[mixed]).labels]


def test_no_knot_is_one_persons_value_and_what_many_share_stays_exact() -> None:
    table, _ = three_kinds()
    table[:30, 1] = 0.0
    knots = learned(table).knots_
    assert np.abs(knots[[0, 2], :, None] - table.T[[0, 2], None]).min() > 1e-9
    assert knots[1, 0] == 0.0
    assert (np.diff(knots, axis=1) >= 0).all()
    few = np.full_like(table, np.nan)
    few[:4] = table[:4]
    few[:, 2] = table[:, 2]
    assert np.isnan(learned(few).knots_[:2]).all()
