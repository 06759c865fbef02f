"""Suggestions whose truth became known, from feedback or from a human label."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from seqmatch.store.engine import Store
from seqmatch.store.tables import feedback, suggestion_events, transaction_labels


@dataclass(frozen=True, slots=True)
class JudgedAnswers:
    """How often the first candidate was right, of the answers of one source and version that somebody judged.

    Attributes
    ----------
    right, of : answers.
    expected : how many the model itself expected to be right, the sum of its first candidates' probabilities.
    """

    source: str
    model_version: str | None
    right: int
    of: int
    expected: float


def judged(
    store: Store, family: str, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> list[JudgedAnswers]:
    """The answers of ``family`` given in ``since <= created_at < until`` whose truth is known, by source and version.

    The last word of feedback counts, and without any a human label. A rejection says only that the answer was wrong.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    events = suggestion_events.c
    wanted = [events.family == family, events.error.is_(None)]
    if since is not None:
        wanted.append(events.created_at >= since)
    if until is not None:
        wanted.append(events.created_at < until)
    place = func.row_number().over(
        partition_by=feedback.c.event_id, order_by=(feedback.c.created_at.desc(), feedback.c.feedback_id.desc())
    )
    words = select(feedback.c.event_id, feedback.c.action, feedback.c.category, place.label("place")).subquery()
    query = (
        select(
            events.source,
            events.model_version,
            events.candidates,
            words.c.action,
            words.c.category,
            transaction_labels.c.category,
        )
        .select_from(suggestion_events)
        .outerjoin(words, and_(words.c.event_id == events.event_id, words.c.place == 1))
        .outerjoin(
            transaction_labels,
            and_(transaction_labels.c.transaction_id == events.subject, transaction_labels.c.source == "human"),
        )
        .where(*wanted, (words.c.action.is_not(None)) | (transaction_labels.c.category.is_not(None)))
    )
    tallies: dict[tuple[str, str | None], list[float]] = {}
    with store.reading() as connection:
        for source, version, candidates, action, corrected, label in connection.execute(query):
            if not candidates:
                continue
            first = candidates[0]
            said = first.get("category")
            right = action == "accept" if action in ("accept", "reject") else said == (corrected or label)
            tally = tallies.setdefault((source, version), [0, 0, 0.0])
            tally[0] += right
            tally[1] += 1
            tally[2] += float(first.get("probability", 0.0))
    found = [JudgedAnswers(*by, int(right), int(of), expected) for by, (right, of, expected) in tallies.items()]
    return sorted(found, key=lambda one: (one.source, one.model_version or ""))
