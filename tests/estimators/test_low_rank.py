"""Regression along few directions: several numbers of them at once give what each gives alone."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.low_rank import components, leading_directions, low_rank_weights, nested_weights


def test_weights_along_nested_directions_are_those_of_each_alone() -> None:
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(300, 12)) @ rng.normal(size=(12, 12))
    rows[rng.random(rows.shape) < 0.1] = np.nan
    targets = rng.normal(size=(300, 3)) + np.nan_to_num(rows[:, :3])
    along = [components(rows).leading(most) for most in (2, 5, 12)]
    together = nested_weights(along, rows, targets)
    for most, directions, weights in zip((2, 5, 12), along, together, strict=True):
        assert directions.basis.tolist() == leading_directions(rows, most).basis.tolist()
        assert np.allclose(weights, low_rank_weights(directions, rows, targets), atol=1e-9)
