"""Goals of the past and how they ended: what goal odds learn from and are judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.families.coaching.dataset.goal_features import (
    BLOCK,
    FEATURES,
    NAMES,
    WEEKS,
    Goal,
    Past,
    levers,
    past,
    rows,
)
from seqmatch.families.coaching.person import Person, people

Floats = NDArray[np.float64]
EVERY = 61
"""Days between the days on which goals are set."""
HORIZONS = (61, 122, 183)
"""Days a goal of a history is given."""
PACES = (0.1, 0.2, 0.4)
"""What a goal of a history asks for a month, as a share of usual income."""
LEAST_DAYS = 84
"""Of history before the day on which a goal is set."""
LOOKS = (14, 45, 90, 150, 240, 360)
"""Days after its start on which a stated goal is asked about."""
LEAST_LEFT = 14
"""Days before its deadline, below which a stated goal is not asked about."""
TRAINED_PACES = (0.01, 0.05, *PACES)
"""Easy ones too: what a goal would have to shrink to is asked as well."""
TRAINED_ON = 7
"""Every which goal of a history the default learns from: goals of one person are much alike."""
TWO_YEARS = 720
"""Days of history, below which a season is told from nothing else that happened then: it counts as unknown."""
STATED = ("user", "account", "target_cents", "monthly_cents", "starts", "deadline", "reached")


@dataclass(frozen=True)
class Asked:
    """A goal of the past, asked about on a day.

    Attributes
    ----------
    goal : None: it asks for a share of the person's usual income a month, ``pace``, for ``days``.
    met : how it ended; None where the history tells.
    """

    user: str
    today: dt.date
    goal: Goal | None
    met: bool | None
    pace: float = 0.0
    days: int = 0


@dataclass(frozen=True, eq=False)
class GoalTable:
    """Goals of the past, one row each, shapes (n,) unless said.

    Attributes
    ----------
    table : shape (n, len(FEATURES)).
    met : whether the goal was met by its deadline.
    person : number of the person; goals of one are alike.
    asked, due : ordinals of the day it is asked about and of its deadline.
    missing : cents.
    weeks : shape (n, WEEKS), cents that moved where it is kept.
    """

    table: Floats
    met: NDArray[np.bool_]
    person: NDArray[np.intp]
    asked: NDArray[np.intp]
    due: NDArray[np.intp]
    missing: Floats
    weeks: Floats

    def __len__(self) -> int:
        return len(self.met)

    def subset(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> GoalTable:
        """Some of the rows, by number or by mask."""
        return GoalTable(
            self.table[chosen],
            self.met[chosen],
            self.person[chosen],
            self.asked[chosen],
            self.due[chosen],
            self.missing[chosen],
            self.weeks[chosen],
        )


def together(tables: Sequence[GoalTable]) -> GoalTable:
    """The rows of several tables of the same people."""
    parts = ("table", "met", "person", "asked", "due", "missing", "weeks")
    return GoalTable(*(np.concatenate([getattr(one, part) for one in tables]) for part in parts))


def history_goals(whole: pl.DataFrame, paces: Sequence[float] = PACES) -> list[Asked]:
    """Goals that a history answers: all money together rises by so much within so many days.

    Set every EVERY days for HORIZONS and ``paces``, where the rows go on to the deadline. Nobody stated them.
    """
    found = []
    spans = whole.group_by("user").agg(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"))
    for user, first, last in spans.sort("user").iter_rows():
        day = _on_grid(first + dt.timedelta(days=LEAST_DAYS))
        while day + dt.timedelta(days=HORIZONS[0]) <= last:
            lasting = [days for days in HORIZONS if day + dt.timedelta(days=days) <= last]
            found += [Asked(user, day, None, None, pace, days) for days in lasting for pace in paces]
            day += dt.timedelta(days=EVERY)
    return found


def stated_goals(stated: pl.DataFrame, looks: Sequence[int] = LOOKS) -> list[Asked]:
    """Goals that people stated, asked about ``looks`` days after their start, while they are open.

    Parameters
    ----------
    stated : columns STATED; ``reached`` is the day it was met, null where it was not. What was saved is what the
        account holds on the day.
    """
    found = []
    for user, account, target, monthly, starts, deadline, reached in stated.select(STATED).iter_rows():
        for after in looks:
            today = starts + dt.timedelta(days=after)
            is_open = reached is None or today < reached
            if is_open and today + dt.timedelta(days=LEAST_LEFT) <= deadline:
                goal = Goal(target, 0, deadline, monthly, account)
                found.append(Asked(user, today, goal, reached is not None and reached <= deadline))
    return found


def goals_of_lives(people_of: pl.DataFrame) -> pl.DataFrame:
    """The goals of synthetic lives as :func:`stated_goals` reads them."""
    return people_of.filter(pl.col("goal").is_not_null()).select(
        "user",
        (pl.col("user") + "-goal").alias("account"),
        pl.col("goal_target_cents").alias("target_cents"),
        pl.col("goal_monthly_cents").alias("monthly_cents"),
        pl.col("goal_starts").alias("starts"),
        pl.col("goal_deadline").alias("deadline"),
        pl.col("goal_reached").alias("reached"),
    )


def goal_table(whole: pl.DataFrame, asked: Iterable[Asked]) -> GoalTable:
    """Features as of the day of each question, and how it ended; who has too short a history is left out.

    Parameters
    ----------
    whole : as :func:`seqmatch.families.coaching.person.history` gives it.
    """
    by_day: dict[dt.date, dict[str, list[Asked]]] = {}
    for one in asked:
        by_day.setdefault(one.today, {}).setdefault(one.user, []).append(one)
    number = {user: place for place, user in enumerate(whole["user"].unique().sort().to_list())}
    ends = _Ends(whole)
    collected: list[_Row] = []
    for today, questions in sorted(by_day.items()):
        for person in people(whole.filter(pl.col("user").is_in(list(questions))), today):
            if person.user is not None and person.days >= BLOCK:
                collected += _rows(person, questions[person.user], number[person.user], ends)
    size = len(collected)
    table = np.array([one.features for one in collected], np.float64).reshape(size, len(FEATURES))
    if _days(whole) < TWO_YEARS:
        table[:, NAMES.index("december_share")] = np.nan
    return GoalTable(
        table,
        np.array([one.met for one in collected], np.bool_),
        np.array([one.person for one in collected], np.intp),
        np.array([one.asked for one in collected], np.intp),
        np.array([one.due for one in collected], np.intp),
        np.array([one.missing for one in collected], np.float64),
        np.array([one.weeks for one in collected], np.float64).reshape(size, WEEKS),
    )


@dataclass(frozen=True, eq=False)
class _Row:
    features: Floats
    met: bool
    person: int
    asked: int
    due: int
    missing: float
    weeks: Floats


def _rows(person: Person, questions: Sequence[Asked], number: int, ends: _Ends) -> Iterator[_Row]:
    looked: dict[str | None, Past] = {}
    for one in questions:
        account = one.goal.account if one.goal is not None else None
        known = looked.get(account) or looked.setdefault(account, past(person, account))
        goal = _goal(one, known)
        kept = person.accounts.get(account) if account is not None else None
        if kept is not None:
            goal = replace(goal, saved_cents=kept.balance_cents or 0)
        met = one.met
        if met is None:
            met = ends.rise(person.user or "", person.today, goal.deadline) >= goal.missing_cents
        asked, due = person.today.toordinal(), goal.deadline.toordinal()
        features = rows(known, levers(goal, person.today))[0]
        yield _Row(features, met, number, asked, due, float(goal.missing_cents), known.weeks)


def _days(whole: pl.DataFrame) -> int:
    first, last = whole["date"].min(), whole["date"].max()
    return (last - first).days if isinstance(first, dt.date) and isinstance(last, dt.date) else 0


def training_table(whole: pl.DataFrame, stated: pl.DataFrame) -> GoalTable:
    """Stated goals with their plan, the same with the plan unsaid, and goals that the history answers.

    Parameters
    ----------
    whole, stated : as :func:`goal_table` and :func:`stated_goals` take them.
    """
    told = goal_table(whole, stated_goals(stated))
    unsaid = replace(told, table=told.table.copy())
    unsaid.table[:, NAMES.index("plan_covers")] = np.nan
    return together([told, unsaid, goal_table(whole, history_goals(whole, TRAINED_PACES)[::TRAINED_ON])])


def _goal(one: Asked, known: Past) -> Goal:
    if one.goal is not None:
        return one.goal
    missing = round(one.pace * known.income * one.days / (365.25 / 12))
    return Goal(missing, 0, one.today + dt.timedelta(days=one.days))


class _Ends:
    """How much all money of each user rose between two days; own transfers leave it as it is."""

    def __init__(self, whole: pl.DataFrame) -> None:
        counted = whole.filter(pl.col("own_since").is_null()).sort("user", "date")
        self.of = {
            part["user"][0]: (
                part["date"].to_physical().to_numpy().astype(np.int64) + dt.date(1970, 1, 1).toordinal(),
                np.concatenate([[0], np.cumsum(part["amount_cents"].to_numpy())]),
            )
            for part in counted.partition_by("user", maintain_order=True)
        }

    def rise(self, user: str, after: dt.date, until: dt.date) -> int:
        """Cents from the end of ``after`` to the end of ``until``."""
        if user not in self.of:
            return 0
        days, sums = self.of[user]
        low, high = np.searchsorted(days, (after.toordinal(), until.toordinal()), side="right")
        return int(sums[high] - sums[low])


def _on_grid(day: dt.date) -> dt.date:
    """The next day on which goals are set: the same days for everybody, so that people are cut together."""
    return dt.date.fromordinal(-(-day.toordinal() // EVERY) * EVERY)
