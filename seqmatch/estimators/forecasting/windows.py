"""What is known at the start of four weeks, of many people and days, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
AHEAD = 4
"""Weeks that are forecast."""
BACK = 104
"""Weeks of history that are kept."""
SCALE_WEEKS = 26
LEAST_SHARE = 0.1
"""Of the mean of all weeks, the least scale: someone who pauses may begin again."""


@dataclass(frozen=True, eq=False)
class Windows:
    """One row for each person and day: what the end of that day shows, and the four weeks after it.

    Attributes
    ----------
    person : shape (n,), number of the person; rows of one person belong together.
    day : shape (n,), ordinal of the last day that counts.
    weeks : shape (n, BACK), cents spent in each week, the last one ending on ``day``; NaN before the history.
    received : shape (n,), mean cents received a week, of the last 13.
    due : shape (n, AHEAD), cents that recurring payments take in each coming week; NaN where nobody looked.
    usual_due : shape (n,), mean cents that the same recurring payments took a week, of the last 13; NaN likewise.
    months_back : shape (n, 3, AHEAD), cents of the same days 1, 2 and 3 calendar months before; NaN where unknown.
    spent : shape (n, AHEAD), cents of the coming weeks, the truth; NaN where it is not known yet.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    weeks: Floats
    received: Floats
    due: Floats
    usual_due: Floats
    months_back: Floats
    spent: Floats

    def __len__(self) -> int:
        return len(self.person)

    def subset(self, rows: NDArray[np.generic]) -> Windows:
        """Some of the rows, by number or by mask."""
        return Windows(*(getattr(self, one.name)[rows] for one in fields(self)))

    @property
    def total(self) -> Floats:
        """Cents of the coming four weeks, shape (n,)."""
        return np.asarray(self.spent.sum(axis=1))

    @property
    def known(self) -> NDArray[np.int64]:
        """Whole weeks of history, at most BACK, shape (n,)."""
        return np.asarray((~np.isnan(self.weeks)).sum(axis=1))

    @property
    def scale(self) -> Floats:
        """Mean cents a week of the last :data:`SCALE_WEEKS`, shape (n,); a part of all weeks and of pay at least."""
        usual = np.maximum(mean_of_last(self.weeks, BACK), self.received)
        return np.maximum(np.maximum(mean_of_last(self.weeks, SCALE_WEEKS), LEAST_SHARE * usual), 1.0)

    @property
    def silent(self) -> NDArray[np.bool_]:
        """Whether nothing was spent in the last :data:`SCALE_WEEKS`, shape (n,)."""
        return np.asarray(np.nan_to_num(self.weeks[:, -SCALE_WEEKS:]).sum(axis=1) == 0)


def mean_of_last(weeks: Floats, number: int) -> Floats:
    """Mean of the last weeks that are known, shape (n,); 0 where none is."""
    last = weeks[:, -number:]
    known = ~np.isnan(last)
    return np.asarray(np.where(known, last, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def together(parts: Sequence[Windows]) -> Windows:
    """All rows of some windows; at least one is needed."""
    return Windows(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Windows)))
