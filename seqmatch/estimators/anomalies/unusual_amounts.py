"""How unusual an amount is for its payee or category, by what was paid there before.

Not for first payments: with fewer than FEWEST before it nothing is said.
Source: the modified z-score of Iglewicz and Hoaglin (1993), on logarithms, wider where little data leaves it open.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 8
LEAST_SPREAD = 0.05
"""Of the logarithm of amounts: 5 % more is nothing, however even the payments were."""
UNUSUAL = 4.0
LARGER = 2.0
"""Robust z, and times the largest before, from which an amount is told: less than once a year where nothing changed."""
MOST = 60
"""Earlier payments that are looked at, the latest ones."""


def told(cents: Sequence[int]) -> NDArray[np.bool_]:
    """Which amounts are told as unusual: far from what is usual, and more than twice the largest before."""
    amounts = np.asarray(cents, float)
    largest = np.concatenate([[np.inf], np.maximum.accumulate(amounts)[:-1]])
    return (unusual(cents) >= UNUSUAL) & (amounts > LARGER * largest)


def unusual(cents: Sequence[int]) -> NDArray[np.float64]:
    """The robust z of each amount against those before it, shape (n,), NaN where too few are before it.

    Examples
    --------
    >>> unusual([1000, 1100, 900, 1000, 1050, 950, 1000, 1020, 9000]).round(0).tolist()[-1] > UNUSUAL
    True
    """
    logs = np.log(np.maximum(np.asarray(cents, float), 1.0))
    found = np.full(len(logs), np.nan)
    for at in range(FEWEST, len(logs)):
        before = logs[max(0, at - MOST) : at]
        middle = np.median(before)
        spread = 1.4826 * np.median(np.abs(before - middle))
        spread = max(LEAST_SPREAD, float(spread), 0.7 * float(before.std())) * np.sqrt(1 + 4 / len(before))
        found[at] = (logs[at] - middle) / spread
    return found
