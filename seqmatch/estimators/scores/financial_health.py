"""Four parts of financial health, 0 to 100 each, from facts by tables that are written down here.

Not a credit score, and nothing is learned: a table says how many points a fact is worth, and the score is the mean of
what is known. The four parts (spend, save, borrow, plan) follow the Financial Health Network's FinHealth Score, in own
words and on facts of accounts instead of a questionnaire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.state import Array

Part = Literal["spend", "save", "borrow", "plan"]
PARTS: tuple[Part, ...] = ("spend", "save", "borrow", "plan")


@dataclass(frozen=True)
class Fact:
    """A fact and what it is worth.

    Attributes
    ----------
    name : column of the weekly states, or one made of them.
    says : the fact in words.
    knots : values and their points, values rising; between two the points lie on a line.
    """

    name: str
    part: Part
    says: str
    knots: tuple[tuple[float, float], ...]

    def points(self, values: Array) -> NDArray[np.float64]:
        """0 to 100, NaN where unknown; shapes (n,)."""
        at, worth = zip(*self.knots, strict=True)
        known = np.isnan(values)
        return np.where(known, np.nan, np.interp(np.where(known, 0.0, values), at, worth))


FACTS: tuple[Fact, ...] = (
    Fact("savings_rate_13w", "spend", "share of income not spent", ((-0.1, 0), (0, 40), (0.1, 75), (0.2, 100))),
    Fact("troubles_13w", "spend", "bills missed or returned unpaid", ((0, 100), (1, 50), (2, 25), (4, 0))),
    Fact("buffer_weeks", "save", "weeks of spending held", ((0, 0), (2, 30), (4, 50), (13, 85), (26, 100))),
    Fact("saved_share_13w", "save", "share of income put aside", ((0, 0), (0.05, 50), (0.1, 75), (0.2, 100))),
    Fact("debt_months", "borrow", "debt in months of income", ((0, 100), (0.5, 80), (1, 60), (3, 25), (6, 0))),
    Fact("fee_share_4w", "borrow", "share of income lost to fees", ((0, 100), (0.005, 60), (0.02, 20), (0.05, 0))),
    Fact(
        "low_balance_weeks_13w", "plan", "share of weeks with a low balance", ((0, 100), (0.1, 70), (0.3, 30), (0.6, 0))
    ),
    Fact("goal_adherence_13w", "plan", "pace towards goals, 1 is enough", ((0, 0), (0.5, 40), (1, 90), (1.5, 100))),
)
NEEDS_A_BALANCE = frozenset({"buffer_weeks", "debt_months", "low_balance_weeks_13w"})


@dataclass(frozen=True)
class HealthScores:
    """Of each row, shapes (n, n_facts), (n, 4) and (n,); NaN where unknown."""

    points: NDArray[np.float64]
    parts: NDArray[np.float64]
    total: NDArray[np.float64]


def health_scores(facts: Array) -> HealthScores:
    """Scores of ``facts``, shape (n, n_facts) in the order of FACTS, NaN where unknown.

    A part is the mean of its known facts. The total is the mean of the four parts, and unknown where one of them is.
    """
    points = np.column_stack([fact.points(column) for fact, column in zip(FACTS, facts.T, strict=True)])
    parts = np.column_stack([_mean(points[:, [fact.part == part for fact in FACTS]]) for part in PARTS])
    return HealthScores(points, parts, parts.mean(axis=1))


def _mean(points: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(points)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, points, 0).sum(axis=1) / np.maximum(count, 1), np.nan)
