"""What is known of an account at the end of a day, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.forecasting.cash_path import Regular, bands, draw_paths, likely_lowest_day
from seqmatch.estimators.forecasting.low_balance_features import (
    FLOOR_FEATURES,
    LEVEL_FEATURES,
    LOW_DAYS,
    NO_PAY,
    AccountNow,
    floor_features,
    level_features,
    lowest_of,
)
from seqmatch.estimators.forecasting.low_balance_trees import booster_of, trained

DAYS = 200
BALANCES = 100_000.0 + 20_000 * np.sin(np.arange(DAYS) * 0.7) + 1_500 * (np.arange(DAYS) % 30)
PAY = Regular(np.array([12, 42, 72]), np.array([200_000.0, 210_000]), np.zeros(1, np.int64), 1.0)
RENT = Regular(np.array([5, 35]), np.array([-90_000.0]), np.zeros(1, np.int64), 1.0)
GYM = Regular(np.array([20]), np.array([-3_000.0]), np.zeros(1, np.int64), 1.0)
TIP = Regular(np.array([2]), np.array([500.0]), np.zeros(1, np.int64), 1.0)
WEEKS = np.arange(28 * 7.0).reshape(28, 7) - 90
NOW = AccountNow(BALANCES, (PAY, RENT, GYM, TIP), WEEKS)
PATHS = np.cumsum(np.random.default_rng(0).normal(0, 5_000, (50, 90)), axis=1)


def test_pay_is_the_next_large_payment_and_bills_before_it_are_due() -> None:
    assert NOW.pay == (12, 205_000)
    assert NOW.bills_before_pay == 90_000
    without = AccountNow(BALANCES, (RENT, GYM), WEEKS)
    assert without.pay == (NO_PAY, 0.0)
    assert without.bills_before_pay == 93_000  # within a month; the second rent is due later
    on_pay_day = AccountNow(
        BALANCES, (PAY, Regular(np.array([12]), np.array([-7.0]), np.zeros(1, np.int64), 1.0)), WEEKS
    )
    assert on_pay_day.bills_before_pay == 0
    assert NOW.today == BALANCES[-1]


def test_the_spread_is_of_the_last_months_and_never_nothing() -> None:
    recent = BALANCES[-180:]
    assert NOW.spread == pytest.approx(max(recent.std(), 0.01 * recent.mean(), 100))
    assert AccountNow(np.full(50, 90_000.0), (), WEEKS).spread == 900
    assert AccountNow(np.full(50, -90_000.0), (), WEEKS).spread == 900
    assert AccountNow(np.full(50, 10.0), (), WEEKS).spread == 100


def test_drops_are_to_the_lowest_of_the_thirty_days_after() -> None:
    by_hand = [BALANCES[day] - BALANCES[day + 1 : day + 1 + LOW_DAYS].min() for day in range(DAYS - LOW_DAYS)]
    assert NOW.drops.tolist() == pytest.approx(by_hand)
    assert len(AccountNow(BALANCES[:LOW_DAYS], (), WEEKS).drops) == 0
    assert len(AccountNow(BALANCES[: LOW_DAYS + 1], (), WEEKS).drops) == 1
    assert NOW.cycle.tolist() == [DAYS - 1 - back for back in (30, 61, 91, 122, 152, 183)]
    assert AccountNow(BALANCES[:62], (), WEEKS).cycle.tolist() == [31, 0]
    assert AccountNow(BALANCES[:61], (), WEEKS).cycle.tolist() == [30]


def test_features_of_a_level_are_what_their_names_say_in_spreads() -> None:
    told = dict(zip(LEVEL_FEATURES, level_features(NOW, PATHS), strict=True))
    ahead, recent, month = PATHS[:, :30], BALANCES[-180:], BALANCES[-30:]
    low, later = -ahead.min(axis=1), BALANCES[NOW.cycle + 30] - BALANCES[NOW.cycle]
    other = WEEKS[-26:].sum(axis=1)
    in_spreads = {
        "mc_low_p10": np.quantile(low, 0.1),
        "mc_low_p50": np.quantile(low, 0.5),
        "mc_low_p90": np.quantile(low, 0.9),
        "mc_day30_p50": np.median(ahead[:, -1]),
        "mc_day30_spread": np.quantile(ahead[:, -1], 0.9) - np.quantile(ahead[:, -1], 0.1),
        "cycle_low": np.median(NOW.drops[NOW.cycle]),
        "cycle_low_last": NOW.drops[NOW.cycle[0]],
        "cycle_day30": np.median(later),
        "usual_low": np.median(NOW.drops[-180:]),
        "pay": 205_000,
        "bills_before_pay": 90_000,
        "regular_net": 205_000 - 90_000 - 3_000 + 500,
        "other_spread": other.std(),
        "other_mean": other.mean(),
        "level": BALANCES[-1] - recent.mean(),
        "slope": month.mean() - BALANCES[-60:-30].mean(),
        "drawn_down": BALANCES[-1] - month.min(),
        "zero_gap": BALANCES[-1],
    }
    expected = {name: value / NOW.spread for name, value in in_spreads.items()} | {
        "days_to_pay": 12,
        "rank": (recent < BALANCES[-1]).mean(),
        "since_low": 29 - int(month.argmin()),
        "days": DAYS,
    }
    assert told == pytest.approx(expected)


def test_a_short_past_leaves_open_what_it_cannot_tell() -> None:
    short = level_features(AccountNow(BALANCES[:20], (), np.zeros((0, 7))), PATHS)
    told = dict(zip(LEVEL_FEATURES, short, strict=True))
    unknown = {name for name, value in told.items() if np.isnan(value)}
    assert unknown == {"cycle_low", "cycle_low_last", "cycle_day30", "usual_low", "slope"}
    assert (told["days"], told["days_to_pay"], told["other_mean"], told["since_low"]) == (
        20,
        NO_PAY,
        0,
        19 - int(BALANCES[:20].argmin()),
    )
    long = level_features(AccountNow(np.tile(BALANCES, 2), (), WEEKS), PATHS)
    assert long[LEVEL_FEATURES.index("days")] == 365


@pytest.mark.parametrize("floor", [95_000.0, BALANCES[-10], BALANCES[-1] - NOW.drops[-5]])
def test_features_of_a_floor_are_odds_of_going_below_it(floor: float) -> None:
    told = dict(zip(FLOOR_FEATURES, floor_features(NOW, PATHS, floor), strict=True))
    gap, lows = BALANCES[-1] - floor, PATHS[:, :30].min(axis=1)
    assert told == pytest.approx(
        {
            "gap": gap / NOW.spread,
            "mc_odds": (lows < -gap).mean(),
            "mc_gap": (gap + np.median(lows)) / max(lows.std(), 0.02 * NOW.spread),
            "cycle_odds": (NOW.drops[NOW.cycle] > gap).mean(),
            "past_odds": (NOW.drops[-180:] > gap).mean(),
            "floor_rank": (BALANCES[-180:] < floor).mean(),
            "days_below": (BALANCES[-30:] < floor).mean(),
        }
    )
    young = floor_features(AccountNow(BALANCES[:20], (), WEEKS), PATHS, floor)
    assert [FLOOR_FEATURES[at] for at in np.flatnonzero(np.isnan(young))] == ["cycle_odds", "past_odds"]
    assert lowest_of(PATHS).tolist() == pytest.approx(np.quantile(lows, (0.1, 0.5, 0.9)).tolist())


def test_the_likeliest_lowest_day_is_in_the_week_that_holds_most_of_them() -> None:
    def lowest_on(*days: int) -> np.ndarray:
        return -np.eye(40)[[day - 1 for day in days]]

    assert likely_lowest_day(lowest_on(1)) == 1
    assert likely_lowest_day(lowest_on(40)) == 40
    assert likely_lowest_day(lowest_on(5, 20, 21, 22, 35, 35)) == 21
    assert likely_lowest_day(lowest_on(2, 2, 20, 21, 28, 35, 35)) == 2
    assert likely_lowest_day(lowest_on(10, 13, 16, 30, 30)) == 13
    assert likely_lowest_day(lowest_on(10, 17, 30, 30)) == 30


def test_payments_vary_in_amount_and_delay_may_be_late_and_may_end() -> None:
    late = Regular(np.array([3, 33]), np.array([-100.0, -300]), np.array([0, 2, -9]), 1.0)
    flow = np.diff(draw_paths([late], np.zeros((1, 7)), draws=400, ends=0.0), axis=1, prepend=0)
    assert {int(day) for day in np.flatnonzero(flow.any(axis=0))} == {0, 2, 4, 23, 32, 34}
    assert set(np.unique(flow)) == {-300, -100, 0}
    assert (flow < 0).sum() == 800
    assert (flow[:, [0, 2, 4]] < 0).sum(axis=0).min() > 90
    beyond = Regular(np.array([90, 91]), np.array([-100.0]), np.zeros(1, np.int64), 1.0)
    assert draw_paths([beyond], np.zeros((1, 7)), ends=0.0)[:, -1].tolist() == [-100] * 200
    ended = draw_paths([Regular(np.arange(1, 80), np.array([-1.0]), np.zeros(1, np.int64), 1.0)], WEEKS[:0], ends=0.5)
    assert ended[:, -1].mean() == pytest.approx(-1, abs=0.3)
    assert (np.diff((np.diff(ended, axis=1) < 0).astype(int), axis=1) <= 0).all()  # what has ended stays ended
    assert not draw_paths([Regular(np.zeros(0, np.int64), np.ones(1), np.zeros(1, np.int64), 1.0)], WEEKS[:0]).any()


def test_other_movements_are_whole_weeks_of_the_last_half_year() -> None:
    weeks = np.repeat(np.arange(40.0)[:, None], 7, axis=1)
    flow = np.diff(draw_paths([], weeks, days=10, draws=500), axis=1, prepend=0)
    assert (flow[:, :7] == flow[:, [0]]).all() and (flow[:, 7:] == flow[:, [7]]).all()
    assert (flow.min(), flow.max()) == (14, 39)
    assert bands(flow).shape == (3, 10)
    assert bands(flow, (0.5,))[0, 0] == np.median(flow[:, 0])


def test_small_trees_learn_without_a_word_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    table = np.column_stack([rng.normal(size=120), np.ones(120)])  # of a column that never changes it likes to warn
    booster = trained(table, (table[:, 0] > 0).astype(float), None, 3, objective="binary")
    again = booster_of(booster.model_to_string())
    assert again.predict(table).tolist() == booster.predict(table).tolist()
    assert again.predict(table)[table[:, 0] > 0].min() > again.predict(table)[table[:, 0] <= 0].max()
    assert capfd.readouterr().out == ""
