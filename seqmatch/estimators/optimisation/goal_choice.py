"""Chooses the goals that can be met whole, and when money goes to which.

A set of goals can be met if and only if paying them in the order of their deadlines meets each of them (Jackson's rule,
earliest due date). So a set is chosen, the one of the largest weight, and paid in that order. The linear program that
maximises the funded share looks alike and is not: it leaves every goal a little short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Cents = NDArray[np.int64]
MOST_GOALS = 20
"""Goals that are looked at together: their subsets are enumerated."""


@dataclass(frozen=True)
class Wanted:
    """A goal as numbers.

    Attributes
    ----------
    needed : cents still to be put aside, above 0.
    deadline : number of months (from 1) at the end of which it has to be there; above the horizon it never is too late.
    weight : how much it counts, above 0.
    """

    needed: int
    deadline: int
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Plan:
    """Which goals are met, and the payments that meet them.

    Attributes
    ----------
    chosen : places of the goals that are met whole, in the order they are paid.
    order : places of all goals in the order they are paid: the chosen ones, then the others by deadline.
    paid : shape (n_goals, n_months), cents to each goal in each month; the goals that are not chosen get what is left.
    met_in : by goal, the month (from 1) in which it is full; 0 where it never is.
    """

    chosen: tuple[int, ...]
    order: tuple[int, ...]
    paid: Cents
    met_in: tuple[int, ...]


def plan_goals(goals: Sequence[Wanted], free: Cents) -> Plan:
    """The plan that meets goals of the largest weight in all.

    Of equal weights, the set that needs less money; of those, the one with the earlier goals.

    Parameters
    ----------
    goals : at most MOST_GOALS.
    free : shape (n_months,), cents that can be put aside in each month, 0 or more.

    Raises
    ------
    ValueError : too many goals, or one without need, time or weight.
    """
    if len(goals) > MOST_GOALS:
        raise ValueError(f"at most {MOST_GOALS} goals")
    if any(one.needed <= 0 or one.deadline < 1 or one.weight <= 0 for one in goals):
        raise ValueError("a goal needs money, time and weight")
    months = len(free)
    by_deadline = sorted(range(len(goals)), key=lambda place: (goals[place].deadline, goals[place].needed, place))
    there = np.concatenate([[0], np.cumsum(np.maximum(free, 0))])
    chosen = _best(goals, by_deadline, [int(there[min(goals[place].deadline, months)]) for place in by_deadline])
    order = (*chosen, *(place for place in by_deadline if place not in chosen))
    return Plan(chosen, order, *_pay([goals[place].needed for place in range(len(goals))], order, free))


def _best(goals: Sequence[Wanted], by_deadline: Sequence[int], there: Sequence[int]) -> tuple[int, ...]:
    """The set of the largest weight that can be met, by dynamic programming over the sums that sets need.

    Each partial set is kept only where no other of at least its weight needs as little.
    """
    fronts: list[tuple[float, int, tuple[int, ...]]] = [(0.0, 0, ())]
    for place, until in zip(by_deadline, there, strict=True):
        goal = goals[place]
        with_it = [
            (weight + goal.weight, needed + goal.needed, (*some, place))
            for weight, needed, some in fronts
            if needed + goal.needed <= until
        ]
        fronts = _undominated([*fronts, *with_it])
    return max(fronts, key=lambda one: (round(one[0], 9), -one[1]))[2]


def _undominated(sets: list[tuple[float, int, tuple[int, ...]]]) -> list[tuple[float, int, tuple[int, ...]]]:
    kept: list[tuple[float, int, tuple[int, ...]]] = []
    for one in sorted(sets, key=lambda one: (one[1], -one[0], one[2])):
        if not kept or one[0] > kept[-1][0] + 1e-12:
            kept.append(one)
    return kept


def _pay(needed: Sequence[int], order: Sequence[int], free: Cents) -> tuple[Cents, tuple[int, ...]]:
    """Each month's money to the first goal of the order that is not full, the rest on to the next."""
    left = list(needed)
    paid = np.zeros((len(needed), len(free)), np.int64)
    met = [0] * len(needed)
    for month, there in enumerate(free.tolist()):
        for place in order:
            part = min(there, left[place])
            if part > 0:
                paid[place, month] += part
                left[place] -= part
                there -= part
                if not left[place]:
                    met[place] = month + 1
    return paid, tuple(met)
