"""Logged weeks as the learners see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Policy = Callable[[Floats], Floats]
"""States, shape (n, n_features), to the chance of each action, shape (n, n_actions)."""


@dataclass(frozen=True, eq=False)
class Transitions:
    """One row per decision, in order of people, then time.

    Attributes
    ----------
    states, next_states : shape (n, n_features); the next one counts for nothing where an episode ends.
    actions, rewards, ends : shape (n,).
    groups : the segment each row's person is of, shape (n,).
    starts : whether a row is its person's first, shape (n,).
    n_actions : how many actions there are.
    """

    states: Floats
    actions: Integers
    rewards: Floats
    next_states: Floats
    ends: NDArray[np.bool_]
    groups: Integers
    starts: NDArray[np.bool_]
    n_actions: int


def transitions(
    states: Floats, actions: Integers, rewards: Floats, groups: Integers, n_actions: int, people: Integers | None = None
) -> Transitions:
    """Rows of ``people`` (all of them by default; one may come more than once).

    Parameters
    ----------
    states : shape (n_people, n_weeks + 1, n_features).
    actions, rewards : shape (n_people, n_weeks).
    groups : shape (n_people,).
    """
    chosen = np.arange(len(groups)) if people is None else people
    weeks = actions.shape[1]
    week = np.tile(np.arange(weeks), len(chosen))
    return Transitions(
        states[chosen, :-1].reshape(-1, states.shape[2]),
        actions[chosen].ravel(),
        rewards[chosen].ravel(),
        states[chosen, 1:].reshape(-1, states.shape[2]),
        week == weeks - 1,
        np.repeat(groups[chosen], weeks),
        week == 0,
        n_actions,
    )


def stratified(groups: Integers, seed: int) -> Integers:
    """People drawn so that every group has as many as the largest: all of its own, then some of them again."""
    rng = np.random.default_rng(seed)
    most = int(np.bincount(groups).max())
    drawn = []
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        drawn.append(np.concatenate([members, rng.choice(members, most - len(members))]))
    return np.concatenate(drawn)


def greedy(values: Callable[[Floats], Floats]) -> Policy:
    """The policy that takes the action of highest value; the first of equal ones."""

    def policy(states: Floats) -> Floats:
        told = values(states)
        return np.asarray(np.eye(told.shape[1])[told.argmax(axis=1)])

    return policy
