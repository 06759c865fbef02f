"""The server over streamable HTTP, as a team needs it: tokens, limits, ``/healthz``, ``/metrics``, several workers."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import secrets
import signal
import socket
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Lifespan
from uvicorn.supervisors import Multiprocess

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Watcher
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.server.http.doors import Doors
from seqmatch.server.http.exchange import Exchange
from seqmatch.server.http.health import HEALTH, READY, healthz, readiness
from seqmatch.server.http.limits import MOST_BYTES, Limits
from seqmatch.server.http.metrics import REFUSED, SHARED_FOLDER, WORKERS, CallMetrics, exposition
from seqmatch.server.http.names import WAITING, listen, shown_address, transport_security
from seqmatch.server.http.protocol import CarefulProtocol
from seqmatch.server.http.refusals import REST
from seqmatch.server.http.scopes import METRICS_SCOPE, Scopes
from seqmatch.server.http.tokens import TeamTokens
from seqmatch.server.serving import serving_of
from seqmatch.server.telemetry import RequestSpans
from seqmatch.server.tools.toolsets import DEFAULT, named_toolsets
from seqmatch.settings import Settings

PATH = "/mcp"
MOST_A_MINUTE = 6_000
KEPT_SECONDS = 75
"""An idle connection is kept for longer than clients keep theirs, so that it is theirs to close."""
GRACE_SECONDS = 10
WORKER_SILENCE_SECONDS = 60
"""A worker that says nothing for so long is replaced; one that imports its libraries may well be silent for seconds."""
BEGUN_SECONDS = 1.0
"""After which a worker listens, and the queue of connections that wait can be long again."""


@dataclass(frozen=True)
class HttpOptions:
    """How a server that a team shares is set up; every worker gets the same.

    Attributes
    ----------
    settings : where the models are.
    host, port : where it listens; port 0 is any free one.
    more_names : further names requests may use.
    more_origins : further pages that may ask, as ``https://name``.
    toolsets : names of the sets of tools.
    token_file : who may ask; None with no $SEQMATCH_TOKEN: anyone who can reach it.
    workers : processes. With more than one, requests of the older protocol revisions are sessionless too.
    per_minute, at_once : limits of each worker, see :class:`seqmatch.server.http.limits.Limits`.
    rest : whether the REST interface is served, too, over the store.
    state_key : seals what waits for a person's answer, so that any worker can take it up again.
    """

    settings: Settings
    host: str = "127.0.0.1"
    port: int = 8000
    more_names: tuple[str, ...] = ()
    more_origins: tuple[str, ...] = ()
    toolsets: tuple[str, ...] = DEFAULT
    token_file: Path | None = None
    workers: int = 1
    per_minute: int = MOST_A_MINUTE
    at_once: int = 32
    rest: bool = False
    state_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


def build_app(
    options: HttpOptions, models: ModelHost | None = None, listening: socket.socket | None = None
) -> tuple[Starlette, SeqmatchServer]:
    """The web application of one worker, and the server in it; ``listening`` is the socket that workers share.

    Raises
    ------
    ArgumentError : the token file cannot be used, or what REST needs is not installed.
    """
    models = models or ModelHost(options.settings)
    tokens = TeamTokens(options.token_file)
    security = transport_security(options.host, options.more_names, options.more_origins)
    server = build_server(
        options.settings,
        models,
        options.toolsets,
        serving_of(options.settings, models, keeps_records=True, counts=_counts) if options.rest else None,
        counts=_counts,
        tokens=tokens if tokens.required else None,
        state_keys=[options.state_key],
    )
    server.middleware.append(CallMetrics())
    if tokens.required:
        server.middleware.append(Scopes())

    async def metrics(request: Request) -> Response:
        if tokens.required and METRICS_SCOPE not in request.auth.scopes:
            return JSONResponse(
                {"error": f"A token with the scope {METRICS_SCOPE} is needed."},
                status_code=403 if request.user.is_authenticated else 401,
                headers={} if request.user.is_authenticated else {"WWW-Authenticate": "Bearer"},
            )
        content, media_type = exposition()
        return Response(content, media_type=media_type)

    server.custom_route(HEALTH, ["GET"])(healthz)
    server.custom_route(READY, ["GET"])(readiness(models, named_toolsets(options.toolsets)))
    server.custom_route("/metrics", ["GET"])(metrics)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        host=options.host,
        transport_security=security,
        stateless_http=options.workers > 1,
        max_request_body_size=MOST_BYTES,
    )
    if options.rest:
        app.router.routes.append(Mount(REST, _rest(server, tokens.required)))
    app.user_middleware.insert(
        0,
        Middleware(
            Doors,
            hosts=security.allowed_hosts,
            origins=security.allowed_origins,
            path=PATH,
            sessions=options.workers == 1,
        ),
    )
    app.user_middleware += [  # further in than the tokens: whose request it is is known by then
        Middleware(
            Limits,
            per_minute=options.per_minute,
            at_once=options.at_once,
            refused=lambda reason: REFUSED.labels(reason).inc(),
            strangers=not tokens.required,
        ),
        Middleware(Exchange, path=PATH),
    ]
    app.router.redirect_slashes = False
    app.router.lifespan_context = _lifespan(app.router.lifespan_context, server, listening)
    return app, server


def _rest(server: SeqmatchServer, tokens: bool) -> ASGIApp:
    try:
        from seqmatch.server.rest.app import rest_app
    except ModuleNotFoundError as error:
        if error.name != "fastapi":
            raise
        raise ArgumentError(
            "The REST interface needs FastAPI: pip install 'seqmatch[rest]'.", code="rest_missing", path="--rest"
        ) from None
    rest = rest_app(server.serving, tokens=tokens)
    telemetry = server.serving.telemetry
    return rest if telemetry is None else RequestSpans(rest, telemetry, REST)


def _counts() -> Watcher:
    from seqmatch.lifecycle.monitor.metrics import count

    return count


def _lifespan(
    inner: Lifespan[Starlette], server: SeqmatchServer, listening: socket.socket | None
) -> Lifespan[Starlette]:
    @asynccontextmanager
    async def run(app: Starlette) -> AsyncIterator[None]:
        async with inner(app):
            server.warm_up.start()
            WORKERS.set(1)
            if listening is not None:
                asyncio.get_running_loop().call_later(BEGUN_SECONDS, listening.listen, WAITING)
            try:
                yield
            finally:
                server.serving.close()

    return run


def worker_app(options: HttpOptions, listening: socket.socket) -> Starlette:
    """The application of one worker process, which ends with the process that started it."""
    threading.Thread(target=_end_with_the_first, name="first process", daemon=True).start()
    return build_app(options, listening=listening)[0]


def _end_with_the_first() -> None:
    """Wait for the process that started this one to end, however it ends, and stop as if it had said so."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS + 1)
        os._exit(1)


