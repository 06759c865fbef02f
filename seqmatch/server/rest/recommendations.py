"""A person's review, whole or by category, and what they make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from seqmatch.errors import ArgumentError
from seqmatch.schemas.answers.review import ReviewTold
from seqmatch.schemas.recommendation import CATEGORIES, Answered, Category, Standing
from seqmatch.server.rest.access import Caller, in_turn, must_be, person_asking, rest_of
from seqmatch.server.rest.errors import responses
from seqmatch.server.review.compose import review_of
from seqmatch.server.review.whose import Whose
from seqmatch.server.telemetry import tell_versions
from seqmatch.store.records.recommendations import answer_record

router = APIRouter(prefix="/ml/recommendations", tags=["recommendations"], responses=responses(404))

NOT_CONTROL = r"^[^\x00-\x1f\x7f]+$"
UserId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=200,
        pattern=NOT_CONTROL,
        examples=["ana"],
        description="A user of the store, as imported.",
    ),
]
MayAsk = Annotated[Caller, Depends(person_asking)]


class Interaction(BaseModel):
    """What a person made of a recommendation."""

    model_config = ConfigDict(extra="forbid")

    recommendation_id: UUID
    action: Answered
    note: Annotated[str | None, Field(max_length=500, description="Their own words; sealed in the store.")] = None


class InteractionKept(BaseModel):
    recommendation_id: UUID
    status: Standing
    answered_at: dt.datetime


@router.get("/{user_id}", summary="Everything the families say of a person")
async def review(
    request: Request,
    who: MayAsk,
    user_id: UserId,
    category: Annotated[list[Category] | None, Query(description="Only these. Repeatable.")] = None,
) -> ReviewTold:
    """Summary, actions by urgency, health score, categories. What it recommends is kept; the view is audited."""
    return await _reviewed(request, who, user_id, category or list(CATEGORIES))


async def _reviewed(request: Request, who: Caller, user_id: str, categories: list[Category]) -> ReviewTold:
    must_be(who, user_id)
    rest = rest_of(request)

    def work() -> ReviewTold:
        store = rest.store()
        try:
            whose = Whose(rest.serving.host, store, user_id)
        except ArgumentError:
            raise ArgumentError(
                "The store has no transactions of this user. Import them: `seqmatch transactions import`.",
                code="unknown_user",
            ) from None
        told = review_of(whose, store, who.name, categories)
        tell_versions(told.models)
        return told

    return await in_turn(request, work)


def _only(category: Category) -> Callable[..., Any]:
    async def of_category(request: Request, who: MayAsk, user_id: UserId) -> ReviewTold:
        return await _reviewed(request, who, user_id, [category])

    return of_category


for _category in CATEGORIES:
    _name = _category.replace("_", "-")
    router.add_api_route(
        f"/{{user_id}}/{_name}",
        _only(_category),
        methods=["GET"],
        name=_category,
        summary=f"{_category.replace('_', ' ').capitalize()} only",
        response_model=ReviewTold,
    )


@router.post("/{user_id}/interactions", summary="Keep what the person made of a recommendation")
async def interact(request: Request, who: MayAsk, user_id: UserId, said: Interaction) -> InteractionKept:
    """The last word counts. It is audited with the name of the token; the note is sealed."""
    must_be(who, user_id)

    def work() -> InteractionKept:
        name = str(said.recommendation_id)
        kept = answer_record(rest_of(request).store(), user_id, name, said.action, who.name, said.note)
        return InteractionKept.model_validate(kept, from_attributes=True)

    return await in_turn(request, work)
