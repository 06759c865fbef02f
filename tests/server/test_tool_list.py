"""What a host puts in front of the model."""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp import Client

from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.onboarding import TOOLS

SNAPSHOTS = Path(__file__).parent / "snapshots"
"""Rewrite them with SEQMATCH_WRITE_SNAPSHOTS=1 and read the difference."""
LISTS = ("tools", "prompts", "resources", "resource_templates")

pytestmark = pytest.mark.anyio


async def listed(client: Client, what: str = "tools") -> list[dict[str, Any]]:
    page = await getattr(client, f"list_{what}")()
    assert page.next_cursor is None
    return [entry.model_dump(mode="json", by_alias=True, exclude_none=True) for entry in getattr(page, what)]


def keys_of(schema: Any) -> set[str]:
    """Every keyword of a schema at any depth; names of properties are no keywords."""
    if isinstance(schema, list):
        return set().union(*(keys_of(item) for item in schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    keys = set(schema)
    for keyword, value in schema.items():
        named = keyword in ("properties", "$defs")
        for sub in value.values() if named else [value]:
            keys |= keys_of(sub)
    return keys


@pytest.mark.parametrize("what", LISTS)
async def test_the_list_is_the_committed_one(client: Client, what: str) -> None:
    entries = await listed(client, what)
    snapshot = SNAPSHOTS / f"{what}_list.json"
    if os.environ.get("SEQMATCH_WRITE_SNAPSHOTS"):
        snapshot.write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert entries == json.loads(snapshot.read_text(encoding="utf-8"))


async def test_every_tool_says_that_it_only_reads(client: Client) -> None:
    assert [(tool["name"], tool["annotations"]) for tool in await listed(client)] == [
        (name, {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False})
        for name in ("match_user", "predict_goal", "explain_cluster", "suggest_automations", "check_automations")
    ]


async def test_every_top_level_parameter_is_described_and_no_other_is_allowed(client: Client) -> None:
    for tool in await listed(client):
        schema = tool["inputSchema"]
        assert schema["additionalProperties"] is False
        assert [name for name, sub in schema["properties"].items() if len(sub.get("description", "")) < 10] == []


async def test_schemas_are_valid_and_free_of_titles(client: Client) -> None:
    for tool in await listed(client):
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert "title" not in keys_of(schema)


async def test_no_argument_invites_null(client: Client) -> None:
    for tool in await listed(client):
        assert '"null"' not in json.dumps(tool["inputSchema"])


def tokens_of(document: Any) -> int:
    return math.ceil(len(json.dumps(document, separators=(",", ":")).encode()) / 4)


async def test_what_a_host_shows_the_model_fits_its_budget(
    memory_client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    tools = await listed(memory_client)
    shown = [{key: tool[key] for key in ("name", "description", "inputSchema")} for tool in tools]
    costs = [(tool["name"], tokens_of(before), tokens_of(tool)) for tool, before in zip(tools, shown, strict=True)]
    with capsys.disabled():
        sys.stdout.write("\ntokens: tool, before the model, whole entry\n")
        sys.stdout.writelines(f"{name:<22}{before:>6}{whole:>6}\n" for name, before, whole in costs)
        sys.stdout.write(f"{'all':<22}{tokens_of(shown):>6}{tokens_of(tools):>6}\n")
    assert tokens_of(shown) <= 2_700
    assert tokens_of(tools) <= 5_600


async def test_schemas_stand_on_their_own_without_references(client: Client) -> None:
    for tool in await listed(client):
        assert keys_of(tool["outputSchema"]) & {"$ref", "$defs"} == set()


async def test_what_one_schema_leaves_to_another_is_spelt_out_there(client: Client) -> None:
    schemas = {tool["name"]: tool["outputSchema"]["properties"] for tool in await listed(client)}
    elsewhere = {
        (tool, field): sub["description"]
        for tool, fields in schemas.items()
        for field, sub in {**fields, **fields.get("plan", {}).get("properties", {})}.items()
        if "As from" in sub.get("description", "")
    }
    assert elsewhere == {
        ("match_user", "goal"): "As from predict_goal; null when the profile states a goal.",
        ("suggest_automations", "findings"): "As from check_automations.",
        ("suggest_automations", "simulation"): "As from check_automations.",
        ("check_automations", "questions"): "As from suggest_automations.",
        **{(tool, "cohort"): "As from match_user." for tool in schemas if tool not in ("match_user", "predict_goal")},
    }
    assert set(schemas["match_user"]["cohort"]["properties"]) == {"size", "provenance"}
    assert set(schemas["suggest_automations"]["questions"]["items"]["properties"]) >= {"ask", "why", "argument"}
    assert set(schemas["predict_goal"]) >= {"goal", "probability", "top_goals", "ask_next"}
    assert set(schemas["check_automations"]["simulation"]["properties"]) >= {"balances", "moved_cents"}
    assert set(schemas["check_automations"]["findings"]["items"]["properties"]) >= {"severity", "code", "message"}


@pytest.mark.parametrize("policy", TOOLS, ids=lambda policy: policy.name)
async def test_the_example_shown_with_mistakes_is_itself_no_mistake(policy: Any, client: Client) -> None:
    example = json.loads(policy.example)
    assert set(example) <= set(read_arguments(policy.parameters, example))
    schema = next(tool["inputSchema"] for tool in await listed(client) if tool["name"] == policy.name)
    jsonschema.validate(example, schema)
