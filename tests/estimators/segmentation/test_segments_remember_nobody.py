"""Middles of segments stand for people and for the profile of their name, so that few people do not show in them."""

from __future__ import annotations

import numpy as np
import pytest
from test_behaviour_segments import AXES, PROFILES, learned, three_kinds

from seqmatch.estimators.segmentation.behaviour_segments import ANCHORED, MIN_SHARE, BehaviourSegments
from seqmatch.estimators.segmentation.k_means import anchored
from seqmatch.lifecycle.measuring.attacks import told_apart


def test_one_of_ten_people_moves_a_middle_by_a_thirtieth() -> None:
    people = np.zeros((10, 2))
    moved = people.copy()
    moved[0] = (3.0, 0.0)
    at, anchor = np.zeros((1, 2)), np.ones((1, 2))
    before, after = (anchored(points, at, anchor, ANCHORED) for points in (people, moved))
    assert (after - before)[0].tolist() == pytest.approx([3 / 30, 0.0])


def test_members_of_fifty_are_hardly_nearer_to_the_middles_than_strangers() -> None:
    """Of noise, in which there are no groups; the mean of forty draws."""
    areas = []
    for seed in range(40):
        table = np.random.default_rng(seed).normal(size=(100, 3))
        model = BehaviourSegments(AXES, PROFILES, k=5, ks=()).fit(table[:50])
        near = -((model.points(table)[:, None] - model.centres_) ** 2).sum(axis=2).min(axis=1)
        areas.append(told_apart("memory", near[:50], near[50:]).measure)
    assert np.mean(areas) < 0.55


def test_a_group_of_fewer_than_three_in_a_hundred_is_given_to_its_neighbours() -> None:
    table, _ = three_kinds(each=100)
    table[:8] = (9.0, 90, 900)
    sizes = np.bincount(learned(table, k=5).assign(table).labels)
    assert sizes.min() >= MIN_SHARE * len(table)


def test_middles_are_told_to_two_digits() -> None:
    table, _ = three_kinds()
    centres = learned(table).centres_
    assert [float(f"{at:.2g}") for at in centres.ravel()] == centres.ravel().tolist()
