"""Half a year of weekly advice to people of five segments, where today's advice changes next month's answer.

All of it is synthetic; the constants are choices, no measurements. It exists to compare policies whose value is known
by running them. What makes planning ahead worth something: advice that asks much is annoying and the annoyance lasts;
saving much with a thin buffer brings a low balance, after which a person turns automations off; and a goal counts
when it is met, at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.lives.segments import SEGMENTS
from seqmatch.data.synthetic.responses import RESPONSES, SHARES, logit, share
from seqmatch.schemas.strategy import STRATEGIES

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Policy = Callable[[Floats], Floats]
"""States, shape (n, n_features), to the chance of each strategy, shape (n, n_strategies)."""

WEEKS = 26
FEATURES = (
    "buffer_weeks",
    "savings_rate",
    "goal_progress",
    "weeks_left",
    "goal_pressure",
    "kept_lately",
    "refused_lately",
    "low_lately",
    "bills_week",
    *(f"last_{strategy}" for strategy in STRATEGIES),
    *(f"segment_{segment.name}" for segment in SEGMENTS),
)
REWARDS = ("savings", "low_balance", "goal", "annoyance")
WEIGHTS = np.array([5.0, -1.0, 6.0, -0.15])
"""Of a week's savings rate, a week with a low balance, a share of the goal reached, and annoyance at the advice."""
GOAL_MET = 2.0
"""Reward at the end for a goal met whole."""

STEP = np.array([0.010, 0.040, 0.020, 0.025])
"""By how much a kept automation raises the savings rate, by strategy; shares of income."""
EFFORT = np.array([0.10, 0.35, 0.20, 0.30])
"""Annoyance that advice costs, by strategy; refused advice costs twice as much."""
SPREAD = np.array([0.10, 0.25, 0.12, 0.12, 0.22])
"""Standard deviation of a week's spending by segment, in weeks of income."""
LOW = 0.5
"""Weeks of income in checking below which the balance is low."""
FORGETS = 0.8
"""Share of annoyance, and of what happened lately, that is left a week later."""
LEAN = 0.55
"""Chance that the logging policy takes the strategy that the seed names for the segment; the rest is shared equally."""


@dataclass(frozen=True, eq=False)
class CoachedWeeks:
    """What a policy did and what it brought; axes are people and weeks.

    Attributes
    ----------
    segment : place in SEGMENTS, shape (n,).
    states : shape (n, WEEKS + 1, n_features), the last after the end.
    actions, propensities : strategy chosen and the chance it had, shape (n, WEEKS).
    objectives : the parts of the reward, unweighted, in order of REWARDS, shape (n, WEEKS, 4).
    rewards : shape (n, WEEKS).
    """

    segment: Integers
    states: Floats
    actions: Integers
    propensities: Floats
    objectives: Floats
    rewards: Floats

    def returns(self, discount: float) -> Floats:
        """Discounted sum of rewards, shape (n,)."""
        return np.asarray(self.rewards @ discount ** np.arange(WEEKS))


def logging_policy(states: Floats) -> Floats:
    """The strategy that the seed names for the segment, most often; every other with the same smaller chance."""
    segment = states[:, -len(SEGMENTS) :].argmax(axis=1)
    n = len(STRATEGIES)
    named = RESPONSES.argmax(axis=1)[segment][:, None] == np.arange(n)
    return np.where(named, LEAN, (1 - LEAN) / (n - 1))


def coached_weeks(policy: Policy, people: int, seed: int, *, by: Floats = SHARES) -> CoachedWeeks:
    """``people`` followed for WEEKS weeks under ``policy``; the same seed brings the same people and the same luck."""
    rng = np.random.default_rng(seed)
    n_strategies = len(STRATEGIES)
    segment = np.searchsorted(np.cumsum(by)[:-1], rng.random(people), side="right")
    base = np.array([one.saved for one in SEGMENTS])[segment]
    person = 0.4 * rng.standard_normal(people)
    target = WEEKS * (base + rng.uniform(0.0, 0.12, people))
    buffer, rate = rng.gamma(2.0, 0.8, people), base * rng.uniform(0.5, 1.0, people)
    saved, annoyed = np.zeros(people), np.zeros(people)
    lately = np.zeros((people, 3))
    last = np.zeros((people, n_strategies))
    phase = rng.integers(0, 4, people)
    luck = rng.random((WEEKS, 2, people))
    noise = rng.standard_normal((WEEKS, people))
    shock = (rng.random((WEEKS, people)) < 0.02) * rng.gamma(2.0, 0.5, (WEEKS, people))

    def seen(week: int) -> Floats:
        progress = np.minimum(saved / target, 1)
        left = (WEEKS - week) / WEEKS
        parts = (buffer, rate, progress, np.full(people, left), (1 - progress) * (1 - left), *lately.T)
        bills = ((phase + week) % 4 == 0).astype(float)
        return np.column_stack([*parts, bills, last, segment[:, None] == np.arange(len(SEGMENTS))])

    states, actions, propensities, objectives, rewards = [seen(0)], [], [], [], []
    every = np.arange(people)
    for week in range(WEEKS):
        chances = policy(states[-1])
        action = np.minimum((luck[week, 0][:, None] >= np.cumsum(chances, axis=1)).sum(axis=1), n_strategies - 1)
        odds = logit(RESPONSES[segment, action]) + person - 1.2 * annoyed
        odds = odds + np.select(
            [action == 0, action == 1], [0.6 * (buffer < 1), 0.5 * (buffer > 2) - 0.6 * (buffer < 1)], 0.0
        )
        kept = luck[week, 1] < share(odds)
        step = STEP[action] * np.where((action == 3) & (buffer < 1), -0.4, 1.0)
        rate = np.clip(0.97 * rate + 0.03 * base * 0.7 + kept * step, 0.0, 0.5)
        bills = np.where((phase + week) % 4 == 0, 0.35, -0.12)
        spent = (1 - base) * 0.97 + 0.04 * (buffer - 1.5) + bills + SPREAD[segment] * noise[week] + shock[week]
        buffer = np.clip(buffer + 1 - rate - spent, 0.0, 8.0)
        low = buffer < LOW
        moved = np.where(low, 0.3, 1.0) * rate
        before = np.minimum(saved / target, 1)
        saved = saved + moved
        rate = np.where(low, 0.6 * rate, rate)
        annoyed = FORGETS * annoyed + EFFORT[action] * np.where(kept, 0.5, 1.0)
        lately = FORGETS * lately + (1 - FORGETS) * np.column_stack([kept, ~kept, low])
        last = (action[:, None] == np.arange(n_strategies)).astype(float)
        after = np.minimum(saved / target, 1)
        parts = np.column_stack([moved, low, after - before, annoyed])
        actions.append(action)
        propensities.append(chances[every, action])
        objectives.append(parts)
        rewards.append(parts @ WEIGHTS + (GOAL_MET * (after >= 1) if week == WEEKS - 1 else 0.0))
        states.append(seen(week + 1))
    return CoachedWeeks(
        segment,
        np.stack(states, axis=1),
        np.stack(actions, axis=1),
        np.stack(propensities, axis=1),
        np.stack(objectives, axis=1),
        np.stack(rewards, axis=1),
    )
