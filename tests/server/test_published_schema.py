"""Schemas as published, on a small model whose answer is obvious."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from seqmatch.server.tools.answer_tool import structured
from seqmatch.server.tools.published_schema import output_schema


class Part(BaseModel):
    """For programmers."""

    model_config = ConfigDict(extra="forbid")

    title: str
    remark: Annotated[str | None, Field(description="If any.")] = None


class Whole(BaseModel):
    """For programmers."""

    model_config = ConfigDict(extra="forbid")

    verdict: Annotated[str | None, Field(description="Null when unsure.")]
    parts: list[Part] = []
    best: Annotated[Part | None, Field(description="The best part.")] = None


def test_titles_go_parts_stand_where_they_are_used_and_null_stays_where_it_is_an_answer() -> None:
    assert output_schema(Whole) == {
        "type": "object",
        "properties": {
            "verdict": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "Null when unsure."},
            "parts": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"title": {"type": "string"}, "remark": {"type": "string", "description": "If any."}},
                    "required": ["title"],
                },
            },
            "best": {
                "type": "object",
                "properties": {"title": {"type": "string"}, "remark": {"type": "string", "description": "If any."}},
                "required": ["title"],
                "description": "The best part.",
            },
        },
        "required": ["verdict"],
    }


def test_a_result_leaves_out_what_it_has_nothing_to_say_about() -> None:
    assert structured(Whole(verdict=None)) == {"verdict": None}
    assert structured(Whole(verdict="yes", parts=[Part(title="a"), Part(title="b", remark="c")])) == {
        "verdict": "yes",
        "parts": [{"title": "a"}, {"title": "b", "remark": "c"}],
    }
