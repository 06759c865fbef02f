"""Recommendations as they were made: sealed, checked on reading, seen and answered under audit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, func, select, update

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.schemas.recommendation import Answered, Category, Priority, Standing
from seqmatch.store.engine import Store
from seqmatch.store.records.audit import add_lines
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import ml_recommendations
from seqmatch.store.upsert import insert_new

_columns = ml_recommendations.c


@dataclass(frozen=True, slots=True)
class Record:
    """One recommendation.

    Attributes
    ----------
    recommendation_id : a UUID.
    model_name, model_version : whose models it rests on; the version is None where none was asked.
    confidence : probability from 0 to 1 that a model gives what it says; None where no model does.
    body : title, text, evidence, actions, rule: JSON values, sealed in the database.
    valid_from, expires_at : when it is shown; afterwards it is removed.
    """

    recommendation_id: str
    user_id: str
    category: Category
    priority: Priority
    model_name: str
    model_version: str | None
    confidence: float | None
    body: Mapping[str, Any]
    valid_from: dt.datetime
    expires_at: dt.datetime
    status: Standing = "active"
    answered_at: dt.datetime | None = None


_UNCHANGING = tuple(one.name for one in fields(Record) if one.name not in ("status", "answered_at", "body"))


def keep_review(
    store: Store,
    user: str,
    categories: Sequence[Category],
    made: Sequence[Record],
    by: str,
    at: dt.datetime | None = None,
) -> list[Record]:
    """Write what a review of ``categories`` recommends; active ones of these that it no longer says are superseded.

    What was written before stays as it is, so saying the same twice writes it once. Everything shown is written to the
    audit as seen.

    Returns
    -------
    list of Record : ``made`` with their standing, in its order; those answered already among them.

    Raises
    ------
    StoreError : the database cannot be reached or refuses, or a record is damaged; nothing was written.
    """
    at = at or now()
    with store.writing() as connection:
        known = {one.recommendation_id: one for one in _read(connection, user, at)}
        new = [one for one in made if one.recommendation_id not in known]
        if new:
            # One whose validity is over, and which nobody removed yet, is made anew.
            connection.execute(
                ml_recommendations.delete().where(
                    _columns.user_id == user, _columns.recommendation_id.in_([one.recommendation_id for one in new])
                )
            )
        insert_new(connection, ml_recommendations, [_row(one) for one in new])
        add_lines(connection, [(one.recommendation_id, user) for one in new], "written", by, at)
        said = {one.recommendation_id for one in made}
        over = [
            one.recommendation_id
            for one in known.values()
            if one.category in categories and one.status == "active" and one.recommendation_id not in said
        ]
        again = [name for name in said if name in known and known[name].status == "superseded"]
        _set_status(connection, user, over, "superseded", None)
        _set_status(connection, user, again, "active", None)
        add_lines(connection, [(one, user) for one in over], "superseded", by, at)
        add_lines(connection, [(one.recommendation_id, user) for one in made], "viewed", by, at)
    standing = {
        name: replace(one, status="active") if one.status == "superseded" else one for name, one in known.items()
    }
    return [standing.get(one.recommendation_id, one) for one in made]


def records_of(store: Store, user: str, at: dt.datetime | None = None) -> list[Record]:
    """The valid recommendations of ``user``, the newest first; reading them this way is no view.

    Raises
    ------
    StoreError : the database cannot be reached, or a record is damaged.
    """
    with store.reading() as connection:
        return _read(connection, user, at or now())


def answer_record(
    store: Store,
    user: str,
    recommendation_id: str,
    answer: Answered,
    by: str,
    note: str | None = None,
    at: dt.datetime | None = None,
) -> Record:
    """Write what the person made of a recommendation; the last word counts.

    Raises
    ------
    ArgumentError : this user has no such valid recommendation.
    StoreError : the database cannot be reached or refuses, or the record is damaged.
    """
    at = at or now()
    with store.writing() as connection:
        found = [one for one in _read(connection, user, at, recommendation_id) if one.status != "superseded"]
        if not found:
            raise ArgumentError(
                "This user has no valid recommendation of this name. Ask for the review again.",
                code="unknown_recommendation",
                path="recommendation_id",
            )
        _set_status(connection, user, [recommendation_id], answer, at)
        add_lines(connection, [(recommendation_id, user)], answer, by, at, note)
    return replace(found[0], status=answer, answered_at=at)


def counts(store: Store) -> dict[str, dict[str, int]]:
    """How many recommendations are kept, by category and standing, of everybody.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(_columns.category, _columns.status, func.count()).group_by(_columns.category, _columns.status)
    told: dict[str, dict[str, int]] = {}
    with store.reading() as connection:
        for category, status, number in connection.execute(query.order_by(_columns.category, _columns.status)):
            told.setdefault(category, {})[status] = number
    return told


def _set_status(
    connection: Connection, user: str, names: Sequence[str], status: Standing, at: dt.datetime | None
) -> None:
    if names:
        wanted = (_columns.user_id == user, _columns.recommendation_id.in_(names))
        connection.execute(update(ml_recommendations).where(*wanted).values(status=status, answered_at=at))


def _read(connection: Connection, user: str, at: dt.datetime, recommendation_id: str | None = None) -> list[Record]:
    query = select(ml_recommendations).where(_columns.user_id == user, _columns.expires_at > at)
    if recommendation_id is not None:
        query = query.where(_columns.recommendation_id == recommendation_id)
    query = query.order_by(_columns.valid_from.desc(), _columns.recommendation_id)
    return [_record(dict(row)) for row in connection.execute(query).mappings()]


def _row(one: Record) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    row = {field.name: getattr(one, field.name) for field in fields(Record)}
    return {**row, "body": {"salt": salt, "body": one.body}, "checksum": _checksum(one, salt)}


def _record(row: dict[str, Any]) -> Record:
    checksum, sealed = row.pop("checksum"), row.pop("body")
    record = Record(**row, body=sealed["body"])
    if not secrets.compare_digest(checksum, _checksum(record, sealed["salt"])):
        raise StoreError(
            "A recommendation does not match its checksum: it was altered outside seqmatch. Restore the store from a "
            "copy, or delete the row.",
            code="record_damaged",
            path=record.recommendation_id,
        )
    return record


def _checksum(one: Record, salt: str) -> str:
    """SHA-256 of all that never changes. Only the sealed body tells the salt: nobody guesses the body by its sum, and
    nobody without the key makes another sum."""
    held = [*(getattr(one, name) for name in _UNCHANGING), one.body]
    told = json.dumps([salt, *held], sort_keys=True, default=_moment, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _moment(value: object) -> str:
    assert isinstance(value, dt.datetime)
    return value.astimezone(dt.UTC).isoformat()
