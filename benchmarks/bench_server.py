"""The server beside a bare one with a single empty tool, in the same run: start, first call, load, memory.

Part of `make bench`, which fails where a call fails, never because of a time: absolute times say little on a shared
machine, the ratios hold. Load is the Inspector's, over standard input and output.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from rich.console import Console
from rich.progress import track
from rich.table import Table

from seqmatch.server.tools.onboarding import TOOLS

HERE = Path(__file__).resolve().parent
NODE_MODULES = HERE.parent / ".node" / "node_modules"
NODE = NODE_MODULES / "node" / "bin"
INSPECTOR = NODE_MODULES / "@modelcontextprotocol" / "inspector" / "clients" / "launcher" / "build" / "index.js"

OURS = ("-m", "seqmatch.server")
WARM = (str(HERE / "warm_server.py"),)
BARE = (str(HERE / "bare_server.py"),)
STARTS = 9
FIRST_CALLS = 5
CALLS = 1_000
CONCURRENCY = (1, 8)


def start_and_first_call(script: Sequence[str], tool: str, arguments: dict[str, Any], wait: float) -> list[float]:
    """Seconds from starting a server to its list of tools, and those of one call ``wait`` seconds later (0: none)."""

    async def run() -> list[float]:
        began = perf_counter()
        server = StdioServerParameters(command=sys.executable, args=list(script))
        async with Client(server, mode="legacy") as client:
            await client.list_tools()
            times = [perf_counter() - began]
            if wait:
                await anyio.sleep(wait)
                began = perf_counter()
                await client.call_tool(tool, arguments)
                times.append(perf_counter() - began)
            return times

    return anyio.run(run)


def load(script: Sequence[str], tool: str, arguments: str, concurrency: int) -> dict[str, Any]:
    """The Inspector's summary of CALLS calls of one tool, ``concurrency`` of them under way at any time."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [
                *(NODE / "node", INSPECTOR, "--cli", sys.executable, *script, "--format", "json", "--quiet"),
                *("--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments, "--load"),
                *("--load-requests", str(CALLS), "--load-duration", "600", "--load-concurrency", str(concurrency)),
            ],
            env={
                **os.environ,
                "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}",
                "MCP_CATALOG_PATH": str(Path(folder) / "catalog.json"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
    summary: dict[str, Any] = json.loads(ran.stdout)["result"]
    return summary


def memory(script: Sequence[str], tool: str, arguments: dict[str, Any]) -> float:
    """The most memory, in MiB, a server ever held that listed its tools and answered one call."""
    version = "2025-11-25"
    hello = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
    asked = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        {"id": 3, "method": "tools/call", "params": {"name": tool, "arguments": arguments}},
    ]
    served = subprocess.Popen([sys.executable, *script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert served.stdin is not None and served.stdout is not None
    for message in asked:
        served.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        served.stdin.flush()
        if "id" in message:
            served.stdout.readline()
    served.stdin.close()
    served.stdout.close()
    _, _, used = os.wait4(served.pid, 0)
    return used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def load_table(console: Console) -> tuple[Table, int]:
    """What each tool takes under load beside the empty tool, and how many calls failed."""
    table = Table(
        *(f"{CALLS:,} calls each over stdio", "at once", "calls a second", "p50 ms", "p99 ms"),
        *("p50 / empty tool", "p99 / empty tool", "failed"),
    )
    failed = 0
    rounds = [(None, many) for many in CONCURRENCY] + [(policy, many) for policy in TOOLS for many in CONCURRENCY]
    bare: dict[int, dict[str, float]] = {}
    for policy, many in track(rounds, "load", console=console, disable=not console.is_terminal, transient=True):
        if policy is None:
            ran = load(BARE, "nothing", "{}", many)
            bare[many] = ran["latencyMs"]
        else:
            ran = load(WARM, policy.name, policy.example, many)
        took = ran["latencyMs"]
        ratios = [f"{took[rank] / bare[many][rank]:.1f}" for rank in ("p50", "p99")]
        wrong = CALLS - ran["ok"]
        failed += wrong
        table.add_row(
            *("the empty tool of a bare server" if policy is None else policy.name, str(many)),
            *(f"{ran['throughput']:.0f}", f"{took['p50']:.1f}", f"{took['p99']:.1f}", *ratios, str(wrong)),
        )
    return table, failed


def main() -> int:
    console = Console(width=None if sys.stdout.isatty() else 120)
    match = next(policy for policy in TOOLS if policy.name == "match_user")
    arguments = json.loads(match.example)
    starts, firsts = [], []
    for round_ in track(range(STARTS), "starts", console=console, disable=not console.is_terminal, transient=True):
        wait = 3 if round_ < FIRST_CALLS else 0
        ours = start_and_first_call(OURS, match.name, arguments, wait)
        bare = start_and_first_call(BARE, "nothing", {}, wait)
        starts.append((ours[0], bare[0]))
        if wait:
            firsts.append((ours[1], bare[1]))
    for what, pairs in (("Start to tools/list over stdio", starts), ("First match_user 3 s later", firsts)):
        ratios = [mine / theirs for mine, theirs in pairs]
        mine, theirs = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
        console.print(
            f"{what}: {mine:.1f} ms; a bare server with one empty tool {theirs:.1f}; "
            f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f}, {len(pairs)} pairs)"
        )
    held, bare_held = memory(OURS, match.name, arguments), memory(BARE, "nothing", {})
    console.print(
        f"Most memory held, one match_user answered: {held:.0f} MiB; the bare server {bare_held:.0f}; "
        f"ratio {held / bare_held:.1f}"
    )
    table, failed = load_table(console)
    console.print(table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
