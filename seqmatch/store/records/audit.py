"""The audit of recommendations: what happened to each, by whom, when. Lines are added, never altered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from sqlalchemy import Connection, select

from seqmatch.schemas.recommendation import AuditEvent
from seqmatch.store.engine import Store
from seqmatch.store.tables import ml_recommendation_events


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event.

    Attributes
    ----------
    by : name of the token that asked, or "command line".
    note : what the person said, in their words; None where they said nothing.
    """

    recommendation_id: str
    user_id: str
    event: AuditEvent
    by: str
    created_at: dt.datetime
    note: str | None = None


def add_lines(
    connection: Connection,
    about: Iterable[tuple[str, str]],
    event: AuditEvent,
    by: str,
    at: dt.datetime,
    note: str | None = None,
) -> None:
    """Append one line for each (recommendation, user), inside the caller's transaction."""
    lines = [
        {"recommendation_id": one, "user_id": user, "event": event, "by": by, "created_at": at, "note": note}
        for one, user in about
    ]
    if lines:
        connection.execute(ml_recommendation_events.insert(), lines)


def audit_of(store: Store, user: str | None = None, limit: int = 100) -> list[AuditLine]:
    """The latest lines, of one user or of all, the latest first.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    columns = ml_recommendation_events.c
    query = select(*(columns[one.name] for one in fields(AuditLine))).order_by(columns.line_id.desc()).limit(limit)
    if user is not None:
        query = query.where(columns.user_id == user)
    with store.reading() as connection:
        return [AuditLine(*row) for row in connection.execute(query)]
