"""What the transactions tools return."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel, Probability


class CategoryChance(AnswerModel):
    category: str
    probability: Probability


class CategorizedTransaction(AnswerModel):
    """One transaction's answer, found by its place in what was sent."""

    index: Annotated[int, Field(ge=0, description="Its place in what was sent, from 0.")]
    category: Annotated[str | None, Field(description="null: not sure enough.")]
    candidates: Annotated[list[CategoryChance], Field(min_length=1, description="The likeliest first.")]
    because: Annotated[list[str], Field(description="What spoke for the first candidate.")] = []
    answered_by: Literal["model", "heuristic"]
    provenance: Annotated[
        Literal["synthetic", "operator"] | None,
        Field(description="Whose transactions the model learned from: generated or your own; null: by fixed rules."),
    ] = None
    event_id: Annotated[str, Field(description="For record_feedback.")]


class CategorizeAnswer(AnswerModel):
    transactions: list[CategorizedTransaction]
    sure: Annotated[int, Field(description="How many have a category.")]
    notes: list[str] = []


class FeedbackAnswer(AnswerModel):
    recorded: bool
    event_id: str
    action: Literal["accept", "reject", "correct"]
    labelled: Annotated[bool, Field(description="Whether it became a label to learn from.")] = False
    notes: list[str] = []
