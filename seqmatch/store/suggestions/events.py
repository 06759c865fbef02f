"""Suggestion events: what was suggested to whom by which version, and the feedback on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Literal

from sqlalchemy import select

from seqmatch.errors import ArgumentError
from seqmatch.store.engine import Store
from seqmatch.store.tables import feedback, suggestion_events
from seqmatch.store.upsert import insert_new

Mode = Literal["heuristic", "model", "auto"]
EventSource = Literal["live", "shadow", "canary"]
Action = Literal["accept", "reject", "correct"]


def new_id() -> str:
    """An identifier that nobody guesses and no two processes share, 32 hexadecimal digits."""
    return uuid.uuid4().hex


def hash_of_unit(unit: str) -> str:
    """What an event keeps of the user (or whatever decides who gets the canary), 32 hexadecimal digits."""
    return hashlib.sha256(unit.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class SuggestionEvent:
    """One suggestion that was made, or, in the shadow, would have been.

    Attributes
    ----------
    family : whose models answered.
    subject : what it was about: a transaction's id, or the hash of a request.
    mode : how the family was set to answer.
    source : ``live``, or the ``canary`` that answered, or the ``shadow`` whose answer nobody saw.
    candidates : the answers that were offered, the likeliest first, as JSON values.
    covered : whether one of them was named with confidence.
    unit_hash : hash of the user (or transaction) that decides who gets the canary.
    model_version : None where the heuristic answered.
    features_hash : hash of what the model saw.
    latency_ms : milliseconds that the answer took.
    error : the kind of error that made the model fail, never its text.
    event_id : known before it is written, so that the answer can carry it.
    """

    family: str
    subject: str
    mode: Mode
    source: EventSource
    candidates: Sequence[Mapping[str, object]]
    covered: bool
    unit_hash: str | None = None
    model_version: str | None = None
    features_hash: str | None = None
    latency_ms: float | None = None
    error: str | None = None
    event_id: str = field(default_factory=new_id)
    created_at: dt.datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person made of a suggestion.

    Attributes
    ----------
    subject : what the suggestion was about, as in the event.
    action : ``accept`` or ``reject`` what was offered, or ``correct`` it.
    event_id : the suggestion meant, where that is known.
    category : what is right instead; needed by ``correct``.
    """

    family: str
    subject: str
    action: Action
    event_id: str | None = None
    category: str | None = None
    feedback_id: str = field(default_factory=new_id)
    created_at: dt.datetime = field(default_factory=now)


def record_suggestions(store: Store, events: Sequence[SuggestionEvent]) -> None:
    """Write events in one transaction; one that was written before is passed over, so a batch may be sent again.

    Raises
    ------
    StoreError : the database cannot be reached or refuses; nothing of the batch is written.
    """
    with store.writing() as connection:
        insert_new(connection, suggestion_events, [asdict(event) for event in events])


def record_feedback(store: Store, items: Sequence[Feedback]) -> None:
    """Write feedback in one transaction, like :func:`record_suggestions`.

    Raises
    ------
    ArgumentError : a correction does not say what is right.
    StoreError : as :func:`record_suggestions`.
    """
    if any(item.action == "correct" and item.category is None for item in items):
        raise ArgumentError("A correction needs the category that is right.", path="category")
    with store.writing() as connection:
        insert_new(connection, feedback, [asdict(item) for item in items])


def find_event(store: Store, event_id: str) -> SuggestionEvent | None:
    """The event of this name, None where there is none.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(*(suggestion_events.c[one.name] for one in fields(SuggestionEvent))).where(
        suggestion_events.c.event_id == event_id
    )
    with store.reading() as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else SuggestionEvent(**row)
