"""A chat with the real server, printed: starts it, asks its tools, shows each question and the text of its answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqmatch.errors import ModelError
from seqmatch.settings import PACKAGE, in_checkout

if TYPE_CHECKING:
    from mcp import Client, StdioServerParameters
    from rich.console import Console

SHOWN_ARGUMENT = 60


def server_of(models_dir: Path, *command: str) -> StdioServerParameters:
    """The server as any host starts it: ``python -m`` with the words of ``command``."""
    from mcp import StdioServerParameters

    env = {"SEQMATCH_MODELS": str(models_dir.resolve())}
    if in_checkout():
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    return StdioServerParameters(command=sys.executable, args=["-m", *command], env=env)


async def say_tools(console: Console, client: Client) -> None:
    """Name the tools that the server offers."""
    tools = [tool.name for tool in (await client.list_tools()).tools]
    say(console, f"The server offers {', '.join(tools)}.", style="dim")


async def ask(console: Console, client: Client, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call a tool, show the call and the text of its answer, return the structured answer.

    Raises
    ------
    ModelError : the tool refused.
    """
    shown = {
        name: value if len(json.dumps(value)) <= SHOWN_ARGUMENT or name == "profile" else "…"
        for name, value in arguments.items()
    }
    say(console, f"{tool} {json.dumps(shown, ensure_ascii=False)}", style="yellow")
    result = await client.call_tool(tool, dict(arguments))
    text = "\n".join(block.text for block in result.content if block.type == "text")
    if result.is_error or result.structured_content is None:
        raise ModelError(f"{tool} did not answer. {text}")
    console.print(indented(text), markup=False)
    structured: dict[str, Any] = result.structured_content
    return structured


def play(*arguments: Any) -> None:
    """Run a chat to its end: a coroutine function and what it takes.

    Raises
    ------
    SeqmatchError : what went wrong inside the client, which wraps it once per task group.
    """
    import anyio

    try:
        anyio.run(*arguments)
    except BaseExceptionGroup as group:
        first: BaseException = group
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None


def say(console: Console, text: str, *, style: str) -> None:
    """A line of the chat, after an empty one."""
    console.print()
    console.print(text, style=style, markup=False)


def indented(text: str) -> str:
    """``text`` with every line moved in by two."""
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
