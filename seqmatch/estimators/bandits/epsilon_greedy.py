"""Mostly the arm kept most often in the segment, sometimes any: the simplest rival."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqmatch.estimators.bandits.strategy_bandit import FLOOR, Floats, Integers, StrategyBandit, best_alone


class EpsilonGreedy(StrategyBandit):
    """With chance ``epsilon`` an arm at random, else the best so far of the segment.

    Not for a long run: it explores as much after ten thousand decisions as after ten. An arm never tried counts as
    kept always, so that each is tried once.

    Parameters
    ----------
    epsilon : share of decisions at random, 0 to 1. A floor above ``epsilon`` / number of arms raises it.
    """

    kind = "epsilon_greedy"

    def __init__(
        self, segments: Sequence[str], arms: Sequence[str], *, epsilon: float = 0.1, floor: float = FLOOR, runs: int = 1
    ) -> None:
        super().__init__(segments, arms, floor=floor, runs=runs)
        self.epsilon = epsilon

    def wishes(self, segments: Integers) -> Floats:
        every = np.arange(self.runs)
        tried, kept = self.tried_[every, segments], self.kept_[every, segments]
        mean = np.where(tried > 0, kept / np.maximum(tried, 1), 1.0)
        return np.asarray(self.epsilon / len(self.arms) + (1 - self.epsilon) * best_alone(mean))

    def settings(self) -> dict[str, float]:
        return {"epsilon": self.epsilon}
