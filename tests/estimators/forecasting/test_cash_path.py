"""Drawn paths of a balance; all of it is synthetic."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.forecasting.cash_path import Regular, bands, draw_paths, likely_lowest_day

QUIET = np.zeros((10, 7))


def regular(day: int, cents: float, chance: float = 1.0) -> Regular:
    return Regular(np.array([day, day + 30, day + 60]), np.array([cents]), np.zeros(1, np.int64), chance)


def test_a_bill_falls_on_its_due_day_and_pay_on_its_own() -> None:
    path = bands(draw_paths([regular(5, -90_000), regular(12, 200_000)], QUIET))[1]
    assert path[[3, 4, 10, 11, 33, 34, 41]].tolist() == [0, -90_000, -90_000, 110_000, 110_000, 20_000, 220_000]


def test_the_lowest_point_is_before_pay() -> None:
    assert likely_lowest_day(draw_paths([regular(5, -90_000), regular(12, 200_000)], QUIET)[:, :30]) == 5


def test_a_bill_that_is_often_skipped_is_in_the_band_but_not_in_all_paths() -> None:
    paid = draw_paths([regular(5, -90_000, chance=0.5)], QUIET, draws=1_000)[:, 10] < 0
    assert 0.4 < paid.mean() < 0.6


def test_other_movements_keep_their_weekday() -> None:
    saturdays = np.zeros((8, 7))
    saturdays[:, 2] = -5_000
    path = bands(draw_paths([], saturdays))[1]
    assert np.flatnonzero(np.diff(path, prepend=0)).tolist() == list(range(2, 90, 7))


def test_the_same_seed_draws_the_same_paths() -> None:
    weeks = np.random.default_rng(3).normal(size=(12, 7)) * 1_000
    one, same, other = (draw_paths([regular(5, -90_000)], weeks, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_an_account_without_a_whole_week_only_has_its_payments() -> None:
    assert not draw_paths([], np.zeros((0, 7)), days=30, draws=20).any()
