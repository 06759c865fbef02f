"""Balances ahead of small households by the models of the package, and the totals of those who are new."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pytest
from households import LAST, Household, steady

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.recipe import OutlookModels
from seqmatch.families.coaching.scoring.outlook import Outlook, outlook, outlook_frame
from seqmatch.families.coaching.scoring.totals import totals
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import default_settings


@cache
def models() -> CoachingModels:
    return ModelHost(default_settings(None)).live(COACHING)


def outlooks() -> OutlookModels:
    assert models().outlook is not None
    return models().outlook


def ann(home: Household, today: dt.date = LAST, blind: bool = False) -> Person:
    frame = home.frame()
    frame = frame.with_columns(balance_cents=None) if blind else frame
    [found] = people(history(frame), today)
    return found


def ahead(person: Person, account: str = "Checking", floor: int | None = None) -> Outlook:
    told = outlook(person, person.accounts[account], outlooks(), floor)
    assert told is not None
    return told


def test_a_floor_is_given_or_zero_for_who_lives_around_it_or_ones_own() -> None:
    around = Household({"Checking": 0}).every(14, "PAY", 20_000).every(2, "SHOP", -2_900)
    above = Household({"Checking": 900_000}).every(14, "PAY", 20_000).every(7, "SHOP", -10_000)
    assert (ahead(ann(above), floor=0).floor_cents, ahead(ann(above), floor=0).floor_basis) == (0, "given")
    assert (ahead(ann(around)).floor_cents, ahead(ann(around)).floor_basis) == (0, "zero")
    own = ahead(ann(above))
    assert own.floor_basis == "own" and 880_000 <= (own.floor_cents or 0) <= 920_000


def test_without_a_balance_the_path_is_that_of_an_account_that_holds_nothing_today() -> None:
    home = steady()
    moved = sum(cents for _, _, _, cents in home.rows)
    empty = Household({"Checking": -moved}, home.rows)
    told, untold = ahead(ann(empty)), ahead(ann(empty, blind=True))
    assert (told.balance_cents, told.kind) == (0, "holds")
    assert (untold.balance_cents, untold.kind, untold.odds_below_floor, untold.floor_basis) == (
        None,
        "untold",
        None,
        None,
    )
    assert np.array_equal(told.path, untold.path) and told.lowest_cents == untold.lowest_cents


def test_pay_is_expected_on_its_day_with_the_bills_before_it() -> None:
    told = ahead(ann(steady(), dt.date(2026, 3, 31)))
    assert told.next_pay == dt.date(2026, 4, 1)
    assert told.bills_cents == 0
    earlier = ahead(ann(steady(), dt.date(2026, 3, 2)))
    assert earlier.next_pay == dt.date(2026, 4, 1)
    assert earlier.bills_cents == 120_000 + 5 * 10_000  # the rent of the 3rd, and groceries of five Tuesdays
    assert ahead(ann(Household().every(7, "SHOP", -1_000))).next_pay is None


def test_the_path_has_three_rows_of_90_days_and_its_lowest_day_is_within_30() -> None:
    told = ahead(ann(steady()))
    assert told.path.shape == (3, 90)
    assert (np.diff(told.path, axis=0) >= 0).all()
    assert dt.timedelta(days=1) <= told.lowest_date - LAST <= dt.timedelta(days=30)
    assert told.today == LAST and told.user == "ann" and told.account == "Checking"


@pytest.mark.parametrize(("floor", "warns"), [(10**8, True), (-(10**8), False)])
def test_a_low_balance_is_warned_of_where_it_is_likely(floor: int, warns: bool) -> None:
    assert ahead(ann(steady()), floor=floor).warns is warns
    assert ahead(ann(steady(), blind=True)).warns is False


def test_twenty_draws_are_enough_and_nineteen_are_refused() -> None:
    person = ann(steady())
    assert outlook(person, person.accounts["Checking"], outlooks(), draws=20) is not None
    with pytest.raises(ArgumentError, match="at least 20") as refused:
        outlook(person, person.accounts["Checking"], outlooks(), draws=19)
    assert refused.value.path == "draws"


def test_an_account_of_three_weeks_is_left_out_and_those_after_it_are_not() -> None:
    recent = [LAST - dt.timedelta(days=days) for days in (20, 10, 0)]
    two = steady().on(recent, "COFFEE", -400, "A new one")
    told = outlook_frame([ann(two)], outlooks(), {("ann", "Checking"): 12_300, ("ben", "Checking"): 1})
    assert told["account"].to_list() == ["Checking"]
    assert told["floor_cents"].to_list() == [12_300]
    untold = outlook_frame([ann(two, blind=True)], outlooks())
    assert untold.select(
        "kind", "balance_cents", "floor_cents", "lowest_p50", "lowest_date", "balance_day30"
    ).rows() == [("untold", None, None, None, None, None)]


def test_the_table_tells_what_the_outlook_tells() -> None:
    person = ann(steady())
    one = ahead(person)
    assert outlook_frame([person], outlooks()).rows() == [
        (
            *("ann", "Checking", "holds", one.balance_cents, one.floor_cents, *one.lowest_cents, one.lowest_date),
            *(one.odds_below_floor, one.day30_cents),
        )
    ]


@pytest.mark.parametrize(("weeks", "short"), [(9, True), (10, False)])
def test_a_history_under_ten_weeks_is_called_short(weeks: int, short: bool) -> None:
    today = dt.date(2025, 7, 1) + dt.timedelta(days=7 * weeks - 1)
    [told] = totals([ann(Household().every(2, "SHOP", -3_000), today)], models().spending)
    assert told is not None
    assert (told.short_history, told.silent, len(told.weeks)) == (short, False, 4)
    assert told.total_28d_p10 <= told.total_28d_p50 <= told.total_28d_p90
    assert 9_000 <= told.typical_week <= 12_000  # 3,000 on every other day


def test_of_who_spends_nothing_nothing_is_expected_and_it_is_no_forecast() -> None:
    [told] = totals([ann(Household().every(14, "PAY", 100_000))], models().spending)
    assert told is not None and (told.silent, told.method, told.short_history) == (True, "nothing", False)
    amounts = (told.total_28d_p10, told.total_28d_p50, told.total_28d_p90, *told.weeks, told.typical_week)
    assert {*amounts, told.typical_error, told.backtests} == {0}


def test_less_than_two_weeks_are_told_nothing() -> None:
    home = Household().every(2, "SHOP", -3_000)
    assert totals([ann(home, dt.date(2025, 7, 13))], models().spending) == [None]
    [told] = totals([ann(home, dt.date(2025, 7, 14))], models().spending)
    assert told is not None
