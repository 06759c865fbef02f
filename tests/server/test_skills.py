"""The skill over MCP: listed with digests that hold, read as resources, walked folder by folder."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS, Request
from pydantic import TypeAdapter

from seqmatch.server.app import SeqmatchServer
from seqmatch.server.skill.folder import NAME, skill_files

URI = f"skill://{NAME}/SKILL.md"
ANYTHING: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])

pytestmark = pytest.mark.anyio


async def ask(client: Client, method: str, **params: Any) -> dict[str, Any]:
    return await client.session.send_request(Request[dict[str, Any], str](method=method, params=params), ANYTHING)


async def listed(client: Client) -> dict[str, Any]:
    (skill,) = (await ask(client, "skills/list"))["skills"]
    return skill


async def text_of(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    return content.text


async def test_one_skill_is_listed_with_its_front_matter(client: Client) -> None:
    skill = await listed(client)
    assert (skill["uri"], skill["frontmatter"]["name"]) == (URI, NAME)
    assert (await text_of(client, URI)).startswith(f"---\nname: {NAME}\n")


async def test_every_file_has_the_size_and_digest_the_list_gives(client: Client) -> None:
    files = (await listed(client))["resources"]
    for file in files:
        content = (await text_of(client, file["uri"])).encode()
        assert file["digest"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert file["size"] == len(content)
    assert len(files) == len({file["uri"] for file in files}) <= 512


async def test_what_is_served_is_the_installed_skill_without_its_evaluations(client: Client) -> None:
    files = (await listed(client))["resources"]
    evaluations = {name for name in skill_files() if name.startswith("evals/")}
    assert evaluations
    assert {file["uri"].removeprefix(f"skill://{NAME}/") for file in files} == set(skill_files()) - evaluations


async def test_a_skill_is_got_by_its_address_and_may_be_kept_for_a_while(client: Client) -> None:
    got = await ask(client, "skills/get", uri=URI)
    assert got["skill"] == await listed(client)
    assert (got["resultType"], got["cacheScope"]) == ("complete", "public")
    assert got["ttlMs"] > 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("skills/get", {"uri": "skill://another/SKILL.md"}),
        ("skills/get", {"uri": f"skill://{NAME}"}),
        ("skills/list", {"cursor": "2"}),
        ("resources/directory/read", {"uri": URI}),
        ("resources/directory/read", {"uri": f"skill://{NAME}/evals"}),
        ("resources/directory/read", {"uri": f"skill://{NAME}", "cursor": "2"}),
    ],
)
async def test_what_is_not_there_is_invalid_params(client: Client, method: str, params: dict[str, str]) -> None:
    with pytest.raises(MCPError) as refused:
        await ask(client, method, **params)
    assert refused.value.error.code == INVALID_PARAMS


async def test_its_folders_can_be_walked_to_every_file(client: Client) -> None:
    found, folders = set(), [f"skill://{NAME}"]
    while folders:
        for child in (await ask(client, "resources/directory/read", uri=folders.pop()))["resources"]:
            (folders.append if child["mimeType"] == "inode/directory" else found.add)(child["uri"])
    assert found == {file["uri"] for file in (await listed(client))["resources"]}


async def test_the_extension_is_advertised_where_the_protocol_has_extensions(server: SeqmatchServer) -> None:
    async with Client(server, mode="auto") as modern:
        assert modern.server_capabilities.extensions["io.modelcontextprotocol/skills"] == {"directoryRead": True}
