"""Asks every category, keeps what they recommend, and puts the open actions in order."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence

from seqmatch.errors import InputError
from seqmatch.families.coaching.advice.news import money
from seqmatch.schemas.answers.review import ActionTold, CategoryTold, HealthScore, RecommendationTold, ReviewTold
from seqmatch.schemas.recommendation import CATEGORIES, PRIORITIES, Category
from seqmatch.server.review.categories import OF_CATEGORY
from seqmatch.server.review.parts import Draft, Part, sentence
from seqmatch.server.review.whose import Whose
from seqmatch.store.engine import Store
from seqmatch.store.records.recommendations import Record, keep_review, records_of

VALID_DAYS = 30
MOST_ACTIONS = 5
_NAMES = uuid.UUID("5b1c51b2-9a0e-5d5f-8a86-8f6c7d1f8a11")


def review_of(
    whose: Whose,
    store: Store,
    by: str,
    categories: Sequence[Category] = CATEGORIES,
    at: dt.datetime | None = None,
) -> ReviewTold:
    """What the families say of a person; each recommendation is kept in the store, and its view in the audit.

    Parameters
    ----------
    by : who asks, for the audit.

    Raises
    ------
    StoreError : the store cannot be reached or refuses.
    ModelError : models are missing or damaged.
    """
    at = at or dt.datetime.now(dt.UTC)
    user = whose.user or ""
    wanted = [one for one in CATEGORIES if one in categories]
    parts = {category: _part(category, whose) for category in wanted}
    answered = {
        (one.category, one.body["key"]): one
        for one in records_of(store, user, at)
        if one.status not in ("active", "superseded")
    }
    made = [
        answered.get((category, draft.key)) or _record(user, category, draft, whose, at)
        for category, part in parts.items()
        for draft in part.drafts
    ]
    kept = keep_review(store, user, wanted, made, by, at)
    told = [_told(one) for one in kept]
    health = _health(whose)
    actions = _actions(told)
    return ReviewTold(
        user_id=user,
        as_of=whose.told.person.today,
        executive_summary=_summary(whose, health, actions, parts),
        prioritized_actions=actions,
        financial_health_score=health,
        categories=[
            CategoryTold(
                category=category,
                state="needs_data" if part.needs and not part.drafts else "answered",
                summary=list(part.summary),
                recommendations=[one for one in told if one.category == category],
                needs=list(part.needs),
                unsure=list(dict.fromkeys(part.unsure)),
            )
            for category, part in parts.items()
        ],
        models=dict(sorted(whose.versions.items())),
    )


def _part(category: Category, whose: Whose) -> Part:
    """What a category says; a history that is too short for it says so and leaves the others to answer."""
    try:
        return OF_CATEGORY[category](whose)
    except InputError as error:
        return Part(needs=(error.message,))


def _record(user: str, category: Category, draft: Draft, whose: Whose, at: dt.datetime) -> Record:
    """The same recommendation has the same name, whoever asks and how often."""
    body = draft.body()
    version = whose.versions.get(draft.family)
    named = json.dumps([user, category, draft.priority, version, draft.confidence, body], sort_keys=True)
    return Record(
        recommendation_id=str(uuid.uuid5(_NAMES, named)),
        user_id=user,
        category=category,
        priority=draft.priority,
        model_name=draft.family,
        model_version=version,
        confidence=draft.confidence,
        body=body,
        valid_from=at,
        expires_at=at + dt.timedelta(days=VALID_DAYS),
    )


def _told(one: Record) -> RecommendationTold:
    body = one.body
    return RecommendationTold(
        recommendation_id=one.recommendation_id,
        category=one.category,
        title=body["title"],
        description=body["description"],
        priority=one.priority,
        status=one.status,
        model_name=one.model_name,
        model_version=one.model_version,
        confidence_score=one.confidence,
        evidence=body["evidence"],
        actionable_items=body["actions"],
        rule_text=body["rule_text"],
        caution=body["caution"],
        valid_from=one.valid_from,
        expires_at=one.expires_at,
    )


def _actions(told: Sequence[RecommendationTold]) -> list[ActionTold]:
    open_ = [one for one in told if one.status == "active"]
    first = sorted(open_, key=lambda one: (PRIORITIES.index(one.priority), -(one.confidence_score or 0)))
    return [
        ActionTold(
            recommendation_id=one.recommendation_id,
            category=one.category,
            priority=one.priority,
            title=one.title,
            action=one.actionable_items[0] if one.actionable_items else one.title,
        )
        for one in first[:MOST_ACTIONS]
    ]


def _health(whose: Whose) -> HealthScore | None:
    try:
        health = whose.review.health
    except InputError:  # too short a history; its categories say so
        return None
    return HealthScore(overall_score=health.total, parts=health.parts)


def _summary(
    whose: Whose, health: HealthScore | None, actions: Sequence[ActionTold], parts: dict[Category, Part]
) -> list[str]:
    lines = []
    if health is not None and health.overall_score is not None:
        lines.append(f"Financial health of the last quarter: {health.overall_score:.0f} of 100 (a description).")
    elif health is not None:
        lines.append("Financial health: no total, because a part of it is unknown.")
    try:
        total = whose.forecast.total_28d
        band = f"{money(total.p10)} to {money(total.p90)}"
        lines.append(f"The next 28 days cost about {money(total.p50)}, eight times in ten {band}.")
    except InputError:
        lines.append("The history is too short for a forecast.")
    lines.append(f"First: {sentence(actions[0].title)}" if actions else "Nothing is open.")
    lacking = [category.replace("_", " ") for category, part in parts.items() if part.needs and not part.drafts]
    if lacking:
        lines.append(f"More would have to be known for: {', '.join(lacking)}.")
    provenance = whose.review.basis.provenance if health is not None else None
    if provenance == "synthetic":
        lines.append("The models learned from generated people.")
    return lines
