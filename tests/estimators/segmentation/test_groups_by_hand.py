"""Names, centres and silhouettes of groups that fit on a page."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from seqmatch.estimators.segmentation.k_means import anchored, dissolved, distances, k_means, nearest
from seqmatch.estimators.segmentation.naming import LEAST_ALIKE, best_names, likeness
from seqmatch.estimators.segmentation.silhouette import silhouette
from seqmatch.estimators.segmentation.validity import elbow, validity

POINTS = np.array([[0.0, 0], [0, 2], [1, 1], [10, 0], [10, 2], [30, 1]])
CENTRES = np.array([[0.0, 1], [10, 1], [30, 1]])


def test_likeness_is_the_cosine_and_a_centre_in_the_middle_is_like_nothing() -> None:
    alike = likeness(np.array([[3.0, 4], [0, 0], [-2, 0]]), np.array([[1.0, 0], [0, 5]]))
    assert alike == pytest.approx(np.array([[0.6, 0.8], [0, 0], [-1, 0]]))


def test_each_name_goes_to_the_centre_that_leaves_the_others_best_named() -> None:
    profiles = np.array([[1.0, 0], [0, 1]])
    assert best_names(np.array([[1.0, 0.9], [1, 0.1]]), profiles) == [1, 0]
    just, barely = (np.array([[at, (1 - at**2) ** 0.5]]) for at in (LEAST_ALIKE + 1e-9, LEAST_ALIKE - 1e-9))
    assert best_names(just, profiles[:1]) == [0]
    assert best_names(barely, profiles[:1]) == [None]
    assert best_names(np.zeros((2, 2)), profiles) == [None, None]


def test_points_belong_to_the_nearest_centre() -> None:
    assert distances(POINTS[:2], CENTRES[:2]).tolist() == [[1, 101], [1, 101]]
    assert nearest(POINTS, CENTRES).tolist() == [0, 0, 0, 1, 1, 2]
    centres, labels = k_means(POINTS, 3, seed=0)
    assert sorted(centres[:, 0].tolist()) == pytest.approx([1 / 3, 10, 30])
    assert labels.tolist() == nearest(POINTS, centres).tolist()


def test_an_anchor_counts_as_so_many_points() -> None:
    anchors = np.zeros((3, 2))
    one_turn = anchored(POINTS, CENTRES, anchors, weight=2.0, turns=1)
    assert one_turn == pytest.approx(np.array([[1 / 5, 3 / 5], [5, 0.5], [10, 1 / 3]]))
    assert anchored(POINTS, CENTRES, CENTRES, weight=0.0, turns=1)[0] == pytest.approx([1 / 3, 1])
    stays = anchored(POINTS, CENTRES, anchors, weight=2.0)
    labels = nearest(POINTS, stays)
    again = np.array([POINTS[labels == at].sum(axis=0) / ((labels == at).sum() + 2.0) for at in range(3)])
    assert stays == pytest.approx(again)


@pytest.mark.parametrize(("least", "left"), [(1, [0, 10, 30]), (2, [0, 10]), (3, [0, 10]), (4, [10]), (99, [10])])
def test_small_groups_go_to_their_neighbours_and_the_largest_come_first(least: int, left: list[int]) -> None:
    centres = dissolved(POINTS, CENTRES[[2, 0, 1]], least)
    assert centres[:, 0].tolist() == left


def test_the_silhouette_is_scikit_learns_and_of_one_group_none() -> None:
    labels = nearest(POINTS, CENTRES)
    assert silhouette(POINTS, labels, 0) == pytest.approx(silhouette_score(POINTS, labels))
    assert silhouette(POINTS, (labels > 0).astype(int), 0) == pytest.approx(silhouette_score(POINTS, labels > 0))
    assert silhouette(POINTS, np.zeros(6), 0) == 0


def test_a_bend_is_where_the_curve_lies_farthest_below_its_ends() -> None:
    assert elbow(np.array([10.0, 9, 2, 1])) == 2
    assert elbow(np.array([20.0, 4, 3.5, 3])) == 1


def test_groups_that_are_there_are_found_again_and_shuffled_ones_are_not() -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(at, 0.3, (20, 2)) for at in ((0, 0), (5, 5), (0, 5))])
    told = validity(points, 3, seed=0, resamples=3)
    assert (told.k, told.hierarchical_ari) == (3, 1.0)
    assert (told.stability_low, told.stability_ari, told.stability_high) == (1.0, 1.0, 1.0)
    assert told.silhouette > told.null + 0.1
    centres, labels = k_means(points, 3, 0)
    assert told.inertia == pytest.approx(((points - centres[labels]) ** 2).sum(axis=1).mean())
    assert told.silhouette == pytest.approx(silhouette_score(points, labels))
    mixed = validity(np.random.default_rng(1).normal(size=(60, 2)), 3, seed=0, resamples=4)
    assert mixed.stability_low < mixed.stability_ari < mixed.stability_high
    none = validity(points, 3, seed=0, resamples=0)
    assert np.isnan([none.stability_ari, none.stability_low, none.stability_high]).all()
    assert none.to_json()["inertia"] == round(none.inertia, 4)
