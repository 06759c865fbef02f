"""Rivals of goal odds: shares of others by ambition or plan, a straight line, and draws of one's own weeks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.coaching.dataset.goal_features import NAMES
from seqmatch.families.coaching.dataset.goals import GoalTable

Floats = NDArray[np.float64]
BINS = 10
PATHS = 200


def base_rate(known: GoalTable, asked: GoalTable) -> Floats:
    """The share of the others' goals that were met, shape (n,)."""
    return np.full(len(asked), (known.met.sum() + 1) / (len(known) + 2))


def share_by(feature: str, known: GoalTable, asked: GoalTable) -> Floats:
    """The share of the others' goals that were met, among those in the same tenth of a feature, shape (n,)."""
    theirs, ours = (one.table[:, NAMES.index(feature)] for one in (known, asked))
    if np.isnan(theirs).all():
        return base_rate(known, asked)
    edges = np.nanquantile(theirs, np.linspace(0, 1, BINS + 1)[1:-1])
    prior = (known.met.sum() + 1) / (len(known) + 2)

    def place(values: Floats) -> NDArray[np.intp]:
        return np.asarray(np.where(np.isnan(values), BINS, np.searchsorted(edges, values)), np.intp)

    at = place(theirs)
    count = np.bincount(at, minlength=BINS + 1)
    met = np.bincount(at, known.met, minlength=BINS + 1)
    return np.asarray(((met + prior) / (count + 1))[place(ours)], np.float64)


def straight_line(asked: GoalTable) -> Floats:
    """1 where the mean of the known weeks, carried on, reaches the goal, else 0; shape (n,)."""
    with np.errstate(all="ignore"):
        week = np.nan_to_num(np.nansum(asked.weeks, axis=1) / np.maximum((~np.isnan(asked.weeks)).sum(axis=1), 1))
    return np.asarray(week * (asked.due - asked.asked) / 7 >= asked.missing, np.float64)


def monte_carlo(asked: GoalTable, seed: int) -> Floats:
    """The share of PATHS, drawn from one's own weeks, that reach the goal; shape (n,)."""
    rng = np.random.default_rng(seed)
    said = np.zeros(len(asked))
    for row in range(len(asked)):
        own = asked.weeks[row][~np.isnan(asked.weeks[row])]
        if len(own):
            ahead = max(1, round(int(asked.due[row] - asked.asked[row]) / 7))
            said[row] = (rng.choice(own, (PATHS, ahead)).sum(axis=1) >= asked.missing[row]).mean()
    return said
