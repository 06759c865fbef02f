"""What Prometheus reads about a server that a team shares: calls and seconds for each tool, refusals, workers.

Labels are names of ours: tools that exist, three outcomes, two reasons. Nothing a caller sent is among them.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.types import CallToolResult
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from seqmatch.server.tools.toolsets import TOOLSETS

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client looks for the figures of all workers."""
UNKNOWN = "unknown"

CALLS = Counter("seqmatch_tool_calls", "Tool calls, by how they ended.", ("tool", "outcome"))
SECONDS = Histogram(
    "seqmatch_tool_seconds",
    "Time from a tool call to its answer.",
    ("tool",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REFUSED = Counter("seqmatch_http_refused", "Requests refused for being too many.", ("reason",))
WORKERS = Gauge("seqmatch_workers", "Processes that serve.", multiprocess_mode="livesum")


class CallMetrics:
    """Server middleware that counts and times tool calls."""

    def __init__(self) -> None:
        self._names = {policy.name for toolset in TOOLSETS.values() for policy in toolset.tools}

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method != "tools/call":
            return await call_next(ctx)
        sent = (ctx.params or {}).get("name")
        tool = sent if isinstance(sent, str) and sent in self._names else UNKNOWN
        outcome = "error"
        began = perf_counter()
        try:
            result = await call_next(ctx)
            outcome = "refused" if _is_error(result) else "answered"
            return result
        finally:
            CALLS.labels(tool, outcome).inc()
            SECONDS.labels(tool).observe(perf_counter() - began)


def _is_error(result: HandlerResult) -> bool:
    if isinstance(result, CallToolResult):
        return bool(result.is_error)
    return isinstance(result, dict) and bool(result.get("isError"))


def exposition() -> tuple[bytes, str]:
    """The figures of this process, or of all workers together, and their content type."""
    folder = os.environ.get(SHARED_FOLDER)
    if folder is None:
        return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
    _forget_the_dead(Path(folder))
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return generate_latest(shared), CONTENT_TYPE_LATEST


def _forget_the_dead(folder: Path) -> None:
    for path in folder.glob("gauge_live*_*.db"):
        pid = int(path.stem.rsplit("_", 1)[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            with suppress(OSError):
                mark_process_dead(pid)  # type: ignore[no-untyped-call]
