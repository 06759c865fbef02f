"""What of an account tells how low it will get: its paths, its own past from the same day of the cycle, pay and bills.

Everything is in units of the account's own spread, so that what is learned on some accounts holds on others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import DRAWS, HORIZON, LEVELS, Regular, Values, draw_paths

LOW_DAYS = 30
"""Days ahead in which the lowest point is looked for."""
SPREAD_DAYS = 180
"""Days whose end-of-day balances tell the account's own spread and level."""
FEWEST_DAYS = 28
"""Days of history below which nothing is said about a low balance."""
NO_PAY = 45
"""Days to the next pay where none is expected."""
PAY_SHARE = 0.25
"""Part of a month's money in from which a payment in counts as pay."""
LEVEL_FEATURES = (
    "mc_low_p10",
    "mc_low_p50",
    "mc_low_p90",
    "mc_day30_p50",
    "mc_day30_spread",
    "cycle_low",
    "cycle_low_last",
    "cycle_day30",
    "usual_low",
    "days_to_pay",
    "pay",
    "bills_before_pay",
    "regular_net",
    "other_spread",
    "other_mean",
    "level",
    "rank",
    "slope",
    "drawn_down",
    "since_low",
    "zero_gap",
    "days",
)
FLOOR_FEATURES = ("gap", "mc_odds", "mc_gap", "cycle_odds", "past_odds", "floor_rank", "days_below")
FLOOR_SIGNS = (-1, 1, -1, 1, 1, 1, 1)
"""How the odds move with each floor feature: a higher floor never makes them smaller."""


@dataclass(frozen=True, eq=False)
class AccountNow:
    """What is known of one account at the end of today.

    Attributes
    ----------
    balances : shape (days,), cents at the end of each day, today last.
    regulars : payments that come again and have not ended.
    weeks : shape (n_weeks, 7), cents of all other movements, the last week ending today.
    """

    balances: Values
    regulars: Sequence[Regular]
    weeks: Values

    @cached_property
    def spread(self) -> float:
        """Standard deviation of the last :data:`SPREAD_DAYS` balances, cents; never 0."""
        recent = self.balances[-SPREAD_DAYS:]
        return float(max(recent.std(), 0.01 * np.abs(recent).mean(), 100.0))

    @property
    def today(self) -> float:
        """Balance in cents."""
        return float(self.balances[-1])

    @cached_property
    def pay(self) -> tuple[int, float]:
        """Days to the next pay and its usual cents; :data:`NO_PAY` and 0 where none is expected."""
        flow = np.diff(self.balances[-SPREAD_DAYS:])
        month = float(flow[flow > 0].sum()) / max(len(flow), 1) * LOW_DAYS
        pays = [
            (int(one.due[0]), one.usual)
            for one in self.regulars
            if len(one.due) and one.usual > 0 and one.usual >= PAY_SHARE * month
        ]
        return min(pays, default=(NO_PAY, 0.0))

    @cached_property
    def bills_before_pay(self) -> float:
        """Cents, without sign, due before the next pay day, within :data:`LOW_DAYS` where no pay is expected."""
        until = min(self.pay[0], LOW_DAYS + 1)
        return -sum(one.usual * int((one.due < until).sum()) for one in self.regulars if one.usual < 0)

    def paths(self, days: int = HORIZON, draws: int = DRAWS, seed: int = 0) -> Values:
        """Drawn changes from today's balance, cents, shape (draws, days)."""
        return draw_paths(self.regulars, self.weeks, days, draws, seed)

    @cached_property
    def drops(self) -> Values:
        """By how much the balance fell below each past day's in the 30 days after it, cents, shape (days - 30,)."""
        if len(self.balances) <= LOW_DAYS:
            return np.zeros(0)
        ahead = np.lib.stride_tricks.sliding_window_view(self.balances[1:], LOW_DAYS)
        return np.asarray(self.balances[: len(ahead)] - ahead.min(axis=1), np.float64)

    @cached_property
    def cycle(self) -> NDArray[np.int64]:
        """Past days of the same place in the month, latest first, of which the 30 days after are known."""
        last = len(self.balances) - 1
        back = np.rint(np.arange(1, 7) * 30.44).astype(np.int64)
        return np.asarray(last - back[back <= last], np.int64)


def lowest_of(paths: Values) -> Values:
    """Quantiles of the lowest points of paths within :data:`LOW_DAYS`, in the paths' unit, shape (3,)."""
    return np.asarray(np.quantile(paths[:, :LOW_DAYS].min(axis=1), LEVELS), np.float64)


def level_features(now: AccountNow, paths: Values) -> Values:
    """LEVEL_FEATURES of an account, shape (n_features,); NaN where its past is too short to tell."""
    spread, ahead = now.spread, paths[:, :LOW_DAYS]
    low, day30 = -ahead.min(axis=1), ahead[:, -1]
    drops, recent = now.drops[now.cycle], now.balances[-SPREAD_DAYS:]
    pay_day, pay = now.pay
    month = now.balances[-LOW_DAYS:]
    before = now.balances[-2 * LOW_DAYS : -LOW_DAYS]
    later = now.balances[now.cycle + LOW_DAYS] - now.balances[now.cycle]
    net = sum(one.usual * int((one.due <= LOW_DAYS).sum()) for one in now.regulars)
    other = now.weeks[-26:].sum(axis=1) if len(now.weeks) else np.zeros(1)
    in_spreads = np.array(
        [
            *np.quantile(low, (0.1, 0.5, 0.9)),
            np.median(day30),
            np.quantile(day30, 0.9) - np.quantile(day30, 0.1),
            np.median(drops) if len(drops) else np.nan,
            drops[0] if len(drops) else np.nan,
            np.median(later) if len(later) else np.nan,
            np.median(now.drops[-SPREAD_DAYS:]) if len(now.drops) else np.nan,
            pay,
            now.bills_before_pay,
            net,
            other.std(),
            other.mean(),
            now.today - recent.mean(),
            month.mean() - before.mean() if len(before) else np.nan,
            now.today - month.min(),
            now.today,
        ]
    )
    scaled = in_spreads / spread
    return np.array(
        [
            *scaled[:9],
            min(pay_day, NO_PAY),
            *scaled[9:15],
            (recent < now.today).mean(),
            *scaled[15:17],
            len(month) - 1 - int(month.argmin()),
            scaled[17],
            min(len(now.balances), 365),
        ]
    )


def floor_features(now: AccountNow, paths: Values, floor: float) -> Values:
    """FLOOR_FEATURES of an account and a floor in cents, shape (n_features,)."""
    gap = now.today - floor
    lows = paths[:, :LOW_DAYS].min(axis=1)
    drops, recent = now.drops[-SPREAD_DAYS:], now.balances[-SPREAD_DAYS:]
    same = now.drops[now.cycle]
    return np.array(
        [
            gap / now.spread,
            (lows < -gap).mean(),
            (gap + np.median(lows)) / max(float(lows.std()), 0.02 * now.spread),
            (same > gap).mean() if len(same) else np.nan,
            (drops > gap).mean() if len(drops) else np.nan,
            (recent < floor).mean(),
            (now.balances[-LOW_DAYS:] < floor).mean(),
        ]
    )
