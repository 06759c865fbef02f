"""Confidence sequences of shares: intervals that stay valid however often they are looked at.

A fixed-size interval that is read daily until it pleases is wrong far more often than its 5 %. Here a share's interval
is the set of values that a Bayes factor against a uniform prior has not yet rejected (Robbins 1970; Ville's
inequality): with probability 95 % the true share lies inside it after every single answer. It costs some width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Advice = Literal["ramp", "wait", "stop"]
ALPHA = 0.05
SRM_ALPHA = 0.001
"""The customary strictness of a sample ratio check: it is looked at often, and an alarm stops everything."""
MARGIN = 0.02
"""A challenger may be received this much worse, in shares, and still count as no worse."""
_GRID = np.linspace(0.0, 1.0, 10_001)


def log_evidence(hits: int, of: int, share: float) -> float:
    """The log Bayes factor of any share (uniform prior) against ``share``; above log(1/α) it is rejected at level α."""
    if not 0 <= hits <= of:
        raise ValueError("hits must lie between 0 and of")
    mixture = math.lgamma(hits + 1) + math.lgamma(of - hits + 1) - math.lgamma(of + 2)
    if (share <= 0 and hits) or (share >= 1 and hits < of):
        return math.inf
    likelihood = (hits * math.log(share) if hits else 0.0) + ((of - hits) * math.log1p(-share) if hits < of else 0.0)
    return mixture - likelihood


def share_interval(hits: int, of: int, alpha: float = ALPHA) -> tuple[float, float]:
    """An interval of the share that holds at every moment with probability 1 − α; (0, 1) while nothing is known."""
    if not of:
        return 0.0, 1.0
    mixture = math.lgamma(hits + 1) + math.lgamma(of - hits + 1) - math.lgamma(of + 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihood = np.where(hits > 0, hits * np.log(_GRID), 0.0)
        likelihood = likelihood + np.where(of > hits, (of - hits) * np.log1p(-_GRID), 0.0)
    inside = _GRID[mixture - likelihood < math.log(1 / alpha)]
    step = float(_GRID[1])
    return max(0.0, float(inside[0]) - step), min(1.0, float(inside[-1]) + step)


@dataclass(frozen=True)
class Received:
    """How one arm's answers were received.

    Attributes
    ----------
    units : distinct users (or what stands for them) it answered.
    accepted, judged : answers accepted, of those somebody judged.
    """

    arm: str
    units: int
    accepted: int
    judged: int


@dataclass(frozen=True)
class RampAdvice:
    """Whether more may be given to the challenger.

    Attributes
    ----------
    difference : challenger minus incumbent, in shares; None while either was never judged.
    interval : always valid, of the difference.
    sample_ratio_off : whether the canary holds another share of the units than was set.
    """

    advice: Advice
    why: str
    difference: float | None
    interval: tuple[float, float]
    sample_ratio_off: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "advice": self.advice,
            "why": self.why,
            "difference": None if self.difference is None else round(self.difference, 4),
            "interval": [round(bound, 4) for bound in self.interval],
            "sample_ratio_off": self.sample_ratio_off,
        }


def sample_ratio_off(challenger_units: int, units: int, share: float) -> bool:
    """Whether the challenger got another share of the units than it was to get, at any time with 0.1 % false alarms."""
    return bool(units) and log_evidence(challenger_units, units, share) > math.log(1 / SRM_ALPHA)


def ramp_advice(incumbent: Received, challenger: Received, canary_pct: float) -> RampAdvice:
    """What the answers so far say of giving the challenger more.

    Parameters
    ----------
    canary_pct : share of the units that the challenger was to answer, 0 to 100.
    """
    low_a, high_a = share_interval(incumbent.accepted, incumbent.judged, ALPHA / 2)
    low_b, high_b = share_interval(challenger.accepted, challenger.judged, ALPHA / 2)
    interval = (low_b - high_a, high_b - low_a)
    difference = (
        challenger.accepted / challenger.judged - incumbent.accepted / incumbent.judged
        if incumbent.judged and challenger.judged
        else None
    )
    units = incumbent.units + challenger.units
    off = sample_ratio_off(challenger.units, units, canary_pct / 100)
    if off:
        why = (
            f"The challenger answered {challenger.units:,} of {units:,} units where {canary_pct:g} % were to be its "
            "own. Find out who is missing before reading anything into the accept rates."
        )
        return RampAdvice("stop", why, difference, interval, off)
    if interval[1] < -MARGIN:
        return RampAdvice("stop", "The challenger is received worse, beyond noise.", difference, interval, off)
    if interval[0] > -MARGIN:
        why = f"The challenger is received no worse (at most {MARGIN:.0%} worse, at 95 % at any time)."
        return RampAdvice("ramp", why, difference, interval, off)
    why = f"Not yet told apart: {challenger.judged:,} answers of the challenger and {incumbent.judged:,} of the "
    return RampAdvice("wait", why + "incumbent were judged. Wait for more.", difference, interval, off)
