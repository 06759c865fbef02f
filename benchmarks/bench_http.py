"""The server over HTTP on kept connections, beside a bare server with one empty tool, in the same run.

Part of `make bench`, which fails where a call fails, never because of a time: absolute times say little on a shared
machine. For each tool: what it takes by itself, its answers one after the other, and CALLS of them with eight under
way; the processor time is the server's own, of all its threads and workers. Every call asks about another profile.

    python benchmarks/bench_http.py [CALLS [WORKERS]]
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.schemas.profile import CHOICES
from seqmatch.server.tools.arguments import read_arguments
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.settings import Settings, resource

HERE = Path(__file__).resolve().parent
CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 1
ONE_BY_ONE = 100
AT_ONCE = 8
ASKED = ("match_user", "predict_goal", "suggest_automations")
ABOUT = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


def profiles(seed: int = 1) -> Iterator[dict[str, Any]]:
    """Profiles as people tell them: a user type and a few further facts."""
    rng = random.Random(seed)
    fields = [field for field in CHOICES if field not in ("product_goal", "user_type")]
    while True:
        told = rng.sample(fields, rng.randint(1, len(fields)))
        yield {field: rng.choice(CHOICES[field]) for field in ("user_type", *told)}


def request(tool: str, arguments: dict[str, Any]) -> bytes:
    """One tool call of the 2026-07-28 revision as it goes over the wire."""
    params = {"name": tool, "arguments": arguments, "_meta": ABOUT}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()
    head = (
        "POST /mcp HTTP/1.1\r\nHost: localhost:80\r\nContent-Type: application/json\r\n"
        "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
        f"Mcp-Method: tools/call\r\nMcp-Name: {tool}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    """One kept connection: a client that costs next to nothing."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *raised: object) -> None:
        self._writer.close()

    async def ask(self, sent: bytes) -> bool:
        """Whether the call was answered without an error."""
        self._writer.write(sent)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        body = await self._reader.readexactly(length)
        return head.startswith(b"http/1.1 200") and b'"isError":false' in body


@contextmanager
def served(command: list[str]) -> Iterator[tuple[int, int]]:
    """A server's port and process id."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
        yield int(line.split("127.0.0.1:")[1].split("/")[0]), process.pid
    finally:
        process.terminate()
        process.wait()


def processor_seconds(pid: int) -> float:
    """What a process and its children have used of the processors; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(
        map(processor_seconds, map(int, children))
    )


async def measured(port: int, pid: int, calls: list[bytes]) -> dict[str, float]:
    """Times of calls one by one and at once, in ms; processor time of each call; how many failed."""
    alone, together, failed = [], [], 0
    for _ in range(AT_ONCE):  # a connection belongs to one worker, and each of them has to be warm
        async with Connection(port) as connection:
            for sent in calls[: ONE_BY_ONE // 10]:
                await connection.ask(sent)
    async with Connection(port) as connection:
        for sent in calls[:ONE_BY_ONE]:
            began = time.perf_counter()
            failed += not await connection.ask(sent)
            alone.append(time.perf_counter() - began)
    waiting = iter(calls)

    async def one() -> None:
        nonlocal failed
        async with Connection(port) as connection:
            for sent in waiting:
                began = time.perf_counter()
                failed += not await connection.ask(sent)
                together.append(time.perf_counter() - began)

    used = processor_seconds(pid)
    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    took = time.perf_counter() - began
    used = processor_seconds(pid) - used
    ranks = statistics.quantiles(together, n=100)
    return {
        "alone": statistics.median(alone) * 1000,
        "p50": ranks[49] * 1000,
        "p99": ranks[98] * 1000,
        "cpu": used / len(calls) * 1000,
        "rate": len(calls) / took,
        "failed": failed,
    }


def own_times(tool: str, asked: list[dict[str, Any]]) -> tuple[float, float]:
    """Median ms, and processor ms, of a tool asked directly; every profile once."""
    policy = next(policy for policy in TOOLS if policy.name == tool)
    models = ModelHost(Settings(resource("models"))).live(ONBOARDING)
    for arguments in asked[:20]:
        policy.answer(models, **read_arguments(policy.parameters, arguments))
    times, used = [], []
    for arguments in asked[20:]:
        began, before = time.perf_counter(), time.thread_time()
        policy.answer(models, **read_arguments(policy.parameters, arguments))
        times.append(time.perf_counter() - began)
        used.append(time.thread_time() - before)
    return statistics.median(times) * 1000, statistics.median(used) * 1000


def main() -> int:
    console = Console(width=None if sys.stdout.isatty() else 140)
    table = Table(
        *(
            f"over HTTP, {CALLS:,} calls" + (f", {WORKERS} workers" if WORKERS > 1 else ""),
            "by itself ms",
            "by itself cpu ms",
            "one by one p50 ms",
            f"{AT_ONCE} at once p50",
        ),
        *("p99", "p99 / empty tool", "server cpu ms a call", "calls a second", "failed"),
    )
    failed = 0.0
    bare = [sys.executable, str(HERE / "bare_http_server.py")]
    with served(bare) as (port, pid):
        empty = asyncio.run(measured(port, pid, [request("nothing", {})] * CALLS))
    table.add_row("the empty tool of a bare server", "", "", *_cells(empty, empty))
    ours = [sys.executable, "-c", "from seqmatch.cli.main import main; main()", "serve", "--http", "--port", "0"]
    several = ["--workers", str(WORKERS)] if WORKERS > 1 else []
    with served([*ours, "--per-minute", "1000000", *several]) as (port, pid):
        for number, tool in enumerate(ASKED):
            asked = [{"profile": one} for one in itertools.islice(profiles(number), CALLS)]
            took, used = own_times(tool, asked[:120])
            ran = asyncio.run(measured(port, pid, [request(tool, one) for one in asked]))
            failed += ran["failed"]
            table.add_row(tool, f"{took:.1f}", f"{used:.1f}", *_cells(ran, empty))
    console.print(table)
    return 1 if failed or empty["failed"] else 0


def _cells(ran: dict[str, float], empty: dict[str, float]) -> list[str]:
    return [
        *(f"{ran['alone']:.1f}", f"{ran['p50']:.1f}", f"{ran['p99']:.1f}", f"{ran['p99'] / empty['p99']:.1f}"),
        *(f"{ran['cpu']:.1f}", f"{ran['rate']:.0f}", f"{ran['failed']:.0f}"),
    ]


if __name__ == "__main__":
    sys.exit(main())
