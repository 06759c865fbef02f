"""The MCP Inspector's strict reading of what is served, over both transports. Run by `make conformance`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from seqmatch.server.tools.onboarding import TOOLS

INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
SERVER = Path(__file__).parents[2] / "server.py"
TRANSPORTS = ("stdio", "http")


@pytest.fixture(params=TRANSPORTS)
def target(request: pytest.FixtureRequest, url: str) -> list[str]:
    """What the Inspector is told to connect to."""
    return [url] if request.param == "http" else [sys.executable, str(SERVER)]


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_the_schemas_are_portable(node: Any, target: list[str], era: str) -> None:
    node(INSPECTOR, "--cli", *target, "--method", "tools/list", "--strict", "--protocol-era", era)


@pytest.mark.parametrize("policy", TOOLS, ids=lambda policy: policy.name)
def test_every_tool_answers_its_example(node: Any, target: list[str], policy: Any) -> None:
    call = ("--tool-name", policy.name, "--tool-args-json", policy.example)
    printed = node(INSPECTOR, "--cli", *target, "--method", "tools/call", *call)
    assert json.loads(printed)["structuredContent"]


def test_the_skill_is_what_its_digests_say(node: Any, target: list[str]) -> None:
    node(
        *(INSPECTOR, "--cli", *target, "--method", "skills/list"),
        *("--verify", "--require-digests", "--protocol-era", "modern"),
    )
