"""The state of a person's money at the end of each week, as a vector of floats."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from seqmatch.errors import ArgumentError
from seqmatch.store.coaching.tables import key_of, user_of, week_states
from seqmatch.store.engine import Store
from seqmatch.store.upsert import upsert

_BATCH = 5_000
_columns = week_states.c


@dataclass(frozen=True, slots=True)
class WeekState:
    """A week of one person.

    Attributes
    ----------
    week : its Monday.
    vector : shape (n_dimensions,), in the order of the features of ``feature_version``; NaN where a value is missing.
    """

    user: str | None
    week: dt.date
    vector: tuple[float, ...]
    feature_version: int


def save_weeks(store: Store, states: Sequence[WeekState]) -> None:
    """Write states, all of them or none, in place of those of the same person and week.

    Raises
    ------
    ArgumentError : a week that does not begin on a Monday, or a value that is infinite.
    StoreError : the database cannot be reached or refuses.
    """
    rows = {}
    for state in states:
        if state.week.weekday():
            raise ArgumentError("A week is named by its Monday.", path="week", example="2026-03-02")
        if any(math.isinf(value) for value in state.vector):
            raise ArgumentError("A value of a week is a finite number, or NaN where it is missing.", path="vector")
        vector = [None if math.isnan(value) else float(value) for value in state.vector]
        rows[key_of(state.user), state.week] = {
            "user_id": key_of(state.user),
            "week": state.week,
            "feature_version": state.feature_version,
            "vector": vector,
        }
    ordered = [rows[key] for key in sorted(rows)]
    with store.writing() as connection:
        for start in range(0, len(ordered), _BATCH):
            upsert(connection, week_states, ordered[start : start + _BATCH])


def weeks_of(
    store: Store,
    user: str | None,
    feature_version: int,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[WeekState]:
    """The weeks of ``user`` (None: whoever has no name) with ``since <= week < until``, in order.

    States of features of another version are left out: their dimensions mean something else.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(_columns.user_id, _columns.week, _columns.vector, _columns.feature_version)
    query = query.where(_columns.user_id == key_of(user), _columns.feature_version == feature_version)
    if since is not None:
        query = query.where(_columns.week >= since)
    if until is not None:
        query = query.where(_columns.week < until)
    with store.reading() as connection:
        return [
            WeekState(user_of(key), week, tuple(math.nan if one is None else one for one in vector), version)
            for key, week, vector, version in connection.execute(query.order_by(_columns.week))
        ]
