"""How often a synthetic household would meet its goal if it lived on many times from one day: the ceiling of goal odds.

It knows habits, contracts and plans that no statement shows; so nobody who reads statements does better.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from random import Random

from seqmatch.data.synthetic.lives.generate import SEED, START, household_of, luck_of
from seqmatch.data.synthetic.lives.household import Days, Happened


def true_odds(
    number: int,
    asked: Iterable[dt.date],
    days: int = 730,
    seed: int = SEED,
    *,
    start: dt.date = START,
    futures: int = 24,
) -> dict[dt.date, float]:
    """The share of ``futures`` in which household ``number`` meets its goal, by the day that is the last known one.

    Parameters
    ----------
    number, days, seed, start : as :func:`seqmatch.data.synthetic.lives.generate.generate_lives` drew it.
    asked : days between the start of the goal and its deadline; days on which it was met already tell 1.
    """
    last = start + dt.timedelta(days=days - 1)
    luck = luck_of(seed, number)
    home = household_of(luck, seed, start, last)
    if home.goal is None:
        return {}
    wanted = {day for day in asked if start <= day <= last}
    lived = Days(home, start, last, luck)
    due = lived.due()
    found = {}
    for place in range((max(wanted) - start).days + 1 if wanted else 0):
        day = start + dt.timedelta(days=place)
        lived.live(day, due)
        if day in wanted:
            met = [_met(lived, day, due, Random(f"future {seed} {number} {day} {one}")) for one in range(futures)]
            found[day] = sum(met) / futures
    return found


def _met(lived: Days, after: dt.date, due: dict[dt.date, list[int]], luck: Random) -> bool:
    """Whether the goal is met by its deadline in one future."""
    goal = lived.home.goal
    assert goal is not None
    branch = copy.copy(lived)
    branch.luck, branch.balances, branch.waiting = luck, dict(lived.balances), list(lived.waiting)
    branch.happened = Happened(goal_reached=lived.happened.goal_reached)
    day = after
    while branch.happened.goal_reached is None and day < goal.deadline:
        day += dt.timedelta(days=1)
        branch.live(day, due)
    return branch.happened.goal_reached is not None
