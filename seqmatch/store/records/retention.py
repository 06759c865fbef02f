"""Removes recommendations whose validity is over, and audit lines past their time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from seqmatch.store.engine import Store
from seqmatch.store.records.audit import add_lines
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import ml_recommendation_events, ml_recommendations

AUDIT_DAYS = 730


@dataclass(frozen=True, slots=True)
class Removed:
    """How many recommendations and audit lines went."""

    recommendations: int
    audit_lines: int


def remove_expired(store: Store, by: str, at: dt.datetime | None = None, audit_days: int = AUDIT_DAYS) -> Removed:
    """Remove what is over; each recommendation leaves a line in the audit.

    Raises
    ------
    StoreError : the database cannot be reached or refuses; nothing was removed.
    """
    at = at or now()
    columns, over = ml_recommendations.c, ml_recommendations.c.expires_at <= at
    with store.writing() as connection:
        gone = [(name, user) for name, user in connection.execute(
            select(columns.recommendation_id, columns.user_id).where(over)
        )]  # fmt: skip
        connection.execute(delete(ml_recommendations).where(over))
        add_lines(connection, gone, "expired", by, at)
        old = ml_recommendation_events.c.created_at < at - dt.timedelta(days=audit_days)
        lines = connection.execute(delete(ml_recommendation_events).where(old)).rowcount
    store.compact()
    return Removed(len(gone), lines)
