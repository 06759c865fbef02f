"""What another policy would have brought, judged by the log of the one that was used.

Not for short logs: on known truth at 500 decisions the sign of a gain was right two times in three, so nothing is
claimed below CLAIM_FROM decisions. Not for logs without propensities, or with propensities of zero.
Source: Horvitz and Thompson (1952); Swaminathan and Joachims (2015) for SNIPS; Dudík, Langford and Li (2011) for DR.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from seqmatch.errors import ArgumentError
from seqmatch.estimators.bandits.strategy_bandit import Floats, Integers

CLAIM_FROM = 10_000
"""Logged decisions below which no claim is made."""
NORMAL_95 = 1.959964
PRIOR_COUNT = 20.0
"""Outcomes that a cell's mean is shrunk by, towards its arm's mean, in the model of doubly robust."""

Method = Literal["ips", "snips", "dr"]
Verdict = Literal["too few", "better", "worse", "no difference shown"]


@dataclass(frozen=True, eq=False)
class Log:
    """Decisions with known outcomes.

    Attributes
    ----------
    segments, arms : whom it was about and what was chosen, shape (n,), counted from 0.
    propensities : the chance that the chosen arm had, shape (n,), above 0.
    rewards : 1 kept, 0 not, or anything between; shape (n,).

    Raises
    ------
    ArgumentError : an empty log, or a propensity outside (0, 1].
    """

    segments: Integers
    arms: Integers
    propensities: Floats
    rewards: Floats

    def __post_init__(self) -> None:
        if len(self.rewards) == 0:
            raise ArgumentError("The log is empty: nothing was decided yet.", path="rewards")
        if self.propensities.min() <= 0 or self.propensities.max() > 1:
            raise ArgumentError(
                "A propensity lies above 0 and at most at 1: log what the bandit returned.", path="propensities"
            )


@dataclass(frozen=True)
class Judgement:
    """What may be said of a policy.

    Attributes
    ----------
    verdict : by the 95 % interval of the gain; ``too few`` below CLAIM_FROM decisions, and then no figure is given.
    value, value_ci95 : the reward per decision under the policy.
    gain, gain_ci95 : that, less the reward per decision of the log.
    decisions : in the log.
    effective : decisions that equal weights would need for the same precision (Kish).
    """

    verdict: Verdict
    decisions: int
    effective: float
    value: float | None = None
    value_ci95: tuple[float, float] | None = None
    gain: float | None = None
    gain_ci95: tuple[float, float] | None = None


def judge(log: Log, target: Floats, method: Method = "dr") -> Judgement:
    """Whether the policy ``target``, its chance of each arm, shape (n, n_arms), would have done better than the log.

    Examples
    --------
    >>> few = Log(np.zeros(3, int), np.array([0, 1, 0]), np.full(3, 0.5), np.array([1.0, 0.0, 1.0]))
    >>> judge(few, np.tile([1.0, 0.0], (3, 1))).verdict
    'too few'
    """
    weights = importance(log, target)
    effective = float(weights.sum() ** 2 / max(float((weights**2).sum()), 1e-12))
    if len(log.rewards) < CLAIM_FROM:
        return Judgement("too few", len(log.rewards), effective)
    parts = contributions(log, target, method)
    value, value_ci95 = _mean_and_interval(parts)
    gain, gain_ci95 = _mean_and_interval(parts - log.rewards)
    verdict: Verdict = "better" if gain_ci95[0] > 0 else "worse" if gain_ci95[1] < 0 else "no difference shown"
    return Judgement(verdict, len(log.rewards), effective, value, value_ci95, gain, gain_ci95)


def contributions(log: Log, target: Floats, method: Method) -> Floats:
    """What each decision adds to the estimate of the policy's value, shape (n,); their mean is the estimate.

    For SNIPS, a ratio, they are linearised around it. For doubly robust the model of rewards is the shrunk mean of
    each segment and arm, learned from the other half of the log.
    """
    weights = importance(log, target)
    if method == "ips":
        return np.asarray(weights * log.rewards)
    if method == "snips":
        total = max(float(weights.mean()), 1e-12)
        value = float((weights * log.rewards).mean()) / total
        return np.asarray(value + weights * (log.rewards - value) / total)
    expected = _expected_rewards(log, target.shape[1])
    chosen = expected[np.arange(len(log.arms)), log.arms]
    return np.asarray((target * expected).sum(axis=1) + weights * (log.rewards - chosen))


def importance(log: Log, target: Floats) -> Floats:
    """How much more often the policy takes each logged arm than the log did, shape (n,)."""
    return np.asarray(target[np.arange(len(log.arms)), log.arms] / log.propensities)


def _expected_rewards(log: Log, n_arms: int) -> Floats:
    """Shape (n, n_arms), by the half of the log that a decision is not in."""
    half = np.arange(len(log.arms)) % 2
    expected = np.empty((len(log.arms), n_arms))
    shape = (int(log.segments.max()) + 1, n_arms)
    for held in (0, 1):
        taught = half != held
        tried, kept = np.zeros(shape), np.zeros(shape)
        np.add.at(tried, (log.segments[taught], log.arms[taught]), 1)
        np.add.at(kept, (log.segments[taught], log.arms[taught]), log.rewards[taught])
        by_arm = (kept.sum(axis=0) + 0.5) / (tried.sum(axis=0) + 1)
        means = (kept + PRIOR_COUNT * by_arm) / (tried + PRIOR_COUNT)
        expected[~taught] = means[log.segments[~taught]]
    return expected


def _mean_and_interval(parts: Floats) -> tuple[float, tuple[float, float]]:
    mean = float(parts.mean())
    reach = NORMAL_95 * float(parts.std(ddof=1)) / len(parts) ** 0.5
    return mean, (mean - reach, mean + reach)
