"""Which goals are met whole, and the order of the chain: decided once, for answers, evaluation and training alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.optimisation.goal_choice import Plan, Wanted, plan_goals
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.chain import Goal

Cents = NDArray[np.int64]
PAY_MONTHS, YEAR = 6, 12
"""Last months that tell the pay (their median) and what leaves (the mean)."""


@dataclass(frozen=True, eq=False)
class Months:
    """A person's own months, as far as they are known.

    Attributes
    ----------
    came, left : shape (n_months,), cents in and out, own transfers apart.
    """

    came: Cents
    left: Cents


def buffer_of(months: Months, parameters: Parameters) -> int:
    """Cents that stay on the pay account, in whole dollars."""
    return int(np.ceil(parameters.buffer_months * float(np.max(months.left)) / 100)) * 100


def usually_free(months: Months) -> float:
    """Cents that are free in a usual month, at least a twentieth of the pay and $100: the measure of an ambition."""
    pay = float(np.median(months.came[-PAY_MONTHS:]))
    return max(pay - float(months.left[-YEAR:].mean()), 0.05 * float(np.median(months.came)), 1e4)


def counted_on(months: Months, opening: int, buffer: int, ahead: int, parameters: Parameters) -> Cents:
    """Free money of the months ahead that a plan counts on, shape (ahead,), cents.

    What overflows until month t: the opening balance, t times the pay, t - 1 times what leaves, less the buffer.
    """
    number = np.arange(1, ahead + 1)
    pay = float(np.median(months.came[-PAY_MONTHS:]))
    left = months.left[-YEAR:].astype(float)
    spread = float(np.std(left, ddof=1)) if len(left) > 1 else 0.0
    first = opening + pay - buffer
    until = first + (number - 1) * (pay - left.mean()) - parameters.caution * spread * np.sqrt(number)
    until = np.maximum.accumulate(np.maximum(until, 0.0))
    return np.diff(np.floor(until), prepend=0.0).astype(np.int64)


def months_until(first: dt.date, deadline: dt.date) -> int:
    """Whole or begun months from ``first`` to the deadline; 1 within the first."""
    return max(1, (deadline.year - first.year) * 12 + deadline.month - first.month + (deadline.day >= first.day))


def ordered(goals: Sequence[Goal], free: Cents, first: dt.date) -> tuple[Plan, list[int]]:
    """The plan, and the places of the goals in the order of the chain; goals that are full already come first.

    ``Plan`` knows the goals that still need money, in their order among ``goals``.
    """
    open_ = [place for place, goal in enumerate(goals) if goal.needed]
    wanted = [Wanted(goals[p].needed, months_until(first, goals[p].deadline), goals[p].weight) for p in open_]
    plan = plan_goals(wanted, free)
    return plan, [place for place in range(len(goals)) if place not in open_] + [open_[p] for p in plan.order]
