"""Each arm as often as it is probably the best: Thompson sampling with a Beta belief per segment and arm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqmatch.estimators.bandits.strategy_bandit import FLOOR, Floats, Integers, StrategyBandit

STEPS = 64
"""Points of the grid on which the chances are integrated."""
REACH = 6.0
"""Standard deviations that the grid covers around every arm's mean."""


class Thompson(StrategyBandit):
    """Beta(1, 1) before the first outcome; segments learn nothing from each other.

    Not for segments with few decisions each: see ``PooledThompson``. A propensity is the chance that the arm is the
    best one, integrated on a grid instead of drawn, so it is exact to about 0.002.
    Source: Thompson (1933); Russo et al., A Tutorial on Thompson Sampling (2018); for ``exploration``, Chapelle and
    Li, An Empirical Evaluation of Thompson Sampling (2011).

    Parameters
    ----------
    exploration : factor of the beliefs' standard deviations, above 0; 1 is Thompson sampling as published.
    """

    kind = "thompson"

    def __init__(
        self,
        segments: Sequence[str],
        arms: Sequence[str],
        *,
        exploration: float = 1.0,
        floor: float = FLOOR,
        runs: int = 1,
    ) -> None:
        super().__init__(segments, arms, floor=floor, runs=runs)
        self.exploration = exploration

    def wishes(self, segments: Integers) -> Floats:
        every = np.arange(self.runs)
        kept = self.kept_[every, segments]
        lost = self.tried_[every, segments] - kept
        return chance_of_best((1 + kept) / self.exploration**2, (1 + lost) / self.exploration**2)

    def settings(self) -> dict[str, float]:
        return {"exploration": self.exploration}


def chance_of_best(alpha: Floats, beta: Floats) -> Floats:
    """The chance that each of several independent Beta variables is the largest; shapes (n, n_arms).

    Examples
    --------
    >>> chance_of_best(np.array([[1.0, 2.0]]), np.array([[1.0, 1.0]])).round(3).tolist()
    [[0.333, 0.667]]
    """
    mean = alpha / (alpha + beta)
    spread = np.sqrt(mean * (1 - mean) / (alpha + beta + 1))
    low = np.clip((mean - REACH * spread).min(axis=1), 0, 1)[:, None, None]
    high = np.clip((mean + REACH * spread).max(axis=1), 0, 1)[:, None, None]
    points = low + (high - low) * (np.arange(STEPS) + 0.5) / STEPS
    log_density = (alpha[..., None] - 1) * np.log(points) + (beta[..., None] - 1) * np.log1p(-points)
    mass = np.exp(log_density - log_density.max(axis=2, keepdims=True))
    mass /= mass.sum(axis=2, keepdims=True)
    below = np.cumsum(mass, axis=2) - mass / 2
    others = np.prod(below, axis=1, keepdims=True) / np.maximum(below, 1e-300)
    chances = (mass * others).sum(axis=2)
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))
