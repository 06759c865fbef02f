"""What a review of everything returns: ``seqmatch recommend`` and the REST interface."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.coaching import PartTold
from seqmatch.schemas.answers.shared import AnswerModel, Probability
from seqmatch.schemas.recommendation import Category, Priority, Standing


class RecommendationTold(AnswerModel):
    """One thing to do, as it is kept in the store."""

    recommendation_id: Annotated[str, Field(description="A UUID; name it to answer it.")]
    category: Category
    title: str
    description: str
    priority: Priority
    status: Standing
    model_name: Annotated[str, Field(description="The family it comes from.")]
    model_version: str | None
    confidence_score: Annotated[
        Probability | None, Field(description="What a model gives it; null where no model gives a probability.")
    ]
    evidence: Annotated[list[str], Field(description="Facts it rests on.")]
    actionable_items: list[str]
    rule_text: Annotated[str | None, Field(description="A rule that does it; read, checked and simulated.")]
    caution: str | None
    valid_from: dt.datetime
    expires_at: dt.datetime


class CategoryTold(AnswerModel):
    """What one category has to say."""

    category: Category
    state: Annotated[
        Literal["answered", "needs_data"], Field(description="needs_data: `needs` says what is missing and what to do.")
    ]
    summary: list[str]
    recommendations: list[RecommendationTold]
    needs: list[str]
    unsure: Annotated[list[str], Field(description="What it is unsure of or leaves out.")]


class HealthScore(AnswerModel):
    """A description of the last quarter, no forecast and no judgement."""

    overall_score: Annotated[float | None, Field(ge=0, le=100, description="null where a part is unknown.")]
    parts: list[PartTold]


class ActionTold(AnswerModel):
    """An open recommendation, in the order of urgency."""

    recommendation_id: str
    category: Category
    priority: Priority
    title: str
    action: str


class ReviewTold(AnswerModel):
    """Everything the families say of one person, at the end of one day."""

    user_id: str
    as_of: Annotated[dt.date, Field(description="The day that counts as today: that of the last transaction.")]
    executive_summary: list[str]
    prioritized_actions: list[ActionTold]
    financial_health_score: HealthScore | None
    categories: list[CategoryTold]
    models: Annotated[dict[str, str], Field(description="Family -> version that answered.")]
