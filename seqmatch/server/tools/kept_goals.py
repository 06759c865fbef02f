"""Goals of a user of the store: read where a question gives none, kept where it gives some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from seqmatch.errors import ArgumentError
from seqmatch.server.tools.arguments import Parameter

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

Goals = Sequence[Mapping[str, Any]]


def goals_asked(
    goals: Goals, asked: Parameter, fields: Sequence[str], store: Store | None, user: str | None, today: dt.date
) -> Goals:
    """The goals that came with a question, else those kept for its user with a deadline after today.

    Parameters
    ----------
    asked : the tool's argument, which reads what the store holds as it reads what is sent.
    fields : of a goal, that the tool knows.

    Raises
    ------
    ArgumentError : there are none.
    StoreError : the store cannot be reached.
    """
    if goals:
        return goals
    if store is not None:
        from seqmatch.store.coaching.goals import goals_of

        kept = [asdict(one) for one in goals_of(store, user, today)]
        if kept:
            sent = [{name: one[name] for name in fields if one[name] is not None} for one in kept]
            read: Goals = asked.read([{**one, "deadline": str(one["deadline"])} for one in sent], asked.name)
            return read
    where = "" if store is None else " None are kept for this user yet."
    raise ArgumentError(
        f"This argument is required.{where}",
        code="missing_argument",
        path=asked.name,
        example=asked.example or "",
    )


def keep(store: Store, user: str | None, goals: Goals) -> None:
    """Keep goals as a person stated them.

    Raises
    ------
    ArgumentError : the person would have too many.
    StoreError : the store cannot be reached.
    """
    from seqmatch.store.coaching.goals import SavingsGoal, keep_goals

    keep_goals(store, [SavingsGoal(user=user, **one) for one in goals])
