"""Which tools an assistant is offered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mcp import Client

from seqmatch.cli.main import command_modules
from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.server.tools.toolsets import TOOLSETS, named_toolsets, toolset_of
from seqmatch.settings import Settings

OPERATORS = re.compile(r"train|promote|rollback|rollout|monitor|evaluate|cohort|token|serve|install")
"""What an operator does on the command line and no assistant may."""

anyio_test = pytest.mark.anyio


def test_a_misspelt_set_is_refused_with_the_nearest() -> None:
    with pytest.raises(ArgumentError, match="Did you mean onboarding"):
        named_toolsets(["onbording"])


@anyio_test
async def test_all_sets_together_have_tools_of_different_names_that_only_they_have(
    settings: Settings, host: ModelHost
) -> None:
    async with Client(build_server(settings, host, tuple(TOOLSETS))) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
    assert len(set(names)) == len(names)
    assert {toolset_of(name) for name in names} == set(TOOLSETS)


@anyio_test
async def test_no_set_lets_an_assistant_do_what_operators_do(settings: Settings, host: ModelHost) -> None:
    async with Client(build_server(settings, host, tuple(TOOLSETS))) as client:
        tools: list[Any] = (await client.list_tools()).tools
    assert [
        tool.name
        for tool in tools
        if OPERATORS.search(tool.name) or any(module.endswith(tool.name) for module in command_modules())
    ] == []
    assert [tool.name for tool in tools if tool.annotations.destructive_hint is not False] == []