def _config(options: HttpOptions, app: Callable[..., Any], *, factory: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=factory,
        http=CarefulProtocol,
        ws="none",
        timeout_keep_alive=KEPT_SECONDS,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        workers=options.workers,
        # asyncio accepts as many connections at a time as may wait: one worker would take all that come together.
        backlog=1 if options.workers > 1 else WAITING,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=WORKER_SILENCE_SECONDS,
    )


def run_http(options: HttpOptions, announce: Callable[[str], None] = lambda url: None) -> None:
    """Serve at ``http://host:port/mcp`` until told to stop; ``announce`` hears the URL once it listens.

    What is under way when it is told to stop is finished, for :data:`GRACE_SECONDS` at most.

    Raises
    ------
    ModelError : the models are missing or damaged; nothing was served.
    ArgumentError : it cannot listen there, there is no such toolset, or the token file cannot be used.
    """
    models = ModelHost(options.settings)
    models.verify_any(toolset.family for toolset in named_toolsets(options.toolsets))
    TeamTokens(options.token_file)
    with listen(options.host, options.port) as listening:
        announce(f"http://{shown_address(options.host)}:{listening.getsockname()[1]}{PATH}")
        if options.workers > 1:
            with tempfile.TemporaryDirectory(prefix="seqmatch-metrics-") as folder:
                os.environ[SHARED_FOLDER] = folder  # inherited by the workers, which have not begun yet
                app = partial(worker_app, options, listening)
                Multiprocess(_config(options, app, factory=True), [listening]).run()
            return
        single, server = build_app(options, models)
        with suppress(KeyboardInterrupt):  # uvicorn has stopped gracefully by then and only passes it on
            uvicorn.Server(_config(options, single, factory=False)).run([listening])
    server.warm_up.leave()
