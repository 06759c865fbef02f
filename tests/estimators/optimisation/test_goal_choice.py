"""Goals are met whole, as many as there is money for in time."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqmatch.estimators.optimisation.goal_choice import MOST_GOALS, Wanted, plan_goals

EVEN = np.full(12, 100, np.int64)


def met_in_time(goals: list[Wanted], free: np.ndarray) -> float:
    plan = plan_goals(goals, free)
    return sum(goals[place].weight for place in plan.chosen)


def test_what_fits_is_met_in_the_order_of_deadlines() -> None:
    plan = plan_goals([Wanted(600, 12), Wanted(300, 3)], EVEN)
    assert plan.chosen == (1, 0)
    assert plan.met_in == (9, 3)
    assert plan.paid[:, :4].tolist() == [[0, 0, 0, 100], [100, 100, 100, 0]]


def test_a_goal_that_cannot_be_met_takes_nothing_from_those_that_can() -> None:
    plan = plan_goals([Wanted(5_000, 6, weight=0.5), Wanted(600, 12)], EVEN)
    assert plan.chosen == (1,)
    assert plan.met_in[1] == 6
    assert plan.paid[0].sum() == 600  # what is left once the other is full


def test_of_two_that_exclude_each_other_the_one_that_counts_more_is_met() -> None:
    goals = [Wanted(600, 6, weight=1.0), Wanted(600, 6, weight=2.0)]
    assert plan_goals(goals, EVEN).chosen == (1,)


def test_of_equal_weight_the_cheaper_one_is_met() -> None:
    assert plan_goals([Wanted(600, 6), Wanted(500, 6)], EVEN).chosen == (1,)


def test_money_that_comes_too_late_meets_nothing() -> None:
    late = np.array([0, 0, 0, 1_000], np.int64)
    assert plan_goals([Wanted(500, 3)], late).chosen == ()
    assert plan_goals([Wanted(500, 4)], late).chosen == (0,)


@given(
    st.lists(st.builds(Wanted, st.integers(1, 900), st.integers(1, 14), st.sampled_from([0.5, 1.0, 2.0])), max_size=6),
    st.lists(st.integers(0, 300), min_size=1, max_size=12),
)
def test_no_set_of_more_weight_could_be_met(goals: list[Wanted], free: list[int]) -> None:
    money = np.array(free, np.int64)
    there = np.cumsum(money)
    best = 0.0
    for size in range(len(goals) + 1):
        for some in combinations(goals, size):
            needed, fits = 0, True
            for one in sorted(some, key=lambda goal: goal.deadline):
                needed += one.needed
                fits &= needed <= there[min(one.deadline, len(there)) - 1]
            if fits:
                best = max(best, sum(one.weight for one in some))
    plan = plan_goals(goals, money)
    assert sum(goals[place].weight for place in plan.chosen) == pytest.approx(best)
    assert all(0 < plan.met_in[place] <= goals[place].deadline for place in plan.chosen)
    assert plan.paid.sum() == min(sum(money), sum(one.needed for one in goals))
    assert (plan.paid.sum(axis=0) <= money).all()


@pytest.mark.parametrize("goal", [Wanted(0, 3), Wanted(10, 0), Wanted(10, 3, weight=0)])
def test_a_goal_without_need_time_or_weight_is_refused(goal: Wanted) -> None:
    with pytest.raises(ValueError, match="needs money"):
        plan_goals([goal], EVEN)


def test_the_smallest_goals_and_the_most_of_them_are_planned() -> None:
    plan = plan_goals([Wanted(1, 1, weight=0.1)] * MOST_GOALS, EVEN)
    assert plan.chosen == tuple(range(MOST_GOALS))
    assert plan.met_in == (1,) * MOST_GOALS


def test_goals_that_cannot_be_met_come_after_the_others_by_deadline() -> None:
    plan = plan_goals([Wanted(9_000, 12), Wanted(8_000, 6), Wanted(300, 9)], EVEN)
    assert (plan.chosen, plan.order, plan.met_in) == ((2,), (2, 1, 0), (0, 0, 3))
    assert plan.paid.sum(axis=1).tolist() == [0, 900, 300]


def test_a_deadline_beyond_the_months_looked_at_is_their_end() -> None:
    assert plan_goals([Wanted(1_200, 99)], EVEN).met_in == (12,)
    assert plan_goals([Wanted(1_201, 99)], EVEN).chosen == ()


def test_too_many_goals_are_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST_GOALS)):
        plan_goals([Wanted(1, 1)] * (MOST_GOALS + 1), EVEN)
