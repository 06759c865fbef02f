"""Debts paid off month by month."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.optimisation.debts import Debt, pay_off


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
