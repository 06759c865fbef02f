"""Folds hold every row once and every class alike."""

from __future__ import annotations

import numpy as np

from seqmatch.lifecycle.measuring.folds import stratified_folds

CLASSES = np.array([0] * 53 + [1] * 20 + [2] * 3 + [-1] * 10)


def test_every_row_is_in_one_fold_and_no_fold_has_two_more_of_a_class_than_another() -> None:
    parts = stratified_folds(CLASSES, 5, seed=3)
    assert sorted(np.concatenate(parts)) == list(range(len(CLASSES)))
    for own in np.unique(CLASSES):
        counts = [int((CLASSES[part] == own).sum()) for part in parts]
        assert max(counts) - min(counts) <= 1, (own, counts)


def test_folds_are_drawn_by_the_seed_alone() -> None:
    same, again, other = (np.concatenate(stratified_folds(CLASSES, 5, seed)) for seed in (3, 3, 4))
    assert np.array_equal(same, again) and not np.array_equal(same, other)
