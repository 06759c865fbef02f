"""Synthetic investors: what they would bear, say, hold and do when prices fall, with the truth known.

What people say and what they hold both follow one trait of theirs, tolerance, and much else: careless answers, holdings
from a default or an inheritance. Whether they sell in a fall follows tolerance and how soon they need the money. How
strongly is set so that what they say and what they hold have a rank correlation near 0.4, as on a national survey.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUESTIONS, CHOICES = 7, 4
LOUD = 1.35
"""Noise of one answer beside a tolerance of deviation 1."""
CARELESS, BY_DEFAULT = 0.08, 0.25
"""Shares of people who answer anything, and whose holdings others chose."""
OWN_CHOICE = 0.95
"""Noise of holdings that people chose."""
STEPS = (-1.0, 0.2, 1.3)
"""Of tolerance and noise: from where the next choice is taken."""


@dataclass(frozen=True, eq=False)
class Investors:
    """People in columns.

    Attributes
    ----------
    answers : choices from 0, the most careful, shape (n, 7).
    risky : share of holdings that can fall a lot, shape (n,).
    sold_before : whether they sold in the last fall, shape (n,).
    months, horizon : months of spending that savings cover, and years until the money is needed, shape (n,).
    odds, sells : true chance to sell in the next fall, and whether they do, shape (n,).
    """

    answers: NDArray[np.int64]
    risky: NDArray[np.float64]
    sold_before: NDArray[np.bool_]
    months: NDArray[np.float64]
    horizon: NDArray[np.int64]
    odds: NDArray[np.float64]
    sells: NDArray[np.bool_]


def investors(people: int, seed: int) -> Investors:
    """``people`` of them; the same seed, the same people."""
    rng = np.random.default_rng([seed, 404])
    tolerance = rng.normal(size=people)
    answers = np.digitize(tolerance[:, None] + rng.normal(0, LOUD, (people, QUESTIONS)), STEPS)
    careless = rng.random(people) < CARELESS
    answers[careless] = rng.integers(0, CHOICES, (int(careless.sum()), QUESTIONS))
    months = rng.lognormal(np.log(3.5), 1.0, people)
    horizon = rng.integers(0, 31, people)
    chosen = 0.1 + 0.25 * (tolerance + rng.normal(0, OWN_CHOICE, people)) + 0.012 * horizon
    risky = np.clip(np.where(rng.random(people) < BY_DEFAULT, rng.random(people), chosen + 0.2), 0, 1)
    need = np.where(months < 3, 0.9, 0.0) + np.where(horizon < 3, 0.9, 0.0)
    odds = 1 / (1 + np.exp(2.0 + 1.1 * tolerance - need))
    return Investors(answers, risky, rng.random(people) < odds, months, horizon, odds, rng.random(people) < odds)
