"""The plan and its rivals, each as rules that a household could set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from seqmatch.data.synthetic.plans import AHEAD, FIRST, PAY_ACCOUNT, PlanningHousehold
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.chain import Goal, chain_that_returns
from seqmatch.families.planning.scoring.ordering import (
    Cents,
    Months,
    buffer_of,
    counted_on,
    months_until,
    ordered,
)
from seqmatch.families.planning.scoring.timeline import RulesOf
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Rule

Planner = Callable[[PlanningHousehold, Sequence[Goal], Parameters], RulesOf]
WEIGHTS = {1: 3.0, 2: 2.0, 3: 1.0}
"""Of a priority; 1 is the highest."""


def goals_of(household: PlanningHousehold) -> list[Goal]:
    """The goals of a generated household."""
    return [
        Goal(one.name, one.target_cents, one.saved_cents, one.deadline, WEIGHTS[one.priority])
        for one in household.goals
    ]


def months_of(household: PlanningHousehold) -> Months:
    """The past months of a generated household."""
    return Months(np.array(household.past_came, np.int64), np.array(household.past_left, np.int64))


def _in_order(places: Sequence[int], goals: Sequence[Goal], buffer: int) -> RulesOf:
    order = [goals[place] for place in places]
    return lambda ahead: chain_that_returns(PAY_ACCOUNT, buffer, order, ahead)


def _expected(household: PlanningHousehold, parameters: Parameters) -> tuple[int, Cents]:
    months = months_of(household)
    buffer = buffer_of(months, parameters)
    return buffer, counted_on(months, household.opening_cents, buffer, AHEAD, parameters)


def chain_that_fits(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """Ours: the goals that fit, by deadline, then the others."""
    buffer, free = _expected(household, parameters)
    return _in_order(ordered(goals, free, FIRST)[1], goals, buffer)


def by_priority(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """The priority waterfall: the same chain, the goal that counts most first, of two the earlier one."""
    places = sorted(range(len(goals)), key=lambda place: (-goals[place].weight, goals[place].deadline))
    return _in_order(places, goals, buffer_of(months_of(household), parameters))


def by_deadline(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """The same chain by deadline, nothing chosen."""
    places = sorted(range(len(goals)), key=lambda place: (goals[place].deadline, -goals[place].weight))
    return _in_order(places, goals, buffer_of(months_of(household), parameters))


def _monthly(goal: Goal, cents: int) -> int:
    return -(-cents // months_until(FIRST, goal.deadline))


def _pays(household: PlanningHousehold) -> int:
    """Pays a month."""
    return round(len(household.arrivals) / AHEAD)


def fixed(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """Need / months of each goal, on payday."""
    return _amounts({goal.pot: _monthly(goal, goal.needed) // _pays(household) for goal in goals}, None)


def fixed_above_buffer(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """Need / months, each only while the buffer stays."""
    return _amounts(
        {goal.pot: _monthly(goal, goal.needed) // _pays(household) for goal in goals},
        buffer_of(months_of(household), parameters),
    )


def _amounts(monthly: dict[str, int], buffer: int | None) -> RulesOf:
    def rules(ahead: Sequence[Goal]) -> list[Rule]:
        made = []
        for goal in ahead:
            cents = monthly[goal.pot]
            if cents >= 1:
                guard = () if buffer is None else (_least(buffer + cents),)
                made.append(Rule(guard, (Action(ActionForm.FIXED, PAY_ACCOUNT, goal.pot, cents),)))
        return made

    return rules


def _least(cents: int) -> Condition:
    return Condition(Fact.BALANCE, Operator.AT_LEAST, cents, PAY_ACCOUNT)


def percentages(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """Shares of each pay by need / months, together at most the share that was free in the past."""
    months = months_of(household)
    pay = float(np.mean(months.came))
    free = max(0.0, 1 - float(np.mean(months.left)) / pay)
    shares = {goal.pot: _monthly(goal, goal.needed) / pay for goal in goals}
    most = min(1.0, free / sum(shares.values()))

    def rules(ahead: Sequence[Goal]) -> list[Rule]:
        actions = tuple(
            Action(ActionForm.PERCENTAGE, PAY_ACCOUNT, goal.pot, max(1, int(shares[goal.pot] * most * ENTIRE)))
            for goal in ahead
        )
        return [Rule((), actions)] if actions else []

    return rules


def funded_shares(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """The linear program over funded shares, its monthly mean of each goal, while the buffer stays."""
    buffer, free = _expected(household, parameters)
    given = _program(goals, free)
    monthly = {goal.pot: _monthly(goal, cents) // _pays(household) for goal, cents in zip(goals, given, strict=True)}
    return _amounts(monthly, buffer)


def _program(goals: Sequence[Goal], free: Cents) -> list[int]:
    """By goal, cents by its deadline, of the largest weighted funded share."""
    from scipy.optimize import linprog

    there = np.cumsum(free)
    ends = [min(months_until(FIRST, goal.deadline), len(free)) for goal in goals]
    before = np.array([[float(other <= end) for other in ends] for end in ends])
    done: Any = linprog(
        [-goal.weight / goal.needed for goal in goals],
        A_ub=before,
        b_ub=[float(there[end - 1]) for end in ends],
        bounds=[(0, goal.needed) for goal in goals],
        method="highs",
    )
    return [int(one) for one in done.x]


PLANNERS: dict[str, Planner] = {
    "chain, goals that fit": chain_that_fits,
    "chain by priority": by_priority,
    "chain by deadline": by_deadline,
    "fixed, need / months": fixed,
    "fixed above a buffer": fixed_above_buffer,
    "percentages": percentages,
    "LP over funded shares": funded_shares,
}
OURS = "chain, goals that fit"


def realised_free(household: PlanningHousehold, buffer: int | None) -> Cents:
    """What hindsight could put aside in each month, shape (AHEAD,), cents.

    Parameters
    ----------
    buffer : cents that hindsight, too, leaves on the pay account on payday. None: all there is, as long as no later
        payment fails for it; no planner can do better.
    """
    dated = [(one.day, 0, one.cents) for one in household.arrivals]
    dated += [(one.day, 1, -one.cents) for one in household.payments]
    dated.sort(key=lambda one: one[:2])
    there = household.opening_cents + np.cumsum([cents for _, _, cents in dated])
    if buffer is None:
        there = np.minimum.accumulate(there[::-1])[::-1]
    else:
        on_payday = np.array([kind == 0 for _, kind, _ in dated])
        there = np.maximum.accumulate(np.where(on_payday, there - buffer, 0))
    until = np.zeros(AHEAD, np.int64)
    for (day, _, _), cents in zip(dated, there.tolist(), strict=True):
        until[(day.year - FIRST.year) * 12 + day.month - FIRST.month] = max(0, cents)
    return np.diff(np.maximum.accumulate(until), prepend=0)


def last_day() -> dt.date:
    """Of the run."""
    return dt.date(FIRST.year + AHEAD // 12, 1, 1) - dt.timedelta(days=1)
