"""Accept rates of suggestions, by mode, source and version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from seqmatch.store.engine import Store
from seqmatch.store.tables import feedback, suggestion_events


@dataclass(frozen=True, slots=True)
class Reception:
    """How the suggestions of one mode, source and model version were received.

    Attributes
    ----------
    suggestions : events, one a suggestion.
    units : distinct units (users or transactions) among them.
    covered, errors : events that named an answer with confidence; where the model failed.
    accepted, rejected, corrected : events by the last word said about them.
    latency_ms : mean milliseconds of an answer; None where none was timed.
    """

    mode: str
    source: str
    model_version: str | None
    suggestions: int
    units: int
    covered: int
    errors: int
    accepted: int
    rejected: int
    corrected: int
    latency_ms: float | None

    @property
    def answered(self) -> int:
        return self.accepted + self.rejected + self.corrected

    @property
    def accept_rate(self) -> float | None:
        """Share accepted of those that anything was said about, 0 to 1; None where nothing was."""
        return self.accepted / self.answered if self.answered else None


def receptions(
    store: Store, family: str, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> list[Reception]:
    """The suggestions of ``family`` made in ``since <= created_at < until``, by mode, source and version, sorted.

    Feedback counts whenever it came, and only the last about a suggestion: people change their mind.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    events = suggestion_events.c
    in_window = [events.family == family]
    if since is not None:
        in_window.append(events.created_at >= since)
    if until is not None:
        in_window.append(events.created_at < until)
    place = func.row_number().over(
        partition_by=feedback.c.event_id, order_by=(feedback.c.created_at.desc(), feedback.c.feedback_id.desc())
    )
    words = (
        select(feedback.c.event_id, feedback.c.action, place.label("place"))
        .join(suggestion_events, events.event_id == feedback.c.event_id)
        .where(*in_window)
        .subquery()
    )
    by = (events.mode, events.source, events.model_version)
    counts = (
        select(
            *by,
            func.count(),
            func.count(func.distinct(events.unit_hash)),
            func.count(case((events.covered, 1))),
            func.count(events.error),
            *(func.count(case((words.c.action == action, 1))) for action in ("accept", "reject", "correct")),
            func.avg(events.latency_ms),
        )
        .select_from(suggestion_events)
        .outerjoin(words, and_(words.c.event_id == events.event_id, words.c.place == 1))
        .where(*in_window)
        .group_by(*by)
    )
    with store.reading() as connection:
        found = [Reception(*row) for row in connection.execute(counts)]
    return sorted(found, key=lambda one: (one.mode, one.source, one.model_version or ""))
