"""Resources: the vocabulary, the archetypes, the model card."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp import Client
from mcp.types import ResourceTemplateReference

from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import OCCUPATIONS

pytestmark = pytest.mark.anyio


async def read(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    return content.text


async def read_json(client: Client, uri: str) -> Any:
    return json.loads(await read(client, uri))


async def test_what_there_is_to_read(client: Client) -> None:
    uris = [resource.uri for resource in (await client.list_resources()).resources]
    assert [uri for uri in uris if not uri.startswith(("skill://", "ui://"))] == [
        "seqmatch://goals",
        "seqmatch://occupations",
        "seqmatch://archetypes",
        "seqmatch://model-card",
    ]
    templates = (await client.list_resource_templates()).resource_templates
    assert [template.uri_template for template in templates] == [
        "seqmatch://goals/{goal}",
        "seqmatch://archetypes/{cluster_id}",
    ]


async def test_goals_and_occupations_are_those_the_tools_accept(client: Client) -> None:
    assert tuple(goal["goal"] for goal in await read_json(client, "seqmatch://goals")) == GOALS
    occupations = await read_json(client, "seqmatch://occupations")
    assert tuple(occupation["occupation"] for occupation in occupations) == OCCUPATIONS


async def test_an_archetype_reads_as_the_tool_explains_it(client: Client) -> None:
    listed = await read_json(client, "seqmatch://archetypes")
    assert [archetype["cluster_id"] for archetype in listed] == list(range(len(listed)))
    number = listed[-1]["cluster_id"]
    explained = await client.call_tool("explain_cluster", {"cluster_id": number})
    assert await read_json(client, f"seqmatch://archetypes/{number}") == explained.structured_content


async def test_a_goal_reads_as_it_is_listed_in_either_case(client: Client) -> None:
    listed = await read_json(client, "seqmatch://goals")
    for goal in (listed[0], listed[-1]):
        assert await read_json(client, f"seqmatch://goals/{goal['goal']}") == goal
        assert await read_json(client, f"seqmatch://goals/{goal['goal'].lower()}") == goal


async def test_goals_are_completed_in_their_address(client: Client) -> None:
    ref = ResourceTemplateReference(type="ref/resource", uri="seqmatch://goals/{goal}")
    completion = (await client.complete(ref, {"name": "goal", "value": "debt"})).completion
    assert (completion.values, completion.total, completion.has_more) == (["DEBT_PAYMENT", "PAY_OFF_DEBT"], 2, False)


async def test_what_nothing_is_known_of_completes_to_nothing(client: Client) -> None:
    ref = ResourceTemplateReference(type="ref/resource", uri="seqmatch://nowhere/{x}")
    assert (await client.complete(ref, {"name": "x", "value": ""})).completion.values == []


async def test_lists_may_be_kept_for_an_hour_and_what_models_say_for_a_minute(memory_client: Client) -> None:
    lists = [
        await memory_client.list_tools(),
        await memory_client.list_prompts(),
        await memory_client.list_resources(),
        await memory_client.list_resource_templates(),
    ]
    read = await memory_client.read_resource("seqmatch://archetypes")
    hints = [(found.ttl_ms, found.cache_scope) for found in (*lists, read)]
    if memory_client.protocol_version < "2026-07-28":
        assert {scope for _, scope in hints} <= {None, "private"}  # the older revisions know no hints
    else:
        assert hints == [(3_600_000, "public")] * 4 + [(60_000, "public")]


async def test_archetype_numbers_are_completed(client: Client) -> None:
    ref = ResourceTemplateReference(type="ref/resource", uri="seqmatch://archetypes/{cluster_id}")
    completion = (await client.complete(ref, {"name": "cluster_id", "value": "1"})).completion
    assert completion.values[0] == "1"


async def test_the_model_card_says_where_the_models_come_from(client: Client) -> None:
    card = await read(client, "seqmatch://model-card")
    assert card.startswith("# ")
    assert "synthetic" in card
