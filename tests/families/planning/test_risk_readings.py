"""Three readings of risk through the MCP door. The people are synthetic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from mcp import Client
from savers import AS_OF, history

from seqmatch.families.planning.scoring.questionnaire import QUESTIONS
from seqmatch.server.app import build_server
from seqmatch.server.tools.planning_risk import QUESTIONS as PUBLISHED
from seqmatch.settings import default_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(default_settings(), toolsets=("planning",))) as opened:
        yield opened


async def risk(client: Client, **arguments: Any) -> tuple[dict[str, Any], str]:
    done = await client.call_tool("assess_risk", arguments)
    assert not done.is_error, done.content[0].text  # type: ignore[union-attr]
    assert done.structured_content is not None
    return done.structured_content, done.content[0].text  # type: ignore[union-attr]


def answered(letters: str) -> list[dict[str, str]]:
    return [{"question": one.id, "choice": letter} for one, letter in zip(QUESTIONS, letters, strict=False)]


async def test_without_answers_the_questions_are_given_and_nothing_is_guessed(client: Client) -> None:
    told, text = await risk(client)
    assert [one["id"] for one in told["questions"]] == list(PUBLISHED) == [one.id for one in QUESTIONS]
    assert all(told[name].get("level") is None for name in ("capacity", "stated", "shown"))
    assert text.count(" d) ") == 7 and "no single label" in text


async def test_the_weakest_point_decides_what_they_can_bear_and_is_told_first(client: Client) -> None:
    asked = {"transactions": history(), "as_of": AS_OF, "horizon_years": 12}
    much, _ = await risk(client, savings_cents=2_000_000, **asked)
    assert much["capacity"]["level"] == "high"  # ten months, twelve years, a third left, even pay
    some, _ = await risk(client, savings_cents=800_000, **asked)
    assert some["capacity"]["level"] == "medium"
    little, _ = await risk(client, savings_cents=2_000_000, **{**asked, "horizon_years": 1})
    assert little["capacity"]["level"] == "low"
    assert little["capacity"]["because"][0] == "The money is needed in 1 year."


async def test_what_is_said_beyond_what_can_be_borne_is_told_with_the_reason(client: Client) -> None:
    told, text = await risk(
        client,
        transactions=history(),
        as_of=AS_OF,
        savings_cents=100_000,
        horizon_years=20,
        answers=answered("dcddcdd"),
    )
    assert (told["capacity"]["level"], told["stated"]["level"]) == ("low", "high")
    assert "Savings cover 0.5 months" in told["disagreements"][0]
    assert "What they can bear is the limit." in text and "questions" not in told


async def test_answers_that_contradict_each_other_bear_no_level(client: Client) -> None:
    told, _ = await risk(client, answers=answered("adadada"))
    assert told["stated"].get("level") is None and "contradict" in told["stated"]["because"][1]
    careful, _ = await risk(client, answers=answered("aababab"))
    assert careful["stated"]["level"] == "low"


async def test_holdings_and_a_sale_in_a_fall_show_two_things_and_bear_no_level(client: Client) -> None:
    held = [
        {"asset": "World", "kind": "stocks", "value_cents": 900_000},
        {"asset": "Account", "kind": "cash", "value_cents": 100_000},
    ]
    kept, _ = await risk(client, holdings=held, in_last_fall="kept", answers=answered("bbbbbbb"))
    assert kept["shown"]["level"] == "high"
    assert any("hold more risk than they say" in one for one in kept["disagreements"])
    sold, _ = await risk(client, holdings=held, in_last_fall="sold", answers=answered("ccccccc"))
    assert sold["shown"].get("level") is None
    assert any("sold when prices fell" in one for one in sold["disagreements"])


async def test_a_question_answered_twice_is_refused(client: Client) -> None:
    done = await client.call_tool("assess_risk", {"answers": [{"question": "fall", "choice": "a"}] * 2})
    assert done.is_error and "answers" in done.content[0].text  # type: ignore[union-attr]
