"""How much of the pay to put aside, and how it was put aside until now, reckoned by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from plain_people import person

from seqmatch.families.planning.person import Whole
from seqmatch.families.planning.scoring.habits_of_savers import Habits, habits_of
from seqmatch.families.planning.scoring.strategy import Strategy, holding_rates, safe_rate, strategy_of

# Rates.


def test_on_a_path_so_much_of_every_pay_may_go_that_no_month_ends_below_zero() -> None:
    """100 and 50 more after the first month are 1.5 times its pay; 100 after both are half of both pays."""
    came, left = np.array([[100.0, 100.0], [0.0, 100.0]]), np.array([[50.0, 150.0], [90.0, 0.0]])
    assert holding_rates(came, left, 100).tolist() == [0.5, 1.1]  # 10 and nothing came, then 110 of 100
    assert holding_rates(np.array([[0.0]]), np.array([[103.0]]), 100).tolist() == [-3.0]


def test_the_safe_rate_holds_on_nine_of_ten_paths_and_is_at_least_none_and_at_most_nine_tenths() -> None:
    assert safe_rate(np.arange(11) / 20) == pytest.approx(0.05)
    assert safe_rate(np.array([-1.0, -1.0])) == 0.0
    assert safe_rate(np.array([2.0, 2.0])) == 0.9


def strategy(came: Sequence[int], left: Sequence[int], opening: int = 10_000, **told: Any) -> Strategy:
    return strategy_of(person(came=came, left=left), opening, 0.0, **told)


def test_pay_and_spending_of_each_month_tell_rate_fund_and_what_holds() -> None:
    told = strategy([1_000] * 12, [850] * 12)
    assert told == Strategy(pytest.approx(0.15), pytest.approx(0.15), (1.0, 1.0), 3, 2_550, ("goals", "fund"))
    even = strategy([1_000] * 12, [850] * 12, opening=0)  # 150 of each 1,000 and not a cent more
    assert (even.safe_rate, even.holds) == (pytest.approx(0.15), (1.0, 0.0))
    exact = strategy([1_000] * 12, [800] * 12, opening=0)
    assert exact.holds == (1.0, 1.0)


def test_who_has_no_pay_needs_the_longer_fund() -> None:
    assert (strategy([0] * 12, [850] * 12).fund_months, strategy([0] * 12, [850] * 12).fund_cents) == (6, 5_100)


def test_the_rate_is_of_the_usual_pay_of_six_months_and_the_spending_of_twelve() -> None:
    came = [9_000] * 12 + [800] * 3 + [1_200] * 3
    left = [9_000] * 6 + [700, 900] * 6
    assert strategy([1] * 12, [0, 1] * 6).rate == 0.5
    assert strategy(came, left, 99_999).rate == pytest.approx(0.2)


def test_who_spends_all_puts_nothing_aside_and_who_spends_nothing_at_most_nine_tenths() -> None:
    assert strategy([100] * 12, [100] * 12).rate == 0.0 == strategy([100] * 12, [300] * 12).rate
    assert strategy([100] * 12, [0] * 12).rate == 0.9
    assert strategy([0] * 12, [0] * 12).rate == 0.9  # of no pay


def test_the_safe_rate_is_never_more_than_the_rate() -> None:
    told = strategy([1_000] * 12, [990] * 12, opening=100_000)
    assert told.rate == told.safe_rate == pytest.approx(0.01)


def test_pay_of_three_months_that_varies_by_more_than_fifteen_percent_needs_a_fund_of_six_months() -> None:
    assert strategy([1_000] * 12, [850] * 12).fund_months == 3
    edge = [25, 30, 30, 25, 30, 30, 25, 60, 30, 25, 60, 30]  # three months: five times 85 and five times 115
    more = [61 if cents == 60 else cents for cents in edge]
    assert [strategy(came, [20] * 12).fund_months for came in (edge, more)] == [3, 6]
    steps = [100] * 6 + [170] * 6  # three months: 300 to 510, spread over mean 0.21
    assert strategy(steps, [80] * 12).fund_months == 6
    assert strategy([*[9_000] * 6, *[100] * 12], [80] * 18).fund_months == 3  # of the last year
    assert strategy([10, 100, 190] * 4, [80] * 12).fund_months == 3  # the same over each three months


def test_a_match_comes_first_dear_debts_come_before_goals_and_cheap_ones_do_not() -> None:
    def order(*rates: float, match: bool = False) -> tuple[str, ...]:
        return strategy([100] * 12, [80] * 12, debts=[{"rate": one} for one in rates], match=match).order

    assert order() == order(0.079) == ("goals", "fund")
    assert order(0.08) == order(0.01, 0.2) == ("starter", "debts", "goals", "fund")
    assert order(0.2, match=True) == ("match", "starter", "debts", "goals", "fund")
    assert order(match=True) == ("match", "goals", "fund")


# Habits.


def habits(*moved: tuple[int, int, int], pays: Sequence[tuple[int, int, int]], came: Sequence[int]) -> Habits:
    """Of who put money aside and was paid, as month, day and cents."""
    rows = [("Current", month, day, cents, "ACME PAY") for month, day, cents in pays]
    for month, day, cents in moved:
        rows += [("Current", month, day, -cents, "TRANSFER TO SAVINGS"), ("Savings", month, day, cents, "TRANSFER")]
    frame = pl.DataFrame(
        [(None, account, dt.date(2026, month, day), cents, words) for account, month, day, cents, words in rows],
        schema={
            "user": pl.String,
            "account": pl.String,
            "date": pl.Date,
            "amount_cents": pl.Int64,
            "description": pl.String,
        },
        orient="row",
    ).sort("date", maintain_order=True)
    others = frame.filter(~pl.col("description").str.contains("TRANSFER"))
    known = np.array(came, np.int64)
    return habits_of(
        Whole(dt.date(2026, 6, 30), dt.date(2026, 1, 1), known, 0 * known, others, frame, None, len(frame))
    )


PAYS = [(month, 1, 1_000) for month in range(1, 7)]
CAME = [1_000] * 6


def test_who_puts_nothing_aside_has_no_habit() -> None:
    assert habits(pays=PAYS, came=CAME) == Habits(False, False, 0.0)


def test_money_put_aside_in_half_of_the_months_is_monthly() -> None:
    three = habits((1, 9, 100), (3, 9, 100), (5, 9, 100), pays=PAYS, came=CAME)
    assert three == Habits(True, False, 0.05)
    assert habits((1, 9, 100), (3, 9, 100), (3, 19, 100), pays=PAYS, came=CAME).monthly is False
    assert habits((1, 9, 1), (3, 9, 1), pays=PAYS, came=[*CAME[1:]]).monthly is False


def test_half_of_it_within_three_days_after_pay_is_on_payday() -> None:
    assert habits((1, 4, 100), (3, 20, 100), pays=PAYS, came=CAME).on_payday  # three days after
    assert not habits((1, 5, 100), (3, 20, 100), pays=PAYS, came=CAME).on_payday
    assert not habits((1, 4, 100), (3, 20, 101), pays=PAYS, came=CAME).on_payday
    assert habits((1, 1, 1), pays=PAYS, came=CAME).on_payday
    assert not habits((1, 31, 100), pays=PAYS, came=CAME).on_payday  # the day before


def test_pay_is_a_fifth_of_a_usual_month_or_more() -> None:
    small = [*PAYS, (2, 20, 199), (3, 20, 200)]
    assert not habits((2, 20, 100), pays=small, came=CAME).on_payday
    assert habits((3, 20, 100), pays=small, came=CAME).on_payday


def test_where_nothing_came_in_a_usual_month_a_cent_is_pay_and_shares_are_of_a_cent() -> None:
    assert habits((3, 20, 5), pays=[(3, 20, 1)], came=[0] * 6) == Habits(False, True, 5.0)
    assert habits((3, 20, 5), pays=[(3, 20, 1)], came=[1, 0, 0, 0, 0, 0]).share == 5.0
    assert habits((3, 20, 5), pays=[(3, 20, 1)], came=[2, 0, 0, 0, 0, 0]).share == 2.5
