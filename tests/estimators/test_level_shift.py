"""A level that changed is found at its place; a bonus, noise and the season are no change."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.anomalies.level_shift import MOST, last_shift, unusual_window

MONTHS = [1000.0, 1010, 990, 1005]
WEEKS = np.array([100.0 + 10 * (week % 3) for week in range(60)])


def test_a_raise_is_found_at_its_first_payment_with_both_levels() -> None:
    shift = last_shift([*MONTHS, 1200, 1190, 1210, 1195])
    assert shift is not None
    assert (shift.place, round(shift.before, 1), round(shift.after, 1)) == (4, 1002.5, 1197.5)
    assert shift.z == pytest.approx(38.645, abs=0.001)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([1000, 1000, 1000, 1000, 900, 900], 4),
        ([1000, 1000, 1000, 1100, 1100], 3),
        ([1000, 1000, 1100, 1100], None),  # two before are too few
        ([1000, 1000, 1000, 1000, 1100], None),  # one after is too few
        ([1000, 1000, 1000, 1000, 1500, 1009], None),  # a bonus
        ([1000, 1000, 1000, 1000, 1200, 1040], None),  # one of them is nearer to the old level
        ([1000, 1000, 1000, 1000, 1200, 1150], 4),
        ([1000.0] * 6 + [1021.0] * 6, 6),
        ([1000.0] * 6 + [1019.0] * 6, None),  # less than two percent
        ([1000, 1300, 900, 1250, 1000, 1350], None),
        ([500.0] * 9 + [1000.0] * (MOST - 3), 9),
        ([500.0] * 9 + [1000.0] * (MOST - 1), None),  # of the latest two dozen only one is at the old level
        ([0, 0, 0, 0, 5000, 5000], 4),
    ],
)
def test_a_level_changes_where_enough_values_stand_on_either_side(values: list[float], place: int | None) -> None:
    shift = last_shift(values)
    assert (None if shift is None else shift.place) == place


def test_of_two_changes_the_most_marked_is_told() -> None:
    assert last_shift([1000.0] * 5 + [1030.0] * 5 + [1500.0] * 6).place == 10  # type: ignore[union-attr]


def test_noise_widens_what_is_usual() -> None:
    assert last_shift([1000, 1040, 980, 1020, 1500, 1560, 1470, 1530]).z == pytest.approx(19.7224, abs=1e-4)  # type: ignore[union-attr]
    assert last_shift([1000, 1200, 900, 1100, 1500, 1700, 1400, 1600]).z == pytest.approx(5.2948, abs=1e-4)  # type: ignore[union-attr]
    assert last_shift([1000, 1400, 800, 1200, 1500, 1900, 1300, 1700]) is None


@pytest.mark.parametrize(
    ("last", "expected"), [(150.0, (150.0, 110.0)), (105.0, None), (115.0, None), (60.0, (60.0, 110.0))]
)
def test_weeks_are_unusual_beyond_what_weeks_before_would_bring(
    last: float, expected: tuple[float, float] | None
) -> None:
    assert unusual_window(np.r_[WEEKS[:40], [last] * 8]) == expected
    assert unusual_window(np.r_[WEEKS[:40], [last] * 7, [9_999.0]]) == expected  # one large purchase is no change


@pytest.mark.parametrize(("last", "told"), [(4_940, True), (4_942, False), (15_916, False), (15_918, True)])
def test_what_is_usual_is_what_blocks_of_four_weeks_bring_but_one_time_in_a_hundred(last: float, told: bool) -> None:
    weeks = np.random.default_rng(5).gamma(4, 2_500, 42).round()
    found = unusual_window(np.r_[weeks, [float(last)] * 8])
    assert (found is not None) is told
    assert found is None or found[1] == 9_064.5


def test_too_few_weeks_before_say_nothing() -> None:
    assert unusual_window(np.r_[WEEKS[:25], [150.0] * 8]) is None
    assert unusual_window(np.r_[WEEKS[:26], [150.0] * 8]) == (150.0, 110.0)


@pytest.mark.parametrize(
    ("then", "last", "told"),
    [(127, 150, True), (127.5, 150, False), (150, 150, False), (70, 60, True), (69, 60, False), (50, 60, False)],
)
def test_what_was_as_far_off_at_this_time_last_year_is_usual(then: float, last: float, told: bool) -> None:
    weeks = np.r_[[float(then)] * 8, WEEKS[:44], [float(last)] * 8]
    assert (unusual_window(weeks) is not None) is told


def test_with_a_week_less_than_a_year_before_nobody_knows_of_last_year() -> None:
    assert unusual_window(np.r_[[127.5] * 7, WEEKS[:44], [150.0] * 8]) == (150.0, 110.0)
