"""Odds of a low balance and the lowest point, learned on accounts of a known kind; all of it is synthetic."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.forecasting.cash_path import Regular
from seqmatch.estimators.forecasting.low_balance import FEATURES, LowBalance
from seqmatch.estimators.forecasting.low_balance_features import (
    FLOOR_FEATURES,
    LEVEL_FEATURES,
    AccountNow,
    floor_features,
    level_features,
)
from seqmatch.estimators.forecasting.low_balance_level import LowestPoint

DAYS = 200


def account(pay_in: int, start: float) -> AccountNow:
    """Paid 2,000 every 30 days, 60 spent a day."""
    flow = np.full(DAYS, -6_000.0)
    flow[(np.arange(DAYS) - (DAYS - 1) - pay_in) % 30 == 0] += 200_000
    due = np.array([pay_in, pay_in + 30, pay_in + 60])
    return AccountNow(
        start + np.cumsum(flow),
        [Regular(due, np.array([200_000.0]), np.zeros(1, np.int64), 1.0)],
        np.full((20, 7), -6_000.0),
    )


def learned() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(600, len(FEATURES)))
    below = rng.random(600) < 1 / (1 + np.exp(2 * features[:, 0] - 1.5 * features[:, 1]))
    return features, below, np.arange(600) // 6


def test_the_features_tell_when_pay_comes_and_how_far_the_balance_falls_until_then() -> None:
    now = account(pay_in=10, start=300_000)
    level = dict(zip(LEVEL_FEATURES, level_features(now, now.paths()), strict=True))
    assert level["days_to_pay"] == 10
    assert level["mc_low_p50"] * now.spread == pytest.approx(9 * 6_000)
    assert level["cycle_low"] * now.spread == pytest.approx(9 * 6_000, abs=2 * 6_000)


def test_a_floor_above_the_fall_is_nearly_certain_and_one_below_it_hardly_possible() -> None:
    now = account(pay_in=10, start=300_000)
    for fall, odds in ((50_000, 1.0), (58_000, 0.0)):
        told = dict(zip(FLOOR_FEATURES, floor_features(now, now.paths(), now.today - fall), strict=True))
        assert told["mc_odds"] == pytest.approx(odds, abs=0.05)


def test_odds_are_calibrated_and_a_higher_floor_is_never_less_likely() -> None:
    features, below, people = learned()
    model = LowBalance(drawn=0).fit(features, below, people)
    assert abs(model.odds(features).mean() - below.mean()) < 0.03
    rising = np.repeat(features[:1], 50, axis=0)
    rising[:, 0] = np.linspace(4, -4, 50)
    assert (np.diff(model.odds(rising)) >= 0).all()


def test_a_third_of_the_odds_is_the_share_of_drawn_paths() -> None:
    features, below, people = learned()
    features[:, FEATURES.index("mc_odds")] = below
    learned_only = LowBalance(drawn=0).fit(features, below, people).odds(features)
    both = LowBalance().fit(features, below, people).odds(features)
    assert both == pytest.approx(2 / 3 * learned_only + below / 3)


def test_models_answer_the_same_after_they_were_kept() -> None:
    features, below, people = learned()
    odds = LowBalance().fit(features, below, people)
    assert np.array_equal(LowBalance.from_state(odds.state()).odds(features), odds.odds(features))
    level = features[:, : len(LEVEL_FEATURES)]
    drawn = np.repeat(np.array([-1.0, 0.0, 1.0])[None, :, None], 600, axis=0) * np.ones((600, 3, 90))
    ahead = np.random.default_rng(1).normal(size=(600, 90)) * 3
    lowest = LowestPoint().fit(level, -np.abs(level[:, 0]), ahead[:, 29], drawn, ahead, people)
    again = LowestPoint.from_state(lowest.state())
    assert np.array_equal(again.lowest(level, drawn[:, :, 0]), lowest.lowest(level, drawn[:, :, 0]))
    assert np.array_equal(again.band(level, drawn), lowest.band(level, drawn))


def test_a_band_that_is_too_narrow_is_stretched_until_it_holds_eight_of_ten() -> None:
    features, _, people = learned()
    level = features[:, : len(LEVEL_FEATURES)]
    drawn = np.repeat(np.array([-1.0, 0.0, 1.0])[None, :, None], 600, axis=0) * np.ones((600, 3, 90))
    ahead = np.random.default_rng(1).normal(size=(600, 90)) * 3
    model = LowestPoint().fit(level, -np.abs(level[:, 0]), ahead[:, 29], drawn, ahead, people)
    band = model.band(level, drawn)
    inside = (ahead >= band[:, 0]) & (ahead <= band[:, 2])
    assert 0.77 < inside[:, [6, 29, 89]].mean() < 0.83


def test_a_quarter_of_the_lowest_point_is_that_of_drawn_paths_and_half_for_strangers() -> None:
    features, _, people = learned()
    level, drawn = features[:, : len(LEVEL_FEATURES)], np.full((600, 3), -6.0)
    paths = np.zeros((600, 3, 90))
    for alike, part in ((True, 0.25), (False, 0.5)):
        model = LowestPoint(alike=alike).fit(level, -np.abs(level[:, 0]), paths[:, 0, 29], paths, paths[:, 0], people)
        assert model.lowest(level, drawn) - model.lowest(level, 0 * drawn) == pytest.approx(part * drawn)
        assert LowestPoint.from_state(model.state()).drawn == part


def test_for_strangers_the_band_is_stretched_before_it_leans_on_drawn_paths_and_holds_its_middle() -> None:
    features, _, people = learned()
    level, zeros = features[:, : len(LEVEL_FEATURES)], np.zeros((600, 90))
    ahead = np.random.default_rng(1).normal(size=(600, 90)) * 3
    drawn = np.repeat(np.array([-1.0, 0.0, 1.0])[None, :, None], 600, axis=0) * np.ones((600, 3, 90))
    strangers = LowestPoint(alike=False).fit(level, zeros[:, 0], zeros[:, 29], drawn, ahead, people)
    widest = 3 * 1.2816  # nine of ten normal deviations are below it
    assert strangers.band(level, drawn)[:, 2, 29].mean() == pytest.approx(widest / 2 + 1 / 2, abs=0.2)
    above = drawn + 7.0
    calm = LowestPoint(alike=False).fit(level, zeros[:, 0], zeros[:, 29], above, zeros, people)
    assert (np.diff(calm.band(level, above), axis=1) >= 0).all()


def test_day_30_is_todays_balance_where_no_forecast_beats_it() -> None:
    features, _, people = learned()
    level = features[:, : len(LEVEL_FEATURES)]
    noise = np.random.default_rng(1).normal(size=(600, 90))
    drawn = np.zeros((600, 3, 90))
    model = LowestPoint().fit(level, noise.min(axis=1), noise[:, 29], drawn, noise, people)
    assert not model.beats_today_
    assert not model.day30(level).any()
    known = LowestPoint().fit(level, noise.min(axis=1), 3 * level[:, 0], drawn, noise, people)
    assert known.beats_today_
