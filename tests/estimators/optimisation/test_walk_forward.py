"""Allocations are judged on periods that they have not seen. Returns are synthetic."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.optimisation.walk_forward import apart, figures, walk_forward

RETURNS = np.random.default_rng(1).normal(0.001, [0.01, 0.02], (120, 2))


def half(before: np.ndarray) -> np.ndarray:
    return np.array([0.5, 0.5])


def test_no_later_period_changes_what_was_chosen_before_it() -> None:
    seen: list[np.ndarray] = []

    def watching(before: np.ndarray) -> np.ndarray:
        seen.append(before)
        return half(before)

    walk_forward(RETURNS, watching, window=40, hold=20)
    assert [(len(one), one[-1, 0]) for one in seen] == [(40, RETURNS[end - 1, 0]) for end in (40, 60, 80, 100)]


def test_shares_move_with_prices_until_the_next_choice_and_trading_costs() -> None:
    returns = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.0]])
    free = walk_forward(returns, half, window=1, hold=2)
    assert free.returns == pytest.approx([0.5, 1 / 3])  # two thirds of it are the first asset by then
    assert walk_forward(returns, half, window=1, hold=2, cost=0.01).returns[0] == pytest.approx(0.49)


def test_an_interval_holds_nothing_but_chance_where_two_do_the_same() -> None:
    one = walk_forward(RETURNS, half, 40, 20).returns
    assert apart(one, one, 252).sharpe == (0.0, 0.0, 0.0)
    calmer = apart(one / 2, one, 252).volatility
    assert calmer[1] <= calmer[0] <= calmer[2] < 0


def test_figures_are_a_years_and_where_nothing_moves_there_is_no_ratio() -> None:
    volatility, mean, ratio = figures(np.array([[0.01, 0.02, 0.0], [0.01] * 3]), 12)
    assert volatility == pytest.approx([0.01 * 12**0.5, 0])
    assert mean == pytest.approx([0.12, 0.12])
    assert ratio == pytest.approx([0.12 / (0.01 * 12**0.5), 0])
    assert [float(one) for one in figures(np.array([0.01, 0.02, 0.0]), 12)] == [volatility[0], mean[0], ratio[0]]


def test_turnover_is_all_that_is_traded_and_the_first_purchase_counts() -> None:
    returns = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    walked = walk_forward(returns, half, window=1, hold=1)
    assert walked.turnover == pytest.approx(1 + 2 * (2 / 3 - 1 / 2))
    assert walk_forward(returns, half, window=1, hold=1, cost=0.1).returns.tolist() == pytest.approx([0.4, -1 / 30])


def test_differences_are_told_with_intervals_of_blocks_drawn_together() -> None:
    told = apart(RETURNS[:, 0], RETURNS[:, 1], 252)
    assert told.volatility == pytest.approx((-0.14331, -0.19171, -0.10164), abs=1e-5)
    assert told.yearly_return == pytest.approx((-0.00183, -0.54176, 0.56189), abs=1e-5)
    assert told.sharpe == pytest.approx((-0.26102, -2.78835, 2.45406), abs=1e-5)
    short = apart(RETURNS[:6, 0], RETURNS[:6, 1], 12)
    assert short.volatility == pytest.approx((-0.0370, -0.06301, 0.01368), abs=1e-4)
    assert apart(RETURNS[:3, 0], RETURNS[:3, 1], 12).volatility[1] < 0
