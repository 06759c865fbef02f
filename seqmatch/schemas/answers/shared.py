"""What answers of every family are made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Probability = Annotated[float, Field(ge=0, le=1)]
Interval = Annotated[
    tuple[float, float],
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
]


def as_elsewhere(description: str, *, array: bool = False, nullable: bool = False) -> WithJsonSchema:
    """The published schema of a field that another tool's schema spells out: a host shows every schema to its model."""
    schema: dict[str, Any] = {"type": "array", "items": {"type": "object"}} if array else {"type": "object"}
    if nullable:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return WithJsonSchema({**schema, "description": description})


class AnswerModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CohortNote(AnswerModel):
    """The users the models learned from: ``size`` generated people, or the operator's own users."""

    size: int
    provenance: Literal["synthetic", "operator"]
