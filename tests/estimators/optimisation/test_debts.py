"""Debts paid off month by month."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.optimisation.debts import MOST_MONTHS, Debt, Strategy, order_of, pay_off


def test_a_debt_without_interest_ends_when_its_payments_add_up() -> None:
    done = pay_off([Debt(100_000, 10_000, 0.0)], 15_000, "avalanche")
    assert (done.months, done.interest, done.cleared) == (4, 0, (4,))


def test_interest_is_added_to_what_is_left_and_a_minimum_below_it_never_ends() -> None:
    one = pay_off([Debt(100_000, 60_000, 0.12)], 0, "minimums")
    assert (one.months, one.interest) == (2, 400)
    assert pay_off([Debt(100_000, 900, 0.12)], 0, "minimums").months is None


def test_the_dearest_first_never_costs_more_interest_than_the_smallest_first() -> None:
    rng = np.random.default_rng(3)
    for _ in range(40):
        debts = [
            Debt(int(rng.integers(20_000, 900_000)), int(rng.integers(5_000, 20_000)), float(rng.uniform(0.02, 0.3)))
            for _ in range(int(rng.integers(2, 5)))
        ]
        dear, small, least = (pay_off(debts, 30_000, one) for one in ("avalanche", "snowball", "minimums"))  # type: ignore[arg-type]
        assert dear.interest <= small.interest + 100  # rounding, month by month
        assert small.interest <= least.interest


CARDS = [Debt(100_000, 3_000, 0.24), Debt(50_000, 2_000, 0.06), Debt(50_000, 1_000, 0.12)]


@pytest.mark.parametrize(
    ("strategy", "order", "months", "interest", "cleared"),
    [
        ("avalanche", [0, 2, 1], 14, 14_062, (9, 14, 12)),
        ("snowball", [2, 1, 0], 14, 21_391, (14, 8, 5)),
        ("minimums", [], 69, 82_550, (54, 27, 69)),
    ],
)
def test_three_cards_end_as_their_order_says(
    strategy: Strategy, order: list[int], months: int, interest: int, cleared: tuple[int, ...]
) -> None:
    assert order_of(CARDS, strategy) == order
    done = pay_off(CARDS, 10_000, strategy) if order else pay_off(CARDS, 0, strategy)
    assert (done.months, done.interest, done.cleared) == (months, interest, cleared)


def test_what_is_owed_no_more_takes_no_month() -> None:
    assert pay_off([], 5, "snowball").months == 0
    done = pay_off([Debt(0, 1_000, 0.1), Debt(5_000, 1_000, 0.0)], 0, "avalanche")
    assert (done.months, done.interest, done.cleared) == (3, 0, (0, 3))  # the minimum of the first goes to the second


def test_a_debt_of_the_longest_time_ends_and_one_of_a_month_more_does_not() -> None:
    assert pay_off([Debt(MOST_MONTHS * 100, 100, 0.0)], 0, "minimums").months == MOST_MONTHS
    never = pay_off([Debt(MOST_MONTHS * 100 + 1, 100, 0.0)], 0, "minimums")
    assert (never.months, never.cleared) == (None, (None,))
