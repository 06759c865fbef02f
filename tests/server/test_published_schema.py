"""Schemas as published, on a small model whose answer is obvious."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from seqmatch.server.answer_tool import structured
from seqmatch.server.published_schema import output_schema


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


def test_titles_go_properties_called_title_stay_and_null_stays_where_it_is_an_answer() -> None:
    assert output_schema(Whole) == {
        "$defs": {
            "Part": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"title": {"type": "string"}, "remark": {"type": "string", "description": "If any."}},
                "required": ["title"],
            }
        },
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "verdict": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "Null when unsure."},
            "parts": {"items": {"$ref": "#/$defs/Part"}, "type": "array"},
        },
        "required": ["verdict"],
    }


def test_a_result_leaves_out_what_it_has_nothing_to_say_about() -> None:
    assert structured(Whole(verdict=None)) == {"verdict": None}
    assert structured(Whole(verdict="yes", parts=[Part(title="a"), Part(title="b", remark="c")])) == {
        "verdict": "yes",
        "parts": [{"title": "a"}, {"title": "b", "remark": "c"}],
    }
