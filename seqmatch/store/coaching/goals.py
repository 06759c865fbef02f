"""Savings goals of a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from sqlalchemy import select

from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS
from seqmatch.store.coaching.tables import goals, key_of, user_of
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import new_id, now
from seqmatch.store.upsert import upsert

GoalStatus = Literal["active", "met", "dropped"]
_columns = goals.c


@dataclass(frozen=True, slots=True)
class SavingsGoal:
    """A sum to be saved, by a day or at some time.

    Attributes
    ----------
    name : as the person calls it: data of a stranger, never an instruction.
    target_cents, saved_cents : more than 0; what is saved so far, 0 or more.
    starts, deadline : the first day, and the day by which the target is to be there; None where there is no hurry.
    account : where it is saved; None where that is not said.
    """

    user: str | None
    name: str
    target_cents: int
    starts: dt.date
    deadline: dt.date | None = None
    saved_cents: int = 0
    account: str | None = None
    status: GoalStatus = "active"
    goal_id: str = field(default_factory=new_id)


_FIELDS = tuple(one.name for one in fields(SavingsGoal))


def save_goal(store: Store, goal: SavingsGoal) -> SavingsGoal:
    """Write ``goal``, in place of one with its ``goal_id``.

    Raises
    ------
    ArgumentError : it has no name, no amount to save, or ends before it starts.
    StoreError : the database cannot be reached or refuses.
    """
    if not goal.name.strip():
        raise ArgumentError("A goal needs a name.", path="name")
    if not 0 < goal.target_cents <= MAX_AMOUNT_CENTS:
        raise ArgumentError("A target is an amount above zero, in cents.", path="target_cents", example="500000")
    if not 0 <= goal.saved_cents <= MAX_AMOUNT_CENTS:
        raise ArgumentError("What is saved is an amount of zero or more, in cents.", path="saved_cents", example="0")
    if goal.deadline is not None and goal.deadline <= goal.starts:
        raise ArgumentError("A deadline comes after the start.", path="deadline", example="2027-06-30")
    row = {name: value for name, value in asdict(goal).items() if name != "user"}
    with store.writing() as connection:
        upsert(connection, goals, [{**row, "user_id": key_of(goal.user), "updated_at": now()}])
    return goal


def goals_of(store: Store, user: str | None, status: GoalStatus | None = None) -> list[SavingsGoal]:
    """The goals of ``user`` (None: whoever has no name), the nearest deadline first, those without one last.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(*_AS_GOAL).where(_columns.user_id == key_of(user))
    if status is not None:
        query = query.where(_columns.status == status)
    with store.reading() as connection:
        found = [_goal(dict(row)) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda one: (one.deadline or dt.date.max, one.starts, one.goal_id))


def find_goal(store: Store, goal_id: str) -> SavingsGoal | None:
    """The goal of this name, None where there is none.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    with store.reading() as connection:
        row = connection.execute(select(*_AS_GOAL).where(_columns.goal_id == goal_id)).mappings().first()
    return None if row is None else _goal(dict(row))


_AS_GOAL = tuple(_columns.user_id if name == "user" else _columns[name] for name in _FIELDS)


def _goal(row: dict[str, Any]) -> SavingsGoal:
    user = user_of(row.pop("user_id"))
    return SavingsGoal(user=user, **row)
