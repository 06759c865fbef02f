"""What a plan looks like to a learned rival: 26 numbers of a person, a goal and the season."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.planning.evaluation.known_ends import Case

Values = NDArray[np.float64]
NAMES = (
    "pay_log",
    "months_known",
    "free_share",
    "free_share_3_months",
    "free_share_last_month",
    "free_share_lowest",
    "months_in_the_red",
    "pay_spread",
    "spending_spread",
    "dearest_month",
    "pay_trend",
    "spending_trend",
    "free_of_last_year_kept",
    "pay_that_comes_again",
    "spending_that_comes_again",
    "payments_in",
    "payments_out",
    "payments_ended",
    "buffer_in_pay",
    "opening_in_pay",
    "month_sine",
    "month_cosine",
    "deadline",
    "needed_in_pay",
    "ambition_log",
    "needed_a_month_of_free",
)


def features_of(cases: Sequence[Case]) -> Values:
    """Of every goal of the cases, shape (n_goals, len(NAMES))."""
    return np.array([(*_person(case), *_goal(case, place)) for case in cases for place in range(len(case.goals))])


def _person(case: Case) -> tuple[float, ...]:
    came, left = case.known.came.astype(float), case.known.left.astype(float)
    pay, usual = max(float(np.median(came)), 1.0), max(float(left.mean()), 1.0)
    free = (came - left) / pay
    again = {True: 0.0, False: 0.0}
    for one in case.basis.again:
        again[one.comes] += float(one.times.sum() * np.median(one.cents)) / len(one.times)
    month = 2 * np.pi * case.known.today.month / 12
    return (
        float(np.log(pay)),
        float(len(came)),
        float(free[-12:].mean()),
        float(free[-3:].mean()),
        float(free[-1]),
        float(free.min()),
        float((free < 0).mean()),
        float(came.std() / pay),
        float(left.std() / usual),
        float(left.max() / usual),
        _trend(came / pay),
        _trend(left / usual),
        float(free[-6:].mean() - free[:-3].mean()) if len(free) > 3 else 0.0,
        again[True] / pay,
        again[False] / usual,
        float(sum(one.comes for one in case.basis.again)),
        float(sum(not one.comes for one in case.basis.again)),
        float(len(case.known.ended)),
        case.buffer / pay,
        case.opening / pay,
        float(np.sin(month)),
        float(np.cos(month)),
    )


def _goal(case: Case, place: int) -> tuple[float, ...]:
    goal, pay = case.goals[place], max(float(np.median(case.known.came)), 1.0)
    free = max(float((case.known.came - case.known.left)[-12:].mean()), 0.01 * pay)
    ambition = float(case.ambition[place])
    return float(goal.deadline), goal.needed / pay, float(np.log(ambition)), goal.needed / goal.deadline / free


def _trend(values: Values) -> float:
    """Change a month."""
    return float(np.polyfit(np.arange(len(values)), values, 1)[0])
