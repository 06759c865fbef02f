"""The arm that could still be the best: UCB1 in each segment."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.bandits.strategy_bandit import Floats, Integers, StrategyBandit, best_alone


class UpperConfidenceBound(StrategyBandit):
    """The highest mean plus ``sqrt(2 ln n / n_arm)``, counted within the segment.

    Not for few decisions: its bound assumes nothing and so explores for long. Without a floor it always takes one arm,
    and a log of it cannot be used to judge another policy.
    Source: Auer, Cesa-Bianchi and Fischer, Finite-time Analysis of the Multiarmed Bandit Problem (2002).
    """

    kind = "ucb1"

    def wishes(self, segments: Integers) -> Floats:
        every = np.arange(self.runs)
        tried, kept = self.tried_[every, segments], self.kept_[every, segments]
        width = np.sqrt(2 * np.log(np.maximum(tried.sum(axis=1, keepdims=True), 1)) / np.maximum(tried, 1))
        return best_alone(np.where(tried > 0, kept / np.maximum(tried, 1) + width, np.inf))
