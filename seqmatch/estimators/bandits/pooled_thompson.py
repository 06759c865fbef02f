"""Thompson sampling that lets segments learn from each other, as far as they turn out to be alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np

from seqmatch.estimators.bandits.strategy_bandit import FLOOR, Floats, Integers, StrategyBandit
from seqmatch.estimators.state import State

DRAWS = 256
"""Fixed standard normal draws per propensity. Their error, at most 0.03, is no error of the log: arms are drawn by the
propensities so computed."""
DRAWS_SEED = 16
LEVEL, LEVEL_SPREAD = 0.5, 0.25
"""The overall share kept and its standard deviation, before anything is known."""
ARM_SPREADS = (0.02, 0.05, 0.1, 0.2)
SEGMENT_SPREADS = (0.05, 0.2)
OWN_SPREADS = (0.01, 0.03, 0.06, 0.12, 0.2)
"""Standard deviations tried for the effects of an arm, a segment, and an arm in one segment alone; in shares kept."""
REFIT_EVERY = 1.25
"""The spreads are estimated again whenever decisions have grown by this factor."""
EXPLORATION = 0.5
"""Chosen among 1, 0.5 and 0.25 on worlds of other seeds than those reported."""


class PooledThompson(StrategyBandit):
    """The share kept is a level, plus the segment's effect, plus the arm's, plus what is special to both.

    Each cell of segment and arm is thereby shrunk towards its arm's mean, the more the fewer outcomes it has and the
    more alike segments are. How alike they are is estimated from the same counts (empirical Bayes): the spreads of the
    three effects are means over a grid, weighted by marginal likelihood. Outcomes enter by the normal approximation.

    Not for rewards near 0 or 1 throughout, where that approximation is coarse. Someone of an unknown segment gets the
    arms' overall means with wider doubt, so a cold start in one segment is a warm one if others are known.
    Source: Bühlmann and Straub (1970); Hong et al., Hierarchical Bayesian Bandits (2022); for ``exploration``,
    Chapelle and Li, An Empirical Evaluation of Thompson Sampling (2011).

    Parameters
    ----------
    exploration : factor of the standard deviations that are drawn from, above 0. Below 1 it trusts its means sooner,
        which suits a few hundred decisions under a floor that explores anyway.

    Attributes
    ----------
    spreads_ : estimated variances of the effects of arm, segment, and both together, shape (runs, 3).
    """

    kind = "pooled_thompson"

    def __init__(
        self,
        segments: Sequence[str],
        arms: Sequence[str],
        *,
        exploration: float = EXPLORATION,
        floor: float = FLOOR,
        runs: int = 1,
    ) -> None:
        super().__init__(segments, arms, floor=floor, runs=runs)
        self.exploration = exploration
        self.spreads_: Floats = np.tile(spread_grid().mean(axis=0), (runs, 1))
        self.next_refit_: Floats = np.ones(runs)

    def wishes(self, segments: Integers) -> Floats:
        mean, covariance = posterior(self.spreads_, self.tried_, self.kept_, segments)
        root = self.exploration * np.linalg.cholesky(covariance)
        values = mean[:, :, None] + root @ fixed_draws(len(self.arms))
        return np.asarray((values == values.max(axis=1, keepdims=True)).mean(axis=2))

    def update_runs(self, segments: Integers, arms: Integers, rewards: Floats) -> None:
        super().update_runs(segments, arms, rewards)
        total = self.tried_.sum(axis=(1, 2))
        due = total >= self.next_refit_
        if due.any():
            self.spreads_[due] = fitted_spreads(self.tried_[due], self.kept_[due])
            self.next_refit_[due] = np.maximum(total[due] + 1, total[due] * REFIT_EVERY)

    def settings(self) -> dict[str, float]:
        return {"exploration": self.exploration}

    def state(self) -> State:
        kept = super().state()
        return State(kept.params, {**kept.arrays, "spreads": self.spreads_[0], "next_refit": self.next_refit_[:1]})

    @classmethod
    def from_state(cls, state: State) -> PooledThompson:
        bandit = super().from_state(state)
        bandit.spreads_[0], bandit.next_refit_ = state.arrays["spreads"], state.arrays["next_refit"].copy()
        return bandit


def posterior(spreads: Floats, tried: Floats, kept: Floats, segments: Integers) -> tuple[Floats, Floats]:
    """Mean and covariance of the share that each arm is kept in one segment per run.

    Parameters
    ----------
    spreads : variances of the effects of arm, segment, and both, shape (n, 3).
    tried, kept : shape (n, n_segments, n_arms).
    segments : shape (n,).

    Returns
    -------
    Shapes (n, n_arms) and (n, n_arms, n_arms).
    """
    n_segments, n_arms = tried.shape[1:]
    every = np.arange(len(tried))[:, None]
    cells = segments[:, None] * n_arms + np.arange(n_arms)
    prior = prior_covariance(spreads, n_segments, n_arms)
    precision, pull = evidence(tried, kept)
    inner = np.eye(n_segments * n_arms) + prior * precision[:, None, :]
    columns = np.linalg.solve(inner, prior[every, :, cells].transpose(0, 2, 1))
    mean = LEVEL + (columns * pull[..., None]).sum(axis=1)
    covariance = columns[every, cells]
    return mean, (covariance + covariance.transpose(0, 2, 1)) / 2 + 1e-9 * np.eye(n_arms)


def fitted_spreads(tried: Floats, kept: Floats) -> Floats:
    """Variances of the three effects, shape (n, 3): means over the grid, weighted by marginal likelihood."""
    grid = spread_grid()
    prior = prior_covariance(grid, *tried.shape[1:])
    precision, pull = evidence(tried, kept)
    fitted = np.empty((len(tried), 3))
    for at, (weight, pulled) in enumerate(zip(precision, pull, strict=True)):
        likelihood = np.exp(_log_likelihoods(prior, weight, pulled))
        fitted[at] = likelihood @ grid / likelihood.sum()
    return fitted


def _log_likelihoods(prior: Floats, weight: Floats, pulled: Floats) -> Floats:
    """Of the counts under each prior, shape (n,), less the highest; a Cholesky factor gives determinant and square."""
    root = np.sqrt(weight)
    scaled = np.where(root > 0, pulled / np.where(root > 0, root, 1), 0.0)
    square = float(scaled @ scaled)
    size = len(root)
    bordered = np.empty((len(prior), size + 1, size + 1))
    bordered[:, :size, :size] = np.eye(size) + root[:, None] * prior * root
    bordered[:, :size, size] = bordered[:, size, :size] = scaled
    bordered[:, size, size] = square + 1
    diagonal = np.diagonal(np.linalg.cholesky(bordered), axis1=1, axis2=2)
    logs = (diagonal[:, size] ** 2 - 1) / 2 - np.log(diagonal[:, :size]).sum(axis=1)
    return np.asarray(logs - logs.max())


def prior_covariance(spreads: Floats, n_segments: int, n_arms: int) -> Floats:
    """Shape (n, n_cells, n_cells), of spreads of shape (n, 3)."""
    segment, arm = (one.ravel() for one in np.indices((n_segments, n_arms)))
    same_arm, same_segment = arm[:, None] == arm, segment[:, None] == segment
    effects = np.stack([same_arm, same_segment, same_arm & same_segment]).astype(float)
    return np.asarray(LEVEL_SPREAD**2 + np.tensordot(spreads, effects, axes=1))


def evidence(tried: Floats, kept: Floats) -> tuple[Floats, Floats]:
    """Precision of each cell's mean, and that times its distance from LEVEL; both of shape (n, n_cells)."""
    overall = (kept.sum(axis=(1, 2)) + 1) / (tried.sum(axis=(1, 2)) + 2)
    noise = (overall * (1 - overall))[:, None, None]
    return (tried / noise).reshape(len(tried), -1), ((kept - tried * LEVEL) / noise).reshape(len(tried), -1)


@cache
def spread_grid() -> Floats:
    """Variances of the three effects, every combination, shape (40, 3)."""
    return np.array(list(product(ARM_SPREADS, SEGMENT_SPREADS, OWN_SPREADS))) ** 2


@cache
def fixed_draws(n_arms: int) -> Floats:
    """Standard normal draws and their negatives, shape (n_arms, DRAWS): the same ones for every propensity."""
    half = np.random.default_rng(DRAWS_SEED).standard_normal((n_arms, DRAWS // 2))
    return np.hstack([half, -half])
