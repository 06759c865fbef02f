"""What a bandit loses while it learns, in worlds whose best arm is known."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.bandits.strategy_bandit import Floats, Integers, StrategyBandit, drawn, floored


def regret(bandit: StrategyBandit, segments: Integers, chance: Floats, kept: Floats, draws: Floats) -> Floats:
    """Expected regret of each run after all decisions, in automations kept, shape (runs,).

    Against always taking the best arm of the segment. Each decision counts the expected loss of its propensities, so
    the draw of the arm adds no noise to what is measured.

    Parameters
    ----------
    segments, draws : shape (runs, n_decisions); draws are uniform.
    chance, kept : the share kept and what would happen, shape (runs, n_decisions, n_arms).
    """
    total = np.zeros(bandit.runs)
    every = np.arange(bandit.runs)
    for at in range(segments.shape[1]):
        propensities = floored(bandit.wishes(segments[:, at]), bandit.floor)
        total += chance[:, at].max(axis=1) - (propensities * chance[:, at]).sum(axis=1)
        arms = drawn(propensities, draws[:, at])
        bandit.update_runs(segments[:, at], arms, kept[every, at, arms])
    return total


def regret_of_floor(chance: Floats, floor: float) -> Floats:
    """What the floor alone costs someone who knows the best arm, shape (runs,): no bandit under it can lose less."""
    gaps = chance.max(axis=2, keepdims=True) - chance
    return np.asarray(floor * gaps.sum(axis=(1, 2)))
