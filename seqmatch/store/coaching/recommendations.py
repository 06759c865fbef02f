"""Advice that was shown, and what became of it: kept, dismissed, or no answer in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from sqlalchemy import case, func, select, update

from seqmatch.errors import ArgumentError
from seqmatch.store.coaching.tables import key_of, recommendations, user_of
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import new_id, now
from seqmatch.store.upsert import insert_new

RecommendationStatus = Literal["shown", "kept", "dismissed", "expired"]
Outcome = Literal["kept", "dismissed"]
REWARDS: dict[Outcome, float] = {"kept": 1.0, "dismissed": 0.0}
"""What an answer to a proposed automation is worth.

No answer is worth nothing known: its reward is null, not 0; so is that of advice that proposes no automation.
"""
_columns = recommendations.c


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One piece of advice that was shown.

    Attributes
    ----------
    strategy, segment : which of the coach's strategies chose it, for a person of which segment (None: unknown).
    kind : the name of the step: its kind, and what it is about.
    rule_text : the automation it proposes, checked before; None where it proposes none.
    propensity : probability, above 0 to 1, with which the strategy chose it, without which nothing is learned from it.
    model_version : None where no model was asked.
    valid_until : when it is no longer offered.
    reward : 1 where the automation was kept, 0 where it was dismissed; None otherwise, and where none was proposed.
    """

    user: str | None
    strategy: str
    kind: str
    title: str
    propensity: float
    valid_until: dt.datetime
    rule_text: str | None = None
    segment: str | None = None
    model_version: str | None = None
    created_at: dt.datetime = field(default_factory=now)
    status: RecommendationStatus = "shown"
    reward: float | None = None
    answered_at: dt.datetime | None = None
    recommendation_id: str = field(default_factory=new_id)


def save_recommendation(store: Store, shown: Recommendation) -> Recommendation:
    """Write advice as it is shown; one that was written before stays as it is.

    Raises
    ------
    ArgumentError : it was answered already, is no longer valid when it is made, or its propensity is no probability.
    StoreError : the database cannot be reached or refuses.
    """
    if not 0 < shown.propensity <= 1:
        raise ArgumentError("A propensity is a probability above 0, at most 1.", path="propensity", example="0.25")
    if shown.valid_until <= shown.created_at:
        raise ArgumentError("Advice is valid for some time after it is made.", path="valid_until")
    if shown.status != "shown" or shown.reward is not None or shown.answered_at is not None:
        raise ArgumentError("Advice is written as shown; answer it afterwards.", path="status", example="shown")
    row = {name: value for name, value in asdict(shown).items() if name != "user"}
    with store.writing() as connection:
        insert_new(connection, recommendations, [{**row, "user_id": key_of(shown.user)}])
    return shown


def answer_recommendation(
    store: Store, recommendation_id: str, outcome: Outcome, at: dt.datetime | None = None
) -> Recommendation:
    """Write what became of a piece of advice, and its reward; the last word counts: an automation may be removed later.

    Raises
    ------
    ArgumentError : there is none of this name, or it was not valid any more when it was first answered.
    StoreError : the database cannot be reached or refuses.
    """
    if outcome not in REWARDS:
        raise ArgumentError("Advice is kept or dismissed.", path="outcome", allowed=tuple(REWARDS))
    at = at or now()
    with store.writing() as connection:
        query = select(*_AS_ONE).where(_columns.recommendation_id == recommendation_id)
        row = connection.execute(query.with_for_update()).mappings().first()
        if row is None:
            raise ArgumentError("There is no such advice.", code="unknown_recommendation", path="recommendation_id")
        known = _recommendation(dict(row))
        if known.status == "expired" or (known.status == "shown" and at > known.valid_until):
            raise ArgumentError(
                "This advice is no longer valid. Ask for the next one.", code="expired", path="recommendation_id"
            )
        reward = None if known.rule_text is None else REWARDS[outcome]
        answered = replace(known, status=outcome, reward=reward, answered_at=at)
        connection.execute(
            update(recommendations)
            .where(_columns.recommendation_id == recommendation_id)
            .values(status=answered.status, reward=answered.reward, answered_at=at)
        )
    return answered


def settle(store: Store, recommendation_id: str, outcome: Outcome) -> bool:
    """As :func:`answer_recommendation`; False where there is no such advice or it is no longer valid.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    try:
        answer_recommendation(store, recommendation_id, outcome)
    except ArgumentError:
        return False
    return True


def expire_recommendations(store: Store, at: dt.datetime | None = None) -> int:
    """Call advice expired that nobody answered until it was no longer valid; how many.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    overdue = (_columns.status == "shown", _columns.valid_until < (at or now()))
    with store.writing() as connection:
        return connection.execute(update(recommendations).where(*overdue).values(status="expired")).rowcount


def outcomes(store: Store) -> list[tuple[str | None, str, int, int]]:
    """Segment, strategy, and how many proposed automations were answered and kept, over everybody.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    kept = func.sum(case((_columns.status == "kept", 1), else_=0))
    query = (
        select(_columns.segment, _columns.strategy, func.count(), kept)
        .where(_columns.status.in_(("kept", "dismissed")), _columns.rule_text.is_not(None))
        .group_by(_columns.segment, _columns.strategy)
    )
    with store.reading() as connection:
        return [(segment, strategy, int(of), int(hits)) for segment, strategy, of, hits in connection.execute(query)]


def recommendations_of(
    store: Store, user: str | None, status: RecommendationStatus | None = None
) -> list[Recommendation]:
    """The advice shown to ``user`` (None: whoever has no name), the newest first.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    query = select(*_AS_ONE).where(_columns.user_id == key_of(user))
    if status is not None:
        query = query.where(_columns.status == status)
    query = query.order_by(_columns.created_at.desc(), _columns.recommendation_id)
    with store.reading() as connection:
        return [_recommendation(dict(row)) for row in connection.execute(query).mappings()]


_AS_ONE = tuple(_columns.user_id if one.name == "user" else _columns[one.name] for one in fields(Recommendation))


def _recommendation(row: dict[str, Any]) -> Recommendation:
    user = user_of(row.pop("user_id"))
    return Recommendation(user=user, **row)
