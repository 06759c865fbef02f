"""The skill's evaluations: questions of several calls, answered by a scripted client without any model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree

import pytest
from mcp import Client

from benchmarks.skill_evals import EVALS, play, read_evals
from seqmatch.server.app import build_server
from seqmatch.server.skill.folder import NAME
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.settings import Settings, resource

DOCUMENT = read_evals()
each = pytest.mark.parametrize("evaluation", DOCUMENT["evals"], ids=lambda one: one["id"])


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def assistant(anyio_backend: str) -> AsyncIterator[Client]:
    """A client of the models the answers were written from: the bundled ones."""
    async with Client(build_server(Settings(resource("models")))) as connected:
        yield connected


@each
@pytest.mark.anyio
async def test_the_tools_give_the_expected_answer(assistant: Client, evaluation: dict[str, Any]) -> None:
    assert await play(assistant, evaluation) == evaluation["expected_output"]


@each
def test_a_question_takes_several_calls_and_has_one_short_answer(evaluation: dict[str, Any]) -> None:
    assert len(evaluation["calls"]) >= 2
    assert 0 < len(evaluation["expected_output"]) <= 60
    assert "Answer " in evaluation["prompt"] or "Give its name" in evaluation["prompt"]


@each
def test_what_the_first_call_sends_stands_in_the_question(evaluation: dict[str, Any]) -> None:
    rules = evaluation["calls"][0].get("arguments", {}).get("rules_text", "")
    assert rules in evaluation["prompt"]


def test_between_them_they_use_every_tool() -> None:
    called = {call.get("tool") for evaluation in DOCUMENT["evals"] for call in evaluation["calls"]}
    assert {policy.name for policy in TOOLS} <= called
    assert DOCUMENT["skill_name"] == NAME
    assert len({evaluation["id"] for evaluation in DOCUMENT["evals"]}) == len(DOCUMENT["evals"]) >= 10


def test_the_pairs_for_a_run_with_a_model_are_the_same() -> None:
    pairs = ElementTree.parse(EVALS / "evaluation.xml").getroot().findall("qa_pair")
    assert [(pair.findtext("question"), pair.findtext("answer")) for pair in pairs] == [
        (evaluation["prompt"], evaluation["expected_output"]) for evaluation in DOCUMENT["evals"]
    ]
