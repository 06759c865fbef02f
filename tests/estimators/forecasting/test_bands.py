"""Bands and what they are made of, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_simple_forecasts import LONG, SHORT, windows

from seqmatch.estimators.forecasting.bands import (
    COVERAGE,
    ENOUGH,
    GROUPS,
    SILENT,
    SLACK,
    Errors,
    band,
    errors_of,
    fair_winkler,
    group_of,
    joined,
    of_enough_people,
    unit_of,
    weighted_quantile,
    widen,
    winkler,
)


def test_histories_are_parted_by_how_many_weeks_have_spending() -> None:
    some = windows()
    assert group_of(some).tolist() == [3, 2, SILENT, SILENT]
    for spent, group in ((0, 0), (1, 1), (6, 1), (7, 2), (15, 2), (16, 3), (26, 3)):
        some.weeks[0] = np.where(np.arange(104) >= 104 - spent, 5.0, 0.0)
        assert group_of(some)[0] == group
    assert GROUPS == 4


@pytest.mark.parametrize(("row", "weeks"), [(0, LONG), (1, SHORT)])
def test_a_unit_is_the_own_deviation_and_of_a_short_history_more_of_the_mean(row: int, weeks: np.ndarray) -> None:
    known, last = len(weeks), weeks[-26:]
    mean, trust = 4 * last.mean(), known / (known + 8)
    expected = (trust * 2 * last.std() + (1 - trust) * mean + 0.2 * mean) * (1 + 4 / known) ** 0.5
    assert unit_of(windows())[row] == pytest.approx(expected)


def test_of_nothing_known_the_unit_is_of_the_least_scale() -> None:
    assert unit_of(windows())[2] == pytest.approx((8 / 9 * 4 + 0.2 * 4) * 5**0.5)


def test_errors_are_counted_in_units_from_either_end() -> None:
    some, base = windows(), np.array([[0.0, 10], [30, 40], [38, 38], [0, 100]])
    errors = errors_of(base, some)
    assert errors.below * errors.unit == pytest.approx([0 - 6, 30 - 22, 0, -54])
    assert errors.above * errors.unit == pytest.approx([6 - 10, 22 - 40, 0, 54 - 100])
    assert errors.unit.tolist() == unit_of(some).tolist()
    assert errors.group.tolist() == group_of(some).tolist()
    twice = joined([errors, errors])
    assert twice.above.tolist() == [*errors.above, *errors.above]


@pytest.mark.parametrize(("level", "value"), [(0.0, 1), (0.2, 1), (0.21, 2), (0.5, 2), (0.51, 5), (1.0, 5), (2.0, 5)])
def test_a_weighted_quantile_is_the_least_value_with_enough_at_or_below(level: float, value: float) -> None:
    assert weighted_quantile(np.array([5.0, 1, 2]), np.array([0.5, 0.2, 0.3]), level) == value


def test_ends_are_moved_in_units_and_never_cross_nor_go_below_nothing() -> None:
    some = windows()
    unit = unit_of(some)
    ends = np.array([[0.0, 0.0], [9, 9], [-1, -1], [0.5, 1]])
    base = np.array([[2_000.0, 3_000], [100, 200], [5, 5], [5, 5]])
    moved = band(base, some, ends)
    assert moved[0].tolist() == pytest.approx([max(0, 2_000 - 0.5 * unit[0]), 3_000 + unit[0]])
    assert moved[1].tolist() == [150, 150]
    assert moved[2].tolist() == [5, 5]
    assert band(base, some, np.array([[0.0, 0], [0, 0], [0, 0], [99, 0]]))[0].tolist() == [0, 3_000]


def test_a_band_costs_its_width_and_ten_times_what_is_outside() -> None:
    bands = np.array([[10.0, 30]] * 3)
    assert winkler(bands, np.array([20.0, 5, 33])).tolist() == pytest.approx([20, 20 + 50, 20 + 30])
    some = windows().subset(np.array([0, 0, 1]))
    counted = np.minimum(1, np.quantile(unit_of(some), 0.95) / unit_of(some))
    assert fair_winkler(bands, some) == pytest.approx((winkler(bands, some.total) * counted).mean())


def made(group: int, number: int, seed: int, scale: float = 1.0) -> Errors:
    rng = np.random.default_rng(seed)
    off = rng.normal(0, scale, (number, 2))
    return Errors(off[:, 0] - scale, off[:, 1] - scale, np.full(number, 100.0), np.full(number, group))


def test_bands_are_widened_until_four_in_five_are_inside() -> None:
    errors = made(3, 2_000, 0)
    low, high = widen(errors, np.ones(2_000))[3]
    inside = (errors.below <= low) & (errors.above <= high)
    assert inside.mean() == pytest.approx(COVERAGE + SLACK, abs=0.01)
    assert low == pytest.approx(high, abs=0.35)  # either end misses as often


def test_a_group_of_few_errors_borrows_those_of_the_others_but_for_the_silent() -> None:
    many, few, silent = made(3, 900, 0), made(2, ENOUGH // 2, 1, 5.0), made(SILENT, 60, 2, 40.0)
    alone = widen(few, np.ones(len(few.unit)))[2]
    found = widen(joined([many, few, silent]), np.ones(960 + ENOUGH // 2))
    assert found[2].tolist() != alone.tolist()
    assert found[1].tolist() == widen(joined([many, few]), np.ones(900 + ENOUGH // 2))[1].tolist()
    assert found[SILENT].tolist() == widen(silent, np.ones(60))[SILENT].tolist()
    full = joined([many, made(2, ENOUGH, 1, 5.0)])
    own = widen(made(2, ENOUGH, 1, 5.0), np.ones(ENOUGH))[2]
    assert widen(full, np.ones(900 + ENOUGH))[2].tolist() == own.tolist()
    assert widen(full, np.r_[np.ones(900), np.full(ENOUGH, 0.5)])[2].tolist() != own.tolist()


def test_errors_are_kept_as_means_of_enough_people_and_those_of_fewer_are_left_out() -> None:
    errors = replace(made(3, 12, 0), unit=np.arange(12.0))
    kept = of_enough_people(errors, np.arange(12), least=5)
    assert len(kept.unit) == 2
    assert kept.unit.sum() * 6 == pytest.approx(np.arange(12).sum())
    assert kept.group.tolist() == [3, 3]
    assert len(of_enough_people(errors, np.arange(12), least=13).unit) == 0
    twice = of_enough_people(errors, np.arange(12) % 6, least=6)  # each person once in each mean
    assert sorted(twice.unit.tolist()) == [2.5, 8.5]
    parted = replace(errors, group=np.array([3] * 8 + [2] * 4))
    assert of_enough_people(parted, np.arange(12), least=5).group.tolist() == [3]
