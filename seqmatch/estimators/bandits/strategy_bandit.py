"""What every bandit shares: counts per segment and arm, the floor under each arm's propensity, and the draw.

Not for choices whose effects build up over weeks (see ``estimators/reinforcement``): a bandit takes each decision for
its own. An arm is a strategy, a reward is 1 for an automation that was kept and 0 for one that was not.

A bandit holds ``runs`` copies of itself, which learn apart from each other. Serving uses one; a simulation of many
replications uses many, so that what is measured is the code that serves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.estimators.state import State

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

FLOOR = 0.05
"""The least propensity of an arm. It bounds the weights of off-policy evaluation at 20."""
OTHER = "other"
"""The segment of people whose own is not known to the bandit."""


@dataclass(frozen=True)
class Choice:
    """One decision, as it is logged.

    Attributes
    ----------
    arm : the strategy chosen.
    propensities : the chance that each arm had, by arm; they sum to 1.
    """

    arm: str
    propensities: dict[str, float]

    @property
    def propensity(self) -> float:
        """The chance that the chosen arm had."""
        return self.propensities[self.arm]


class StrategyBandit(ABC):
    """Counts of what was tried and what was kept.

    Parameters
    ----------
    segments, arms : names, in the order of the counts' axes. People of any other segment share one more, ``other``.
    floor : the least propensity of an arm, below 1 / number of arms.
    runs : copies that learn apart from each other.

    Attributes
    ----------
    tried_ : decisions whose outcome is known, shape (runs, n_segments + 1, n_arms).
    kept_ : sum of their rewards, same shape.

    Raises
    ------
    ArgumentError : no segments, fewer than two arms, or a floor that leaves nothing to choose.
    """

    kind: ClassVar[str]

    def __init__(self, segments: Sequence[str], arms: Sequence[str], *, floor: float = FLOOR, runs: int = 1) -> None:
        if not segments or len(arms) < 2:
            raise ArgumentError("A bandit needs at least one segment and two arms.", path="arms")
        if not 0 <= floor < 1 / len(arms):
            raise ArgumentError(f"The floor lies from 0 to below {1 / len(arms):.3f}.", path="floor")
        self.segments = tuple(segments)
        self.arms = tuple(arms)
        self.floor = floor
        self.runs = runs
        self.tried_: Floats = np.zeros((runs, len(self.segments) + 1, len(self.arms)))
        self.kept_: Floats = np.zeros_like(self.tried_)

    @abstractmethod
    def wishes(self, segments: Integers) -> Floats:
        """The propensities wished for before the floor, shape (runs, n_arms), for one segment per run."""

    def propensities(self, segment: str | None) -> dict[str, float]:
        """The chance of each arm for someone of ``segment``; None or an unknown name is ``other``."""
        chances = floored(self.wishes(np.array([self.place_of(segment)])), self.floor)[0]
        return dict(zip(self.arms, map(float, chances), strict=True))

    def choose(self, segment: str | None, draw: float) -> Choice:
        """An arm for someone of ``segment``; ``draw`` is uniform on [0, 1) and alone decides among equals."""
        chances = self.propensities(segment)
        at = int(drawn(np.array([list(chances.values())]), np.array([draw]))[0])
        return Choice(self.arms[at], chances)

    def update(self, segment: str | None, arm: str, reward: float) -> None:
        """Learn that ``arm`` was tried on someone of ``segment`` with ``reward``, 0 to 1.

        Raises
        ------
        ArgumentError : an arm the bandit does not have, or a reward outside 0 to 1.
        """
        if arm not in self.arms:
            raise ArgumentError("Not an arm of this bandit.", path="arm", allowed=self.arms)
        if not 0 <= reward <= 1:
            raise ArgumentError("A reward lies from 0 to 1.", path="reward")
        self.update_runs(np.array([self.place_of(segment)]), np.array([self.arms.index(arm)]), np.array([reward]))

    def update_runs(self, segments: Integers, arms: Integers, rewards: Floats) -> None:
        """One outcome for each run; all of shape (runs,)."""
        every = np.arange(self.runs)
        self.tried_[every, segments, arms] += 1
        self.kept_[every, segments, arms] += rewards

    def place_of(self, segment: str | None) -> int:
        """Where a segment's counts are."""
        return self.segments.index(segment) if segment in self.segments else len(self.segments)

    def state(self) -> State:
        """The counts of a bandit that serves (one run)."""
        params = {"kind": self.kind, "segments": list(self.segments), "arms": list(self.arms), "floor": self.floor}
        return State({**params, **self.settings()}, {"tried": self.tried_[0], "kept": self.kept_[0]})

    def settings(self) -> dict[str, float]:
        """Parameters of this kind of bandit alone, as its constructor takes them."""
        return {}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The bandit that ``state`` was taken from.

        Raises
        ------
        ArgumentError : the state is of another kind of bandit.
        """
        given = dict(state.params)
        if given.pop("kind") != cls.kind:
            raise ArgumentError(f"This is the state of another kind of bandit, not of {cls.kind}.", path="kind")
        bandit = cls(given.pop("segments"), given.pop("arms"), **given)
        bandit.tried_[0], bandit.kept_[0] = state.arrays["tried"], state.arrays["kept"]
        return bandit

    def __repr__(self) -> str:
        """Arms by the share kept over all segments, the best first."""
        tried, kept = self.tried_.sum(axis=(0, 1)), self.kept_.sum(axis=(0, 1))
        order = np.argsort(-kept / np.maximum(tried, 1), kind="stable")
        rows = (f"  {self.arms[at]}: kept {kept[at]:.0f} of {tried[at]:.0f}" for at in order)
        return "\n".join([f"{type(self).__name__}({len(self.segments)} segments, floor {self.floor})", *rows])


def floored(wishes: Floats, floor: float) -> Floats:
    """``wishes``, shape (n, n_arms), with every arm at least at ``floor``; the others give in proportion.

    Examples
    --------
    >>> floored(np.array([[0.9, 0.1, 0.0]]), 0.05).round(3).tolist()
    [[0.855, 0.095, 0.05]]
    """
    raised = wishes < floor
    while True:
        free = 1 - floor * raised.sum(axis=1, keepdims=True)
        mass = np.where(raised, 0, wishes).sum(axis=1, keepdims=True)
        chances: Floats = np.where(raised, floor, wishes * free / mass)
        below = (chances < floor) & ~raised
        if not below.any():
            return chances
        raised = raised | below


def drawn(chances: Floats, draws: Floats) -> Integers:
    """The arm that each uniform draw falls on; shapes (n, n_arms) and (n,)."""
    passed = (draws[:, None] >= np.cumsum(chances, axis=1)).sum(axis=1)
    return np.asarray(np.minimum(passed, chances.shape[1] - 1))


def best_alone(values: Floats) -> Floats:
    """1 for the arm with the highest value, shared where several are equal; shape (n, n_arms)."""
    top = values == values.max(axis=1, keepdims=True)
    return np.asarray(top / top.sum(axis=1, keepdims=True))
