"""What became of each version's answers, each user counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from seqmatch.store.engine import Store
from seqmatch.store.tables import feedback, suggestion_events


@dataclass(frozen=True, slots=True)
class FirstWords:
    """Of the answers of one version, or of the fixed rules.

    Attributes
    ----------
    users : distinct users (or what stands for them) it answered.
    judged : users who judged an answer; accepted : those whose first judged answer was accepted.
    """

    users: int
    accepted: int
    judged: int


def first_answer(store: Store, family: str, version: str | None, source: str, since: dt.datetime) -> dt.datetime | None:
    """When a version (None: fixed rules) first answered from this source since then; None where it never did.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(func.min(suggestion_events.c.created_at)).where(*_its(family, version, source, since))
    with store.reading() as connection:
        found: dt.datetime | None = connection.scalar(query)
    return found


def first_words(store: Store, family: str, version: str | None, source: str, since: dt.datetime) -> FirstWords:
    """What the users whom a version (None: fixed rules) answered made of it.

    A user who judges a hundred answers says little more than one who judges one, so the answer they judged first
    counts, by the last word about it. Answers without a user count for themselves.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    events, words = suggestion_events.c, feedback.c
    who = func.coalesce(events.unit_hash, events.event_id)
    its = _its(family, version, source, since)
    users = select(func.count(func.distinct(who))).where(*its)
    said = (
        select(who, events.event_id, words.action)
        .join_from(suggestion_events, feedback, words.event_id == events.event_id)
        .where(*its)
        .order_by(words.created_at, words.feedback_id)
    )
    with store.reading() as connection:
        counted = connection.scalar(users) or 0
        accepted, judged = _counted((who, event, action) for who, event, action in connection.execute(said))
    return FirstWords(counted, accepted, judged)


def _counted(said: Iterable[tuple[str, str, str]]) -> tuple[int, int]:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for user, event, action in said:
        if first.setdefault(user, event) == event:
            last[user] = action
    return sum(action == "accept" for action in last.values()), len(last)


def _its(family: str, version: str | None, source: str, since: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions on the answers of a version from one source."""
    events = suggestion_events.c
    named = events.model_version.is_(None) if version is None else events.model_version == version
    return events.family == family, named, events.source == source, events.error.is_(None), events.created_at >= since
