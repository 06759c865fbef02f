"""``/healthz``: the process answers. ``/readyz``: it can answer questions, all its models loaded."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from seqmatch.errors import SeqmatchError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.tools.toolset import Toolset

HEALTH, READY = "/healthz", "/readyz"
logger = logging.getLogger(__name__)
Answer = Callable[[Request], Awaitable[Response]]


async def healthz(request: Request) -> Response:
    """Whether the process is alive: restart it where this fails."""
    return JSONResponse({"status": "ok"})


def readiness(host: ModelHost, toolsets: Sequence[Toolset]) -> Answer:
    """Answers whether the models of every toolset are loaded, and loads them: send no questions where this fails.

    Which file is at fault goes to the log; the answer, which anyone may read, names the families only.
    """

    def lacking() -> list[str]:
        found = []
        for family in dict.fromkeys(toolset.family for toolset in toolsets):
            try:
                host.live(family)
            except SeqmatchError as error:
                logger.warning("Not ready: %s", error)
                found.append(family.name)
        return found

    async def readyz(request: Request) -> Response:
        families = await anyio.to_thread.run_sync(lacking)
        if families:
            return JSONResponse({"status": "not ready", "without_models": families}, status_code=503)
        return JSONResponse({"status": "ready"})

    return readyz
