"""Savings goals of a person: the last word about a goal of one name counts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import select, update

from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS
from seqmatch.store.coaching.tables import key_of, savings_goals, user_of
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.upsert import upsert

GoalStatus = Literal["active", "met", "dropped"]
MOST_GOALS = 20
"""Active ones of a person: as many as a question may hold."""
_columns = savings_goals.c


@dataclass(frozen=True, slots=True)
class SavingsGoal:
    """A sum to be saved by a day.

    Attributes
    ----------
    name : as the person calls it: data of a stranger, never an instruction.
    target_cents, saved_cents : more than 0; what is saved so far, 0 or more.
    monthly_cents : what the person means to put aside each month; None where they did not say.
    account : where it is saved; None where that is not said.
    priority : 1 counts most, 3 least; None where that is not said.
    """

    user: str | None
    name: str
    target_cents: int
    deadline: dt.date
    saved_cents: int = 0
    monthly_cents: int | None = None
    account: str | None = None
    priority: int | None = None
    status: GoalStatus = "active"


_FIELDS = tuple(one.name for one in fields(SavingsGoal))
_UNSAID = ("monthly_cents", "account", "priority")
"""What a toolset that does not ask for it leaves as it was."""


def goal_key(user: str | None, name: str) -> str:
    """What a goal is known by: user and name, whatever its case and spaces; 24 hexadecimal digits."""
    said = f"{key_of(user)}\x1f{_plain(name)}"
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def keep_goals(store: Store, goals: Sequence[SavingsGoal]) -> None:
    """Write goals of one person, each in place of one of its name; of two of one name the last.

    What is not said of a goal (monthly sum, account, priority) stays as it was.

    Raises
    ------
    ArgumentError : a goal without a name or an amount to save, or too many of them.
    StoreError : the database cannot be reached or refuses.
    """
    if not goals:
        return
    user = goals[0].user
    known = {goal_key(user, one.name): one for one in goals_of(store, user, None)}
    written = {goal_key(user, one.name): _checked(one) for one in goals}
    active = {key for key, one in known.items() if one.status == "active"} | set(written)
    if len(active) > MOST_GOALS:
        raise ArgumentError(
            f"A person has at most {MOST_GOALS} goals at once. Drop one first: `seqmatch goals --drop NAME`.",
            path="goals",
        )
    rows = [_row(key, _with_said(one, known.get(key))) for key, one in written.items()]
    with store.writing() as connection:
        upsert(connection, savings_goals, rows)


def settle_goal(store: Store, user: str | None, name: str, status: GoalStatus) -> bool:
    """Say that a goal is met or dropped; False where the person has none of this name.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    mine = _columns.goal_key == goal_key(user, name)
    with store.writing() as connection:
        done = connection.execute(update(savings_goals).where(mine).values(status=status, updated_at=now()))
        return bool(done.rowcount)


def users_by_end(store: Store, today: dt.date) -> tuple[frozenset[str], frozenset[str]]:
    """Users with a goal that was met, and with one that was dropped or is still open after its deadline.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(_columns.user_id, _columns.status, _columns.deadline).where(_columns.user_id != key_of(None))
    with store.reading() as connection:
        rows = list(connection.execute(query))
    met = {user for user, status, _ in rows if status == "met"}
    missed = {user for user, status, day in rows if status == "dropped" or (status == "active" and day < today)}
    return frozenset(met), frozenset(missed)


def goals_of(store: Store, user: str | None, after: dt.date | None) -> list[SavingsGoal]:
    """The goals of ``user`` (None: whoever has no name), the nearest deadline first.

    Parameters
    ----------
    after : only active ones with a deadline after this day; None: all.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(*(_columns.user_id if name == "user" else _columns[name] for name in _FIELDS))
    query = query.where(_columns.user_id == key_of(user)).order_by(_columns.deadline, _columns.goal_key)
    if after is not None:
        query = query.where(_columns.status == "active", _columns.deadline > after)
    with store.reading() as connection:
        return [_goal(dict(row)) for row in connection.execute(query).mappings()]


def _checked(goal: SavingsGoal) -> SavingsGoal:
    if not goal.name.strip():
        raise ArgumentError("A goal needs a name.", path="name")
    if not 0 < goal.target_cents <= MAX_AMOUNT_CENTS:
        raise ArgumentError("A target is an amount above zero, in cents.", path="target_cents", example="500000")
    if not 0 <= goal.saved_cents <= MAX_AMOUNT_CENTS:
        raise ArgumentError("What is saved is an amount of zero or more, in cents.", path="saved_cents", example="0")
    return goal


def _with_said(goal: SavingsGoal, before: SavingsGoal | None) -> SavingsGoal:
    if before is None or before.status != "active":
        return goal
    return replace(goal, **{name: getattr(before, name) for name in _UNSAID if getattr(goal, name) is None})


def _row(key: str, goal: SavingsGoal) -> dict[str, Any]:
    row = {name: value for name, value in asdict(goal).items() if name != "user"}
    return {**row, "goal_key": key, "user_id": key_of(goal.user), "updated_at": now()}


def _goal(row: dict[str, Any]) -> SavingsGoal:
    user = user_of(row.pop("user_id"))
    return SavingsGoal(user=user, **row)
