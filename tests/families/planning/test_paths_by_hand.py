"""Simulated months, the order of goals and what paths say of them, reckoned by hand. Today is the last of June 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from plain_people import TODAY, Row, person, stream

from seqmatch.estimators.calibration.path_odds import Odds
from seqmatch.families.planning.models import PlanningModels
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.chain import Goal
from seqmatch.families.planning.scoring.likely import Likely, likely
from seqmatch.families.planning.scoring.ordering import (
    Months,
    buffer_of,
    counted_on,
    months_until,
    ordered,
    usually_free,
)
from seqmatch.families.planning.scoring.paths import Again, Asked, Basis, basis_of, draw, months_ahead, reached
from seqmatch.schemas.stream import Stream

JULY = dt.date(2026, 7, 1)


def paid(name: str, *cents: int, month: int = 6, **told: Any) -> tuple[Stream, list[Row]]:
    """A payment on the first of each month until ``month``, and its rows."""
    first = month - len(cents) + 1
    rows = [(f"{name} {first + at}", dt.date(2026, first + at, 1), one, name) for at, one in enumerate(cents)]
    return stream(name, cents[-1], **{"transaction_ids": tuple(row[0] for row in rows), **told}), rows


# What paths are drawn from.


def test_what_comes_again_is_taken_from_the_months_it_was_in() -> None:
    pay, rows = paid("acme", 100, 110, 120)
    gym, more = paid("gym", -7, -8, month=5)
    home = person([*rows, *more], [pay, gym], came=[300, 300, 300], left=[50, 60, 70])
    basis = basis_of(home, 2)
    assert basis.came.tolist() == [200, 190, 180]  # April, May, June
    assert basis.left.tolist() == [43, 52, 70]
    assert basis.level == 60
    assert [(one.comes, one.times.tolist(), one.cents.tolist(), one.chance) for one in basis.again] == [
        (True, [1, 1], [120], 1.0),
        (False, [1, 1], [8], 1.0),
    ]


def test_payments_before_the_known_months_and_months_that_would_be_negative_take_nothing() -> None:
    pay, rows = paid("acme", 900, 100, 110, 120)
    basis = basis_of(person(rows, [pay], came=[99, 110, 121], left=[0, 0, 0]), 1)
    assert basis.came.tolist() == [0, 0, 1]


def test_a_payment_on_the_last_day_of_a_month_and_one_of_a_cent_are_of_it() -> None:
    rows: list[Row] = [("may", dt.date(2026, 5, 31), 1, "ACME"), ("june", dt.date(2026, 6, 30), 1, "ACME")]
    pay = stream("acme", 1, transaction_ids=("may", "june"))
    basis = basis_of(person(rows, [pay], came=[5, 5, 5], left=[5, 5, 5]), 1)
    assert (basis.came.tolist(), basis.left.tolist()) == ([5, 4, 4], [5, 5, 5])


def test_bills_that_have_ended_stay_among_other_movements_and_pay_that_has_ended_does_not() -> None:
    bill, rows = paid("gym", -7, status="ended", next_due=TODAY)
    pay, more = paid("acme", 100, status="ended", next_due=TODAY)
    unseen = stream("pool", -9, transaction_ids=("elsewhere",))
    last, others = paid("club", -5)
    second, extra = paid("bolt", 30, status="ended", next_due=TODAY)
    home = person(
        [*rows, *more, *extra, *others], [unseen, last], [bill, pay, second], came=[0, 0, 300], left=[0, 0, 50]
    )
    basis = basis_of(home, 1)
    assert (basis.came.tolist(), basis.left.tolist()) == ([0, 0, 170], [0, 0, 45])
    assert [one.cents.tolist() for one in basis.again] == [[5]]


def test_a_payment_that_varies_is_drawn_from_its_last_eight_amounts() -> None:
    days = [dt.date(2026, 6, 1) + dt.timedelta(days=at) for at in range(9)]
    rows: list[Row] = [(str(at), day, -at - 1, "POWER") for at, day in enumerate(days)]
    bill = stream("power", -9, kind="variable", transaction_ids=tuple(row[0] for row in rows))
    (again,) = basis_of(person(rows, [bill], came=[0], left=[90]), 1).again
    assert again.cents.tolist() == [2, 3, 4, 5, 6, 7, 8, 9]


def test_a_payment_that_was_left_out_is_paid_with_a_chance() -> None:
    """1 - (missed + 1/2) / (times + missed + 1)."""
    for missed, times, chance in ((0, 1, 1.0), (1, 1, 0.5), (3, 6, 0.65)):
        bill, rows = paid("gym", -7, missed=missed, times=times)
        (again,) = basis_of(person(rows, [bill], came=[0], left=[7]), 1).again
        assert again.chance == chance


def test_times_are_counted_until_the_last_day_of_the_last_month_ahead() -> None:
    bill, rows = paid("gym", -7, next_due=dt.date(2026, 7, 31))
    (again,) = basis_of(person(rows, [bill], came=[0], left=[7]), 3).again
    assert again.times.tolist() == [1, 1, 1]  # 31 July, 31 August, 30 September
    (again,) = basis_of(person(rows, [bill], came=[0], left=[7]), 1).again
    assert again.times.tolist() == [1]


@pytest.mark.parametrize(
    ("cadence", "parts"), [("yearly", 1), ("monthly", 1), ("twice_monthly", 2), ("weekly", 4), (None, 1)]
)
def test_pay_comes_in_as_many_parts_as_pays_in_a_usual_month_one_to_four(cadence: str | None, parts: int) -> None:
    bill, rows = paid("gym", -7, cadence="weekly")
    pay, more = paid("acme", 100, cadence=cadence or "monthly")
    streams = [pay, bill] if cadence else [bill]
    assert basis_of(person([*rows, *more], streams, came=[100], left=[7]), 3).parts == parts


def test_two_payees_that_pay_weekly_make_no_more_than_four_parts() -> None:
    (one, rows), (other, more) = (paid(name, 100, cadence="weekly") for name in ("acme", "bolt"))
    assert basis_of(person([*rows, *more], [one, other], came=[200], left=[0]), 3).parts == 4


def test_the_level_of_spending_is_of_the_last_twelve_months() -> None:
    assert basis_of(person(came=[0] * 14, left=[900, 900, *[10, 20] * 6]), 1).level == 15


def test_the_first_month_ahead_holds_tomorrow_and_the_day_that_ends_it() -> None:
    assert [months_ahead(dt.date(2026, *day), TODAY) for day in ((7, 1), (7, 31), (8, 1), (8, 31), (9, 1))] == [
        0,
        0,
        1,
        1,
        2,
    ]
    middle = dt.date(2026, 6, 14)
    assert [months_ahead(dt.date(2026, *day), middle) for day in ((6, 15), (7, 14), (7, 15))] == [0, 0, 1]


# Paths.


def drawn(
    *again: Again, came: Sequence[float] = (10,), left: Sequence[float] = (4,), drift: float = 0.0, level: float = 0
) -> tuple[list[list[float]], list[list[float]]]:
    """Three months on two paths."""
    basis = Basis(again, np.array(came, float), np.array(left, float), level)
    one, other = draw(basis, 3, 2, drift)
    return one.tolist(), other.tolist()


def again(comes: bool, times: Sequence[int], *cents: float, chance: float = 1.0) -> Again:
    return Again(comes, np.array(times, np.int64), np.array(cents, float), chance)


def test_what_comes_again_is_added_as_often_as_it_is_due_in_each_month() -> None:
    assert drawn() == ([[10, 10, 10]] * 2, [[4, 4, 4]] * 2)
    never, pay, bill = again(True, [0, 0, 0], 1), again(True, [1, 2, 0], 100), again(False, [0, 1, 3], 7)
    assert drawn(never, pay, bill) == ([[110, 210, 10]] * 2, [[4, 11, 25]] * 2)


def test_a_payment_without_a_chance_is_not_made_and_amounts_are_those_it_had() -> None:
    assert drawn(again(True, [1, 1, 1], 100, chance=0.0))[0] == [[10, 10, 10]] * 2
    came, _ = draw(Basis((again(True, [1], 100, 200),), np.zeros(1), np.zeros(1), 0), 1, 200, 0.0)
    assert set(came[:, 0]) == {100, 200}
    some, _ = draw(Basis((again(True, [1], 100, chance=0.7),), np.zeros(1), np.zeros(1), 0), 1, 10_000, 0.0)
    assert (some == 100).mean() == pytest.approx(0.7, abs=0.02)


def test_each_path_has_a_level_of_its_own_that_grows_with_the_drift_and_the_usual_month() -> None:
    basis = Basis((), np.array([10.0]), np.array([1_000.0]), 100)
    _, small = draw(basis, 3, 500, 0.1)
    shift = small - 1_000
    assert (shift == shift[:, :1]).all() and shift[:, 0].std() == pytest.approx(10, rel=0.1)
    _, twice = draw(basis, 3, 500, 0.2)
    assert np.allclose(twice - 1_000, 2 * shift)


def test_no_path_spends_less_than_nothing() -> None:
    _, left = draw(Basis((), np.array([10.0]), np.array([5.0]), 100), 3, 500, 1.0)
    assert left.min() == 0 and left.max() > 100


def months_drawn(known: int, ahead: int, draws: int = 100_000) -> np.ndarray:
    """Shares with which each known month is drawn for the last of so many months ahead."""
    basis = Basis((), np.arange(known, dtype=float), np.zeros(known), 0)
    came, _ = draw(basis, ahead, draws, 0.0)
    return np.asarray(np.bincount(came[:, -1].astype(int), minlength=known) / draws)


def test_with_less_than_a_year_any_month_is_as_likely() -> None:
    assert months_drawn(11, 2) == pytest.approx([1 / 11] * 11, abs=0.004)


def test_with_a_year_months_of_the_season_are_likelier() -> None:
    """Weights 0.3 + 0.7 exp(-(months apart / 1.5)² / 2) of 0 to 6 months apart, over their sum 6.23."""
    near = [1, 0.8605, 0.5878, 0.3947, 0.32, 0.3027, 0.3002]
    around = np.array([near[min(apart, 12 - apart)] for apart in range(12)])
    first = months_drawn(12, 1)
    assert first == pytest.approx(around / 6.2316, abs=0.004)
    assert months_drawn(12, 3) == pytest.approx(np.roll(around, 2) / 6.2316, abs=0.004)


def test_a_month_that_is_known_twice_shares_its_weight() -> None:
    shares = months_drawn(13, 1)  # months ago: 13, 12, ..., 1; the first and the last are of one season
    assert shares[0] == pytest.approx(shares[12], abs=0.004)
    assert shares[0] + shares[12] == pytest.approx(0.8605 / 6.2316, abs=0.005)
    assert shares[1] == pytest.approx(1 / 6.2316, abs=0.004)


# How far goals come.


def one_path(came: Sequence[float], left: Sequence[float], *goals: Asked, buffer: int = 0, parts: int = 1) -> Any:
    return reached(np.array([came], float), np.array([left], float), 100, buffer, goals, parts)


def test_what_is_above_the_buffer_fills_goals_in_their_order_until_their_deadlines() -> None:
    """100 and 50, less a buffer of 60: 90 flow. Then 60 - 20 + 30: 10 flow. Then 60 - 20 + 40: 20 flow."""
    goals = Asked(80, 1), Asked(30, 2), Asked(5, 3)
    reach = one_path([50, 30, 40], [20, 20, 20], *goals, buffer=60)
    assert reach.filled[:, 0].tolist() == [[80, 10, 0], [80, 20, 0], [80, 20, 5]]
    assert reach.met[0].tolist() == [True, False, True]
    assert reach.funded[0].tolist() == pytest.approx([1, 2 / 3, 1])


def test_a_goal_that_lacks_less_than_a_cent_is_met_and_one_that_lacks_a_cent_is_not() -> None:
    assert one_path([0.5], [0], Asked(101, 1)).met[0].tolist() == [True]
    assert one_path([0], [0], Asked(101, 1)).met[0].tolist() == [False]


def test_a_goal_without_a_need_is_met_and_funded() -> None:
    reach = one_path([0], [0], Asked(0, 1))
    assert (reach.met[0, 0], reach.funded[0, 0]) == (True, 1)
    short = one_path([0], [0], Asked(1, 1), buffer=100)
    assert (short.met[0, 0], short.funded[0, 0]) == (False, 0)


def test_a_month_that_ends_at_nothing_holds_and_one_below_does_not_nor_do_goals_later() -> None:
    early, late = Asked(10, 1), Asked(10, 2)
    assert one_path([0, 0], [50, 10], early, late, buffer=60).met[0].tolist() == [True, True]
    assert one_path([0, 0], [50, 11], early, late, buffer=60).met[0].tolist() == [True, False]
    assert one_path([0, 99], [61, 0], early, late, buffer=60).met[0].tolist() == [False, False]


def test_pay_in_two_parts_leaves_less_above_the_buffer() -> None:
    """In halves: 100 + 20 - 60 flow, then 60 - 10 + 20 - 60, and 60 - 10 stay."""
    assert one_path([40], [20], Asked(500, 1), buffer=60, parts=2).filled[0, 0].tolist() == [70]
    assert one_path([40], [20], Asked(500, 1), buffer=60).filled[0, 0].tolist() == [80]


# What plans count on.


def months(came: Sequence[int], left: Sequence[int]) -> Months:
    return Months(np.array(came, np.int64), np.array(left, np.int64))


def test_the_buffer_is_a_multiple_of_the_dearest_month_in_whole_dollars() -> None:
    assert buffer_of(months([0, 0], [1_000, 900]), Parameters(1.5)) == 1_500
    assert buffer_of(months([0, 0], [1_001, 900]), Parameters(1.5)) == 1_600


def test_usually_free_is_pay_less_spending_at_least_a_twentieth_of_the_pay_and_a_hundred_dollars() -> None:
    pay = [900_000, 900_000, *[300_000, 340_000] * 3]
    assert usually_free(months(pay, [0, 0, *[200_000] * 12])) == 120_000
    assert usually_free(months([340_000] * 8, [340_000] * 8)) == 17_000
    assert usually_free(months([100_000] * 8, [100_000] * 8)) == 10_000


def test_a_plan_counts_on_what_overflows_each_month_in_whole_cents_and_never_less() -> None:
    known = months([90_000, 90_000, *[10_000] * 6], [900_000, *[4_000, 8_000] * 6])
    assert counted_on(known, 700, 500, 3, Parameters(caution=0.0)).tolist() == [10_200, 4_000, 4_000]
    # A spread of 2,089 (the standard deviation of the sample) times the root of 1, 2 and 3.
    spread = 2_000 * (12 / 11) ** 0.5
    until = [10_200 - spread, 14_200 - spread * 2**0.5, 18_200 - spread * 3**0.5]
    expected = np.diff(np.floor(until), prepend=0).tolist()
    assert counted_on(known, 700, 500, 3, Parameters(caution=1.0)).tolist() == expected
    assert counted_on(known, 700, 10_900, 3, Parameters(caution=0.0)).tolist() == [0, 3_800, 4_000]
    poor = months([1_000], [2_000])
    assert counted_on(poor, 0, 0, 3, Parameters(caution=9.0)).tolist() == [1_000, 0, 0]  # one month has no spread
    two = counted_on(months([1_000, 1_000], [100, 300]), 0, 0, 1, Parameters(caution=1.0))
    assert two.tolist() == [858]  # less 141.42


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [((2026, 7, 1), 1), ((2026, 7, 31), 1), ((2026, 8, 1), 2), ((2027, 6, 30), 12), ((2026, 6, 1), 1)],
)
def test_months_until_a_deadline_are_whole_or_begun(deadline: tuple[int, int, int], expected: int) -> None:
    assert months_until(JULY, dt.date(*deadline)) == expected


def test_months_begin_on_the_day_of_the_question() -> None:
    first = dt.date(2026, 7, 15)
    assert [months_until(first, dt.date(2026, *day)) for day in ((7, 20), (8, 14), (8, 15))] == [1, 1, 2]
    assert months_until(first, dt.date(2027, 7, 14)) == 12


def test_full_goals_come_first_and_the_rest_in_the_order_of_the_plan() -> None:
    goals = [
        Goal("Boat", 500, 0, dt.date(2026, 9, 30)),
        Goal("Sail", 500, 500, dt.date(2026, 9, 30)),
        Goal("Oars", 500, 100, dt.date(2026, 7, 31)),
    ]
    plan, order = ordered(goals, np.array([400, 400, 400]), JULY)
    assert order == [1, 2, 0]
    assert plan.order == (1, 0)  # of those that need money


# How likely goals are.


class Curve:
    """Gives back what it is asked about."""

    def predict(self, share: np.ndarray, ambition: np.ndarray) -> Odds:
        return Odds(share / 2, ambition / 1_000, ambition)


def models(told: bool = True) -> PlanningModels:
    return cast(PlanningModels, SimpleNamespace(odds=SimpleNamespace(curve=Curve(), drift=0.0, told=told)))


def asked(*goals: Goal, told: bool = True) -> list[Likely]:
    """Of a person with 200,000 a month of whom 50,000 stay; nothing varies, so all paths are one."""
    pay, rows = paid("acme", *[200_000] * 6)
    home = person(rows, [pay], came=[200_000] * 6, left=[150_000] * 6)
    return likely(models(told), home, 100_000, 300_000, goals)


def test_a_goal_on_all_paths_has_share_one_a_band_without_width_and_its_place_in_the_need() -> None:
    """Nothing is above the buffer in July; then 50,000 a month."""
    boat, sail = Goal("Boat", 60_000, 10_000, dt.date(2026, 9, 30)), Goal("Sail", 150_000, 0, dt.date(2026, 10, 31))
    first, second = asked(boat, sail)
    assert first.band.shape == (3, 4)
    assert (first.band == [0, 50_000, 50_000, 50_000]).all()
    assert (second.band == [0, 0, 50_000, 100_000]).all()
    assert (first.share, second.share) == (1.0, 0.0)
    assert first.interval == pytest.approx((0.9919, 1), abs=1e-4)  # 200 of 200 at 80 %
    assert second.interval == pytest.approx((0, 0.0081), abs=1e-4)
    # A third of what is free in three months; all of it in four.
    assert first.odds == pytest.approx((0.5, 1 / 3_000, 1 / 3))
    assert second.odds == pytest.approx((0.0, 1 / 1_000, 1))


def test_odds_are_told_of_goals_within_a_year_that_need_money_where_they_hold() -> None:
    within, beyond = dt.date(2027, 6, 30), dt.date(2027, 7, 1)
    told = asked(Goal("A", 100, 100, within), Goal("B", 100, 99, within), Goal("C", 100, 0, beyond))
    assert [one.odds is not None for one in told] == [False, True, False]
    assert told[1].odds is not None and told[1].odds[2] == 0.01  # no ambition is less
    assert asked(Goal("B", 100, 99, within), told=False)[0].odds is None
    assert asked() == []
