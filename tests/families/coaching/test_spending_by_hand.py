"""Habits, budgets, changes and unusual payments of a person whose days can be counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from test_money_reviewed import DAY, person

from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.budgets import ALL, Adherence, adherence
from seqmatch.families.coaching.scoring.changes import changes_of, everyday, season_of, unusual_payments
from seqmatch.families.coaching.scoring.habits import Spending, effects_of, spending_of
from seqmatch.families.coaching.scoring.totals import hardly_spends

FLAT = np.full(84, 100.0)
TWO = ("ELM BAKERY", "OAK CINEMA")


def shares(spending: Spending) -> dict[str, tuple[float, float, int] | None]:
    """Effect -> share on the marked days, share expected there, blocks."""
    return {
        name: None if one is None else (round(one.share, 4), round(one.expected, 2), one.blocks)
        for name, one in effects_of(spending).items()
    }


# Habits


def test_equal_spending_falls_on_the_weekend_by_two_days_of_seven() -> None:
    told = shares(Spending(FLAT, np.zeros(84), (), first_weekday=0))
    assert told["weekend"] == (0.2857, 0.29, 12)
    assert told["weekday Monday"] == (0.1429, 0.14, 12)
    assert told["payday"] is told["impulse after payday"] is None


def test_weeks_run_from_monday_whatever_the_first_day_and_broken_ones_are_left_out() -> None:
    saturdays = np.where(np.arange(84) % 7 == 3, 100.0, 0.0)  # day 0 is a Wednesday
    told = shares(Spending(saturdays, np.zeros(84), (), first_weekday=2))
    assert set(told) == {"weekend", "weekday Saturday", "payday", "impulse after payday"}
    assert told["weekend"] == (1.0, 0.28, 11) or told["weekend"] == (1.0, 0.29, 11)
    assert told["weekday Saturday"] is not None and told["weekday Saturday"][0] == 1.0
    early = np.where(np.arange(84) == 3, 9_000.0, np.where(np.arange(84) % 7 == 5, 100.0, 0.0))
    mondays = shares(Spending(early, np.zeros(84), (), first_weekday=2))["weekend"]
    assert mondays is not None and mondays[0] == 0.0  # the Saturday before the first Monday is in no whole week


def test_the_strongest_of_seven_weekdays_has_to_be_seven_times_as_sure() -> None:
    some = np.where(np.arange(84) % 7 == 0, 130.0, 100.0)
    alone = effects_of(Spending(np.where(np.arange(84) % 7 == 0, 100.0, 0.0), np.zeros(84), (), 0))["weekday Monday"]
    assert alone is not None and alone.p == pytest.approx(0.007)  # 1 of 1,000, for each of seven days
    weak = effects_of(Spending(some * 0 + 100, np.zeros(84), (), 0))["weekday Monday"]
    assert weak is not None and weak.p == 1.0


@pytest.mark.parametrize(
    ("cycle", "blocks"), [(13, None), (14, 9), (28, 9), (31, 9), (45, 9), (46, None)], ids=lambda value: str(value)
)
def test_a_cycle_of_pay_lasts_from_two_weeks_to_45_days(cycle: int, blocks: int | None) -> None:
    paydays = tuple(range(0, 10 * cycle, cycle))
    told = shares(Spending(np.full(10 * cycle, 1.0), np.zeros(10 * cycle), paydays, 0))["payday"]
    assert (None if told is None else told[2]) == blocks


def test_the_four_days_from_payday_on_are_those_after_pay() -> None:
    paydays = tuple(range(0, 280, 28))
    told = shares(Spending(np.full(280, 1.0), np.full(280, 2.0), paydays, 0))
    assert told["payday"] == told["impulse after payday"] == (round(4 / 28, 4), 0.14, 9)
    fourth = np.where(np.arange(280) % 28 == 3, 1.0, 0.0)
    fifth = np.where(np.arange(280) % 28 == 4, 1.0, 0.0)
    found = [shares(Spending(one, np.zeros(280), paydays, 0))["payday"] for one in (fourth, fifth)]
    assert [one and one[0] for one in found] == [1.0, 0.0]


def test_wants_are_what_is_bought_once_and_a_laptop_counts_as_the_dearest_of_usual_days() -> None:
    shop = [(day, "SHOP", -1_000 - 10 * day) for day in range(0, 40, 2)]
    found = spending_of(person(*shop, (41, "LAPTOP SHOP", -200_000), today=48))
    assert found.wants.shape == found.impulses.shape == (49,)
    assert (found.wants[0], found.wants[1], found.wants[2]) == (1_000, 0, 1_020)
    assert found.wants.max() == pytest.approx(
        np.quantile([*(1_000 + 10 * day for day in range(0, 40, 2)), 200_000], 0.95)
    )
    assert found.first_weekday == 0


def test_paydays_are_the_days_of_pay_each_once() -> None:
    pays = [(5 + 28 * time, "ACME PAYROLL", 100_000) for time in range(6)] + [(5, "ACME PAYROLL", 90_000)]
    assert spending_of(person(*pays, today=160)).paydays == tuple(
        28 * time for time in range(6)
    )  # from the first row on


# Budgets


def bought(*rows: tuple[int, int], today: int) -> Person:
    """Days after 6 January 2025 and cents."""
    return person(*((day, "SHOP", -cents) for day, cents in rows), today=today)


def test_on_the_last_day_of_a_month_none_runs_and_the_month_counts() -> None:
    one = bought((0, 100), (30, 2_000), (60, 300), today=84)  # 31 March 2025: only February and March are whole
    assert adherence(one, {ALL: 2_000}) == [Adherence(ALL, 2_000, 2, 2, 0, 0, 0)]
    assert adherence(one, {ALL: 1_999}) == [Adherence(ALL, 1_999, 2, 1, 1, 0, 0)]


def test_the_month_that_runs_is_told_with_the_rests_of_earlier_ones() -> None:
    # 10 April; by the 10th of a month nothing was spent, after it 500 in February and 1,500 in March.
    one = bought((0, 100), (26 + 14, 500), (54 + 14, 1_500), (84 + 3, 1_000), today=84 + 10)
    assert adherence(one, {ALL: 1_600}) == [Adherence(ALL, 1_600, 2, 2, 0, 1_000, 1)]
    assert adherence(one, {ALL: 1_500}) == [Adherence(ALL, 1_500, 2, 2, 0, 1_000, 1)]
    assert adherence(one, {ALL: 1_499}) == [Adherence(ALL, 1_499, 2, 1, 1, 1_000, 2)]


def test_twelve_months_are_looked_at_and_usually_over_is_the_middle_of_those_that_were() -> None:
    months = [(dt.date(2025 + number // 12, 1 + number % 12, 20) - DAY).days for number in range(1, 15)]
    one = bought((0, 1), *((day, 1_000 + 100 * place) for place, day in enumerate(months)), today=months[-1] + 12)
    [told] = adherence(one, {ALL: 1_900})  # 1,200 to 2,300 in the last twelve
    assert (told.months, told.kept, told.usually_over, told.so_far) == (12, 8, 250, 0)


def test_a_budget_of_a_category_counts_what_is_said_or_guessed_to_be_of_it() -> None:
    one = bought((0, 100), (26, 700), (27, 300), today=60)
    said = one.frame.with_columns(category=pl.Series(["dining", "dining", None], dtype=pl.String))
    unsaid = replace(one, frame=said)
    assert [told.usually_over for told in adherence(unsaid, {"dining": 1})] == [699]
    guessed = adherence(unsaid, {"dining": 1, ALL: 1}, lambda rows: ["dining"] * len(rows))
    assert [(told.category, told.usually_over) for told in guessed] == [("dining", 999), (ALL, 999)]
    assert [told.usually_over for told in adherence(unsaid, {"dining": 1}, lambda rows: [None] * len(rows))] == [699]


# What changed


def monthly(text: str, cents: int, first: int, times: int, step: int = 30) -> list[tuple[int, str, int]]:
    return [(first + step * time, text, cents) for time in range(times)]


def told_changes(*rows: tuple[int, str, int], today: int) -> list[tuple[str, str, int, int]]:
    """What, payee, day and cents a year."""
    return [
        (one.what, one.stream.payee, (one.date - DAY).days, one.yearly_cents)
        for one in changes_of(person(*rows, today=today))
    ]


def test_what_is_new_costs_more_a_year_and_what_lapsed_less_the_latest_first() -> None:
    gym, video = monthly("ELM GYM", -4_000, 0, 9), monthly("OAK VIDEO", -1_000, 240, 4)
    assert told_changes(*gym, *video, today=331) == [
        ("lapsed", "elm gym", 273, -48_000),
        ("new", "oak video", 240, 12_000),
    ]


def test_new_is_what_began_in_the_last_92_days_of_a_history_of_more_than_twice_as_many() -> None:
    rent, video = monthly("OLD RENT", -90_000, 0, 12), monthly("OAK VIDEO", -1_000, 240, 4)
    assert ("new", "oak video", 240, 12_000) in told_changes(*rent, *video, today=331)
    assert [one[0] for one in told_changes(*rent, *video, today=332)] == []
    young = monthly("OLD RENT", -90_000, 0, 6), monthly("OAK VIDEO", -1_000, 90, 4)
    assert [one[0] for one in told_changes(*young[0], *young[1], today=181)] == []
    assert [one[0] for one in told_changes(*young[0], *monthly("OAK VIDEO", -1_000, 95, 4), today=184)] == ["new"]


def test_a_price_that_fell_saves_money() -> None:
    video = [(30 * time, "OAK VIDEO", -1_100 if time < 9 else -900) for time in range(12)]
    assert told_changes(*video, today=331) == [("price down", "oak video", 270, -2_400)]


def test_a_pay_that_rose_is_no_price() -> None:
    pay = [(30 * time, "ACME PAYROLL", 100_000 if time < 9 else 120_000) for time in range(12)]
    assert told_changes(*pay, today=331) == []


def test_a_bill_that_is_overdue_is_late_and_changes_no_cost() -> None:
    gym = monthly("ELM GYM", -4_000, 0, 11)
    late = [one for one in told_changes(*gym, today=338) if one[0] == "late"]
    assert late == [("late", "elm gym", 331, 0)]


def test_of_unusual_payments_the_latest_comes_first_and_old_ones_are_left_out() -> None:
    usual = [(10 * time + day, text, -500 - 10 * (time % 3)) for time in range(30) for day, text in enumerate(TWO)]
    one = person(*usual, (300, TWO[0], -8_000), (320, TWO[1], -7_000), today=330)
    assert [(told.of, told.cents) for told in unusual_payments(one)] == [("oak cinema", 7_000), ("elm bakery", 8_000)]
    assert [told.cents for told in unusual_payments(one, lately=30)] == [7_000]
    assert [told.cents for told in unusual_payments(one, lately=31)] == [7_000, 8_000]
    assert unusual_payments(one, lately=10) == []


def test_money_that_comes_in_or_goes_to_an_own_account_is_never_unusual() -> None:
    usual = [(20 * time, "ELM BAKERY", -500) for time in range(16)]
    moved = person(*usual, (320, "ELM BAKERY", -9_000), (321, "ELM BAKERY", 90_000))
    assert len(unusual_payments(moved)) == 1
    own = moved.frame.with_columns(own_transfer=pl.col("amount_cents") == -9_000)
    assert unusual_payments(replace(moved, frame=own)) == []


def test_rows_of_nothing_are_no_payments_to_compare_with() -> None:
    seven = [(20 * time, "ELM BAKERY", -500) for time in range(7)]
    checks = [(20 * time + 3, "ELM BAKERY", 0) for time in range(7)]
    assert unusual_payments(person(*seven, *checks, (320, "ELM BAKERY", -9_000))) == []
    [told] = unusual_payments(person(*seven, (150, "ELM BAKERY", -500), *checks, (320, "ELM BAKERY", -9_000)))
    assert told.usual_cents == 500


def test_bills_that_come_again_are_nothing_of_everyday() -> None:
    shop = [(day, "SHOP", -1_000 - day % 7) for day in range(0, 300, 3)]
    rent = monthly("OLD RENT", -90_000, 1, 10)
    spent = everyday(person(*shop, *rent, today=299))
    assert spent.max() < 2_000 and spent.sum() == pytest.approx(sum(-cents for _, _, cents in shop), rel=0.01)


@pytest.mark.parametrize(("days", "told"), [(756, False), (757, True)])
def test_a_season_needs_24_whole_months(days: int, told: bool) -> None:
    """6 January 2025 to 31 January or 1 February 2027: the months of the first and the last day do not count."""
    shop = [(day, "SHOP", -1_000 - (day * 37) % 100) for day in range(days)]
    assert (season_of(person(*shop, today=days - 1)) is not None) is told


# Hardly any spending


@pytest.mark.parametrize(
    ("days", "hardly"), [((0, 299), True), ((0, 298, 299), False), ((0, 118, 299), False), ((0, 117, 299), True)]
)
def test_nothing_is_expected_of_who_spent_on_less_than_two_days_of_half_a_year(
    days: tuple[int, ...], hardly: bool
) -> None:
    assert hardly_spends(bought(*((day, 1_000) for day in days), today=299)) is hardly
