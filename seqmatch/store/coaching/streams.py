"""What a person said of recurring streams: confirmed ones are shown though nothing finds them, dismissed ones never."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import delete, select

from seqmatch.schemas.stream import PriceChange, Stream
from seqmatch.store.coaching.tables import key_of, stream_answers
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.upsert import upsert

Answer = Literal["confirmed", "dismissed"]
_columns = stream_answers.c


@dataclass(frozen=True, slots=True)
class StreamAnswer:
    """What a person said of a stream.

    Attributes
    ----------
    stream : as it was when it was answered.
    """

    stream_key: str
    answer: Answer
    stream: Stream
    answered_at: dt.datetime


def stream_key(stream: Stream) -> str:
    """What a stream is known by: user, payee and direction, 24 hexadecimal digits.

    Neither cadence nor amount nor account is part of it, all of which change while the bill stays the same (the account
    of a stream is that of its last payment). Two memberships of one payee are answered together.
    """
    parts = (stream.user, stream.payee, stream.direction)
    said = "\x1f".join("\0" if part is None else part for part in parts)
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


def answer_stream(store: Store, stream: Stream, answer: Answer, at: dt.datetime | None = None) -> StreamAnswer:
    """Write what a person said of ``stream``; the last word counts.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    said = StreamAnswer(stream_key(stream), answer, stream, at or now())
    row = {
        "stream_key": said.stream_key,
        "user_id": key_of(stream.user),
        "answer": answer,
        "stream": stream.to_json(),
        "answered_at": said.answered_at,
    }
    with store.writing() as connection:
        upsert(connection, stream_answers, [row])
    return said


def forget_answer(store: Store, stream: Stream) -> bool:
    """Take back what was said of ``stream``; False where nothing was.

    Raises
    ------
    StoreError : as :func:`answer_stream`.
    """
    with store.writing() as connection:
        gone = connection.execute(delete(stream_answers).where(_columns.stream_key == stream_key(stream)))
        return bool(gone.rowcount)


def stream_answers_of(store: Store, user: str | None) -> list[StreamAnswer]:
    """What ``user`` (None: whoever has no name) said, in the order of keys.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(_columns.stream_key, _columns.answer, _columns.stream, _columns.answered_at)
    query = query.where(_columns.user_id == key_of(user)).order_by(_columns.stream_key)
    with store.reading() as connection:
        return [StreamAnswer(key, answer, _stream(told), at) for key, answer, told, at in connection.execute(query)]


def with_answers(found: Sequence[Stream], answers: Sequence[StreamAnswer]) -> list[Stream]:
    """The streams to show: those found and not dismissed, then those confirmed and not found, as they were answered."""
    said = {one.stream_key: one.answer for one in answers}
    keys = [stream_key(stream) for stream in found]
    shown = [stream for stream, key in zip(found, keys, strict=True) if said.get(key) != "dismissed"]
    lost = [one.stream for one in answers if one.answer == "confirmed" and one.stream_key not in keys]
    return [*shown, *lost]


def _stream(told: dict[str, Any]) -> Stream:
    known = {name: told[name] for name in (one.name for one in fields(Stream)) if name in told}
    for name in ("first", "last", "next_due", "overdue"):
        if known.get(name) is not None:
            known[name] = dt.date.fromisoformat(known[name])
    if (change := known["price_change"]) is not None:
        known["price_change"] = PriceChange(**{**change, "date": dt.date.fromisoformat(change["date"])})
    return Stream(**{**known, "transaction_ids": tuple(known["transaction_ids"])})
