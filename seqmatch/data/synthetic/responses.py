"""People of five segments who keep an automation, or do not, when it is advised in one of four ways.

All of it is synthetic. Which strategy is kept most often in a segment is known, so a bandit's regret and a policy's
value are too. A reward is an automation still running after four weeks, never a click. Nothing drifts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.lives.segments import SEGMENTS
from seqmatch.errors import ArgumentError
from seqmatch.schemas.strategy import STRATEGIES

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

SEGMENT_NAMES = tuple(segment.name for segment in SEGMENTS)
SHARES = np.array([segment.share for segment in SEGMENTS])
RESPONSES = np.array(
    [
        [0.46, 0.22, 0.36, 0.40],  # conservative_saver
        [0.20, 0.14, 0.24, 0.33],  # impulse_buyer
        [0.28, 0.42, 0.36, 0.40],  # goal_oriented
        [0.34, 0.20, 0.42, 0.38],  # budget_conscious
        [0.16, 0.31, 0.20, 0.27],  # high_spender
    ]
)
"""Share kept by segment and strategy: each segment's best is the one the seed document names for it."""
LIFT = 0.3
"""How far one standard deviation of the context moves the odds of keeping, as a logit."""


@dataclass(frozen=True, eq=False)
class Responses:
    """Decisions to come: who they are about, and what each strategy would bring.

    Attributes
    ----------
    segment : place in SEGMENT_NAMES, shape (n_worlds, n_decisions).
    context : cash slack, goal pressure and fatigue, standard deviations, shape (n_worlds, n_decisions, 3).
    chance : of keeping, by strategy, given segment and context, shape (n_worlds, n_decisions, n_strategies).
    kept : what would happen, 0 or 1, same shape; one draw serves all strategies of a decision.
    """

    segment: Integers
    context: Floats
    chance: Floats
    kept: Floats


def responses(shares: Floats, n_decisions: int, seed: int, *, context: bool = False, by: Floats = SHARES) -> Responses:
    """``n_decisions`` in each world of ``shares``, shape (n_worlds, n_segments, n_strategies), of shares kept.

    Parameters
    ----------
    context : whether slack and pressure raise and fatigue lowers the odds of keeping; the order of the strategies
        within a segment stays as it is.
    by : share of each segment among people.

    Raises
    ------
    ArgumentError : a share kept outside 0 to 1, or no decisions.
    """
    if n_decisions < 1 or shares.min() < 0 or shares.max() > 1:
        raise ArgumentError("Give at least one decision, and shares kept from 0 to 1.", path="shares")
    rng = np.random.default_rng(seed)
    worlds = len(shares)
    segment = np.searchsorted(np.cumsum(by)[:-1], rng.random((worlds, n_decisions)), side="right")
    features = rng.standard_normal((worlds, n_decisions, 3))
    draw = rng.random((worlds, n_decisions))
    chance = shares[np.arange(worlds)[:, None], segment]
    if context:
        effect = LIFT * (features @ np.array([1.0, 0.5, -1.0]))[..., None]
        chance = share(logit(np.clip(chance, 1e-6, 1 - 1e-6)) + effect)
    return Responses(segment, features, chance, (draw[..., None] < chance).astype(float))


def seed_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """The table RESPONSES, the same in every world."""
    return np.tile(RESPONSES, (n_worlds, 1, 1))


def alike_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """Segments differ in how much they keep, not in what they keep best."""
    return _additive(n_worlds, rng, arm=0.5, segment=0.4, own=0.0)


def reference_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """Strategies differ, and a little differently in each segment."""
    return _additive(n_worlds, rng, arm=0.5, segment=0.4, own=0.25)


def apart_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """What is best is another thing in every segment: nothing can be learned from the others."""
    return _additive(n_worlds, rng, arm=0.0, segment=0.4, own=0.7)


def rare_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """As the reference, where few automations are kept."""
    return _additive(n_worlds, rng, arm=0.5, segment=0.4, own=0.25, level=-2.7)


def favourites_world(n_worlds: int, rng: np.random.Generator) -> Floats:
    """No normal effects: shares are Beta(2, 5) by strategy, and every second segment keeps one of them more often."""
    strategies = rng.beta(2, 5, (n_worlds, 1, len(STRATEGIES)))
    shares = np.repeat(strategies, len(SEGMENTS), axis=1)
    drawn = rng.integers(0, len(STRATEGIES), (n_worlds, len(SEGMENTS), 1))
    favourite = drawn == np.arange(len(STRATEGIES))
    has_one = rng.random((n_worlds, len(SEGMENTS), 1)) < 0.5
    more = rng.uniform(0.05, 0.3, (n_worlds, len(SEGMENTS), 1))
    return np.asarray(np.clip(shares + favourite * has_one * more, 0.0, 0.95))


WORLDS: dict[str, Callable[[int, np.random.Generator], Floats]] = {
    "seed": seed_world,
    "reference": reference_world,
    "alike": alike_world,
    "apart": apart_world,
    "rare": rare_world,
    "favourites": favourites_world,
}
"""Kinds of worlds: a number of them and a generator to shares kept, shape (n_worlds, n_segments, n_strategies)."""


def _additive(
    n_worlds: int, rng: np.random.Generator, *, arm: float, segment: float, own: float, level: float = -0.8
) -> Floats:
    """Normal effects on the logit, with these standard deviations."""
    shape = (n_worlds, len(SEGMENTS), len(STRATEGIES))
    arms, segments = rng.standard_normal((n_worlds, 1, shape[2])), rng.standard_normal((n_worlds, shape[1], 1))
    return share(level + arm * arms + segment * segments + own * rng.standard_normal(shape))


def share(odds: Floats) -> Floats:
    """The inverse of the logit."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def logit(shares: Floats) -> Floats:
    return np.asarray(np.log(shares / (1 - shares)))
