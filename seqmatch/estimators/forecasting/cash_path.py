"""Draws what an account's balance may do in the days ahead.

Payments that come again fall on their due days, with the amounts and the delays they had, may be skipped and may end;
everything else comes in whole weeks of the account's own recent past. Not for how likely a low balance is: people
spend less when little is left, which no draw from the past knows (:mod:`seqmatch.estimators.forecasting.low_balance`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 200
HORIZON = 90
LEVELS = (0.1, 0.5, 0.9)
ENDS = 0.01
"""Chance that a payment which comes again has ended, at each time it is due."""
WEEKS_BACK = 26
"""Weeks of other movements that are drawn from."""
NEAR = 3
"""Days around a day that count as the same in the search for the most likely one."""
Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Regular:
    """One payment that comes again on an account.

    Attributes
    ----------
    due : shape (n_due,), days after today it is due on, 1 being tomorrow, rising.
    cents : shape (n_amounts,), amounts it had lately, money out negative.
    delays : shape (n_delays,), days it came after its due day lately.
    chance : 0 to 1, of being paid when it is due.
    """

    due: NDArray[np.int64]
    cents: Values
    delays: NDArray[np.int64]
    chance: float

    @property
    def usual(self) -> float:
        """Median amount in cents."""
        return float(np.median(self.cents))


def draw_paths(
    regulars: Sequence[Regular],
    weeks: Values,
    days: int = HORIZON,
    draws: int = DRAWS,
    seed: int = 0,
    ends: float = ENDS,
) -> Values:
    """What will have moved by the end of each day ahead, cents, shape (draws, days); add the balance of today.

    Parameters
    ----------
    weeks : shape (n_weeks, 7), cents of all other movements, the last week ending today; weekdays stay together.
    seed : of every chance; the same seed gives the same paths.
    ends : chance that a payment has ended, at each time it is due; beyond a season 0 asks what happens if none does.
    """
    rng = np.random.default_rng(seed)
    flow = _other(weeks, days, draws, rng)
    for regular in regulars:
        _add(flow, regular, rng, ends)
    return np.cumsum(flow, axis=1)


def _other(weeks: Values, days: int, draws: int, rng: np.random.Generator) -> Values:
    ahead = -(-days // 7)
    recent = weeks[-WEEKS_BACK:]
    if not len(recent):
        return np.zeros((draws, days))
    drawn = recent[rng.integers(len(recent), size=(draws, ahead))]
    return np.asarray(drawn.reshape(draws, 7 * ahead)[:, :days].copy(), np.float64)


def _add(flow: Values, regular: Regular, rng: np.random.Generator, ends: float) -> None:
    draws, days = flow.shape
    shape = (draws, len(regular.due))
    if not shape[1]:
        return
    cents = regular.cents[rng.integers(len(regular.cents), size=shape)]
    on = regular.due + regular.delays[rng.integers(len(regular.delays), size=shape)] - 1
    paid = (rng.random(shape) < regular.chance) & np.logical_and.accumulate(rng.random(shape) >= ends, axis=1)
    on = np.maximum(on, 0)
    paid &= on < days
    row = np.broadcast_to(np.arange(draws)[:, None], shape)
    np.add.at(flow, (row[paid], on[paid]), cents[paid])


def bands(paths: Values, levels: Sequence[float] = LEVELS) -> Values:
    """Quantiles of each day, shape (n_levels, days)."""
    return np.quantile(paths, levels, axis=0)


def likely_lowest_day(paths: Values) -> int:
    """Days after today, 1 or more: the median lowest day of the paths in the span of days that holds most of them."""
    counts = np.bincount(paths.argmin(axis=1), minlength=paths.shape[1])
    near = np.convolve(counts, np.ones(2 * NEAR + 1), mode="same")
    middle = int(near.argmax())
    start = max(0, middle - NEAR)
    inside = np.cumsum(counts[start : middle + NEAR + 1])
    return start + int(np.searchsorted(inside, inside[-1] / 2)) + 1
