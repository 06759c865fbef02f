"""Replays a person's own months in new orders: in how many of them each goal fills.

This is no probability: on real accounts the replays of one's own history were badly calibrated (Brier 0.310 against
0.171 of a base rate). They show how much a plan depends on which months come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.planning.scoring.ordering import Cents, Months

HISTORIES, PATHS = 20, 50
"""Histories drawn from the person's months, for the interval, and replays of each; 200 replays of the months as they
are give the share."""
REPLAYS, SEED = 200, 17


@dataclass(frozen=True)
class Replayed:
    """Of one goal.

    Attributes
    ----------
    share : of REPLAYS in which it fills by its deadline.
    interval : the middle 80 % of that share over histories that could have been as well.
    """

    share: float
    interval: tuple[float, float]


def replay(
    months: Months, opening: int, buffer: int, needed: Sequence[int], deadlines: Sequence[int], ahead: int
) -> list[Replayed]:
    """How often the chain fills each goal.

    Parameters
    ----------
    opening, buffer : cents on the pay account on the first day, and those that stay on it.
    needed, deadlines : of the goals in the order of the chain: cents, and the month (from 1) by whose end.
    ahead : months of each path.
    """
    rng = np.random.default_rng(SEED)
    number = len(months.came)
    as_they_are = rng.integers(0, number, (REPLAYS, ahead))
    histories = rng.integers(0, number, (HISTORIES, 1, number)).repeat(PATHS, axis=1)
    drawn = np.take_along_axis(histories, rng.integers(0, number, (HISTORIES, PATHS, ahead)), axis=2)
    months_of = np.concatenate([as_they_are, drawn.reshape(-1, ahead)])
    full = fills(months.came[months_of], months.left[months_of], opening, buffer, needed, deadlines)
    shares = full[:REPLAYS].mean(axis=0)
    others = full[REPLAYS:].reshape(HISTORIES, PATHS, len(needed)).mean(axis=1)
    low, high = np.quantile(others, (0.1, 0.9), axis=0) if len(needed) else (shares, shares)
    return [
        Replayed(float(share), (float(min(share, one)), float(max(share, two))))
        for share, one, two in zip(shares, low, high, strict=True)
    ]


def fills(
    came: Cents, left: Cents, opening: int, buffer: int, needed: Sequence[int], deadlines: Sequence[int]
) -> NDArray[np.bool_]:
    """Whether the chain fills each goal by its deadline on each path, shape (n_paths, n_goals).

    Pay comes at the beginning of a month and what leaves leaves after it, as on most accounts.

    Parameters
    ----------
    came, left : shape (n_paths, n_months), cents.
    """
    there = np.full(len(came), opening, np.int64)
    lacking = np.tile(np.array(needed, np.int64), (len(came), 1))
    for month in range(came.shape[1]):
        there = there + came[:, month]
        over = np.maximum(there - buffer, 0)
        flowing = over.copy()
        for place, deadline in enumerate(deadlines):
            if month < deadline:
                part = np.minimum(flowing, lacking[:, place])
                lacking[:, place] -= part
                flowing -= part
        there = there - over - left[:, month]
    return np.asarray(lacking <= 0)
