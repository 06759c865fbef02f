"""Private by construction: the real server, asked everything, opens no connection to anywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from serving import environment

from seqmatch.server.tools.toolsets import TOOLSETS
from seqmatch.settings import Settings

pytestmark = pytest.mark.anyio

GUARDED = """
import os, sys
NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
           "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "http.client.connect"}

def guard(event, arguments):
    if event in NETWORK:
        with open(os.environ["TOLD"], "a") as told:
            print(event, file=told)
        raise PermissionError("the network is out of bounds")

sys.addaudithook(guard)
from seqmatch.server.app import run_stdio
run_stdio(toolsets=sys.argv[1].split(","))
"""


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_every_tool_answers_and_nothing_touches_the_network(
    settings: Settings, tmp_path: Path, mode: str
) -> None:
    told = tmp_path / "told"
    told.touch()
    names = [name for name, toolset in TOOLSETS.items() if all(policy.read_only for policy in toolset.tools)]
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", GUARDED, ",".join(names)],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir), TOLD=str(told)),
    )
    async with Client(server, mode=mode) as client:
        for name in names:
            for policy in TOOLSETS[name].tools:
                result = await client.call_tool(policy.name, json.loads(policy.example))
                assert result.is_error is False
        for resource in (await client.list_resources()).resources:
            await client.read_resource(resource.uri)
    assert told.read_text() == ""


async def test_the_guard_would_see_a_connection(tmp_path: Path) -> None:
    import subprocess

    told = tmp_path / "told"
    code = GUARDED.split("from seqmatch")[0] + "\nimport socket\nsocket.create_connection(('127.0.0.1', 9))\n"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(TOLD=str(told)), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "socket.getaddrinfo" in told.read_text()
