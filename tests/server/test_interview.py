"""Asking the person themself: a form where the host can show one, an answer all the same where it cannot."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from mcp import Client
from mcp.types import CallToolResult, ElicitRequestFormParams, ElicitResult
from serving import served_over_http

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.schemas.profile import OCCUPATIONS, USER_TYPES
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.server.http.application import PATH
from seqmatch.settings import Settings

pytestmark = pytest.mark.anyio

ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])


@pytest.fixture
def interviewing(settings: Settings, host: ModelHost) -> SeqmatchServer:
    return build_server(settings, host, ("onboarding", "interview"))


class Person:
    """Answers the form with what they know, and remembers what they were asked."""

    def __init__(self, action: Any = "accept", **knows: Any) -> None:
        self.action, self.knows = action, knows
        self.forms: list[ElicitRequestFormParams] = []

    async def __call__(self, context: Any, form: Any) -> ElicitResult:
        self.forms.append(form)
        asked = form.requested_schema["properties"]
        content = {field: value for field, value in self.knows.items() if field in asked}
        return ElicitResult(action=self.action, content=content if self.action == "accept" else None)


async def interview(
    server: SeqmatchServer | str, mode: str, person: Person | None, **profile: Any
) -> tuple[CallToolResult, dict[str, Any]]:
    async with Client(server, mode=mode, elicitation_callback=person) as client:
        result = await client.call_tool("interview_user", {"profile": profile})
        schemas: dict[str, Any] = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
    assert isinstance(result, CallToolResult) and result.is_error is False, result
    assert result.structured_content is not None
    jsonschema.validate(result.structured_content, schemas["interview_user"])
    return result, result.structured_content


def text_of(result: CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if block.type == "text")


@ERAS
async def test_what_the_person_tells_is_in_the_profile_and_in_the_prediction(
    interviewing: SeqmatchServer, mode: str
) -> None:
    person = Person(user_type="BUSINESS", annual_income="BETWEEN_100K_AND_250K", debit_card_spender=True)
    result, answer = await interview(interviewing, mode, person, age_group="36-44")
    (form,) = person.forms
    asked = form.requested_schema["properties"]
    assert answer["asked"] == list(asked)
    assert len(asked) <= 4 and "age_group" not in asked and list(asked)[-1] == "product_goal"
    assert form.requested_schema.get("required", []) == []
    assert answer["profile"] == {"age_group": "36-44", **{f: v for f, v in person.knows.items() if f in asked}}
    assert answer["answered"] == [field for field in asked if field in person.knows] != []
    async with Client(interviewing) as client:
        direct = await client.call_tool("predict_goal", {"profile": answer["profile"]})
    assert answer["goal"] == direct.structured_content
    assert f"They told {', '.join(answer['answered'])}." in text_of(result)


@ERAS
async def test_a_goal_they_tell_is_believed(interviewing: SeqmatchServer, mode: str) -> None:
    result, answer = await interview(interviewing, mode, Person(product_goal="PAY_OFF_DEBT"))
    assert (answer["goal"], answer["profile"]) == (None, {"product_goal": "PAY_OFF_DEBT"})
    assert "They want to pay off debt (PAY_OFF_DEBT): they said so." in text_of(result)


@ERAS
@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_who_would_rather_not_say_is_not_asked_again(
    interviewing: SeqmatchServer, mode: str, action: str
) -> None:
    result, answer = await interview(interviewing, mode, Person(action), user_type="INDIVIDUAL")
    assert answer["profile"] == {"user_type": "INDIVIDUAL"}
    assert "answered" not in answer
    assert "They would rather not say; do not ask these again." in text_of(result)


@ERAS
async def test_a_host_that_cannot_ask_gets_the_questions(interviewing: SeqmatchServer, mode: str) -> None:
    result, answer = await interview(interviewing, mode, None)
    assert "asked" not in answer
    assert answer["ask_next"][0]["question"] in text_of(result)


@ERAS
async def test_a_choice_is_offered_as_a_list_and_anything_else_is_refused(
    interviewing: SeqmatchServer, mode: str
) -> None:
    person = Person(user_type="zq7-canary", annual_income=-1, occupation="zq7-canary", product_goal="zq7-canary")
    async with Client(interviewing, mode=mode, elicitation_callback=person) as client:
        try:
            result = await client.call_tool("interview_user", {"profile": {}})
        except Exception as error:
            said = str(error)
        else:
            assert result.is_error is True
            said = text_of(result)
    assert "zq7" not in said and "Traceback" not in said
    offered = {field: sub.get("enum") for field, sub in person.forms[0].requested_schema["properties"].items()}
    allowed = {"user_type": list(USER_TYPES), "occupation": list(OCCUPATIONS)}
    assert {field: values for field, values in offered.items() if field in allowed and values != allowed[field]} == {}


async def test_any_worker_takes_the_answer_up_again(settings: Settings) -> None:
    options = ("--workers", "2", "--toolsets", "onboarding,interview")
    with served_over_http(*options, SEQMATCH_MODELS=str(settings.models_dir)) as address:
        assert address.endswith(PATH)
        for _ in range(4):
            # Named, for "auto" takes a worker that is slow to start for one of an older revision.
            _, answer = await interview(address, "2026-07-28", Person(product_goal="PAY_OFF_DEBT"))
            assert answer["answered"] == ["product_goal"]
        _, answer = await interview(address, "legacy", Person(product_goal="PAY_OFF_DEBT"))
        assert "asked" not in answer  # sessionless before 2026-07-28: no way back to the person
