"""Where the level of a series changed last: of the amounts of one payee, or of a person's weekly spending.

Not for trends: a slow rise has no day. Source of the idea: binary segmentation for one change in the median, with a
robust spread; the threshold allows for the number of places at which a change is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_SPREAD = 0.005
"""Of the logarithm of amounts: no series is taken as steadier than half a percent."""
FAR = 4.5
"""Robust z from which a level is another one."""
HALF_WAY = 0.5
MOST = 24
"""Latest values that are looked at."""
RESAMPLED, BLOCK, SEED = 2_000, 4, 17


@dataclass(frozen=True)
class Shift:
    """A change of level.

    Attributes
    ----------
    place : of the first value at the new level.
    before, after : medians.
    z : robust, of the difference of logarithms.
    """

    place: int
    before: float
    after: float
    z: float


def last_shift(values: Sequence[float], before: int = 3, after: int = 2, least: float = 0.02) -> Shift | None:
    """The most marked change of level that has at least ``before`` values ahead of it and ``after`` behind.

    Parameters
    ----------
    values : above 0, in the order of time.
    least : smallest change that is told, as a share.

    Examples
    --------
    >>> last_shift([1000, 1001, 999, 1000, 1200, 1201]).place
    4
    >>> last_shift([1000, 1300, 900, 1250, 1000, 1350]) is None
    True
    """
    skipped = max(0, len(values) - MOST)
    logs = np.log(np.maximum(np.asarray(values[skipped:], float), 1.0))
    best: Shift | None = None
    for place in range(before, len(logs) - after + 1):
        old, new = logs[:place], logs[place:]
        levels = float(np.median(old)), float(np.median(new))
        if np.min(np.abs(new - levels[0])) < HALF_WAY * abs(levels[1] - levels[0]):
            continue  # one value of a new level is near the old one: a bonus is no raise
        strays = np.concatenate([old - levels[0], new - levels[1]])
        spread = max(LEAST_SPREAD, 1.4826 * float(np.median(np.abs(strays))), 0.6 * float(strays.std()))
        z = abs(levels[1] - levels[0]) / (spread * np.sqrt(1 / len(old) + 1 / len(new)))
        if best is None or z > best.z:
            best = Shift(place + skipped, float(np.exp(levels[0])), float(np.exp(levels[1])), float(z))
    if best is None or best.z < FAR or abs(np.log(best.after / best.before)) < np.log1p(least):
        return None
    return best


def unusual_window(
    weeks: NDArray[np.float64], window: int = 8, alarms: float = 0.01, fewest: int = 26
) -> tuple[float, float] | None:
    """The median of the last weeks and the usual one, where it is beyond what weeks like those before would bring.

    Of medians, so that one large purchase is no change. Weeks before are drawn in blocks of four, so that months stay
    together. Beside a history of more than a year, a median that was as far off at this time last year is usual.

    Parameters
    ----------
    weeks : shape (n_weeks,), cents, the last one ending today.
    alarms : nominal chance of an alarm in one window of a history without change; with 42 weeks before it the draws
        are few and alarms about four times as many.
    """
    earlier, last = weeks[:-window], float(np.median(weeks[-window:]))
    if len(earlier) < fewest:
        return None
    rng = np.random.default_rng(SEED)
    starts = rng.integers(0, len(earlier) - BLOCK + 1, (RESAMPLED, window // BLOCK))
    drawn = np.median(earlier[starts[:, :, None] + np.arange(BLOCK)].reshape(RESAMPLED, window), axis=1)
    usual = float(np.median(drawn))
    low, high = np.quantile(drawn, (alarms / 2, 1 - alarms / 2))
    if low <= last <= high:
        return None
    if len(weeks) >= 52 + window:
        then = float(np.median(weeks[-52 - window : -52]))
        if (last > usual and then >= 0.85 * last) or (last < usual and then <= 1.15 * last):
            return None
    return last, usual
