"""The server over streamable HTTP, with Host and Origin checked whatever address it listens on.

A page in a person's browser can send requests to a server on their own machine or network (DNS rebinding). The SDK
checks only when it listens on localhost; here only the names a server is meant to be reached by are accepted.
Beside that, what a team needs: tokens, limits, ``/healthz``, ``/metrics``, several workers, an orderly stop.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Lifespan
from uvicorn.supervisors import Multiprocess

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Watcher
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.server.http.limits import Limits
from seqmatch.server.http.metrics import REFUSED, SHARED_FOLDER, WORKERS, CallMetrics, exposition
from seqmatch.server.http.tokens import METRICS_SCOPE, TeamTokens
from seqmatch.server.tools.toolsets import DEFAULT, named_toolsets
from seqmatch.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::", "")
PATH = "/mcp"
MOST_BYTES = 2 * 1024 * 1024
"""Of one request. The longest rules allowed fit, with every character written as an escape."""
GRACE_SECONDS = 10
WORKER_SILENCE_SECONDS = 60
"""A worker that says nothing for so long is replaced; one that imports its libraries may well be silent for seconds."""


def allowed_names(host: str, more: Sequence[str] = ()) -> list[str]:
    """The names a request may address the server by: loopback, the address bound, and those given.

    Parameters
    ----------
    host : the address it listens on; listening everywhere adds this machine's own name.
    more : further names, for example the one a reverse proxy uses.
    """
    own = (socket.gethostname(), socket.getfqdn()) if host in ANY_ADDRESS else (host,)
    return list(dict.fromkeys([*LOOPBACK, *(shown_address(name) for name in (*own, *more))]))


def shown_address(host: str) -> str:
    """``host`` as it stands in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def transport_security(host: str, more: Sequence[str] = ()) -> TransportSecuritySettings:
    """The checks for a server that listens on ``host``, any port."""
    names = allowed_names(host, more)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[
            f"{scheme}://{form}" for scheme in ("http", "https") for name in names for form in (name, f"{name}:*")
        ],
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port``.

    Raises
    ------
    ArgumentError : the port is taken, or the address is not one of this machine's.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise ArgumentError(
            "Cannot listen there: the port is taken, or the address is not this machine's. Choose another.",
            path="--host or --port",
        ) from None


@dataclass(frozen=True)
class HttpOptions:
    """How a server that a team shares is set up; every worker gets the same.

    Attributes
    ----------
    settings : where the models are.
    host, port : where it listens; port 0 is any free one.
    more_names : further names requests may use.
    toolsets : names of the sets of tools.
    token_file : who may ask; None with no $SEQMATCH_TOKEN: anyone who can reach it.
    workers : processes. With more than one, requests of the older protocol revisions are sessionless too.
    per_minute, at_once : limits of each worker, see :class:`seqmatch.server.http.limits.Limits`.
    state_key : seals what waits for a person's answer, so that any worker can take it up again.
    """

    settings: Settings
    host: str = "127.0.0.1"
    port: int = 8000
    more_names: tuple[str, ...] = ()
    toolsets: tuple[str, ...] = DEFAULT
    token_file: Path | None = None
    workers: int = 1
    per_minute: int = 600
    at_once: int = 32
    state_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


def build_app(options: HttpOptions, models: ModelHost | None = None) -> tuple[Starlette, SeqmatchServer]:
    """The web application of one worker, and the server in it.

    Raises
    ------
    ArgumentError : the token file cannot be used.
    """
    models = models or ModelHost(options.settings)
    tokens = TeamTokens(options.token_file)
    security = transport_security(options.host, options.more_names)
    server = build_server(
        options.settings,
        models,
        options.toolsets,
        counts=_counts,
        tokens=tokens if tokens.required else None,
        state_keys=[options.state_key],
    )
    server.middleware.append(CallMetrics())
    guard = TransportSecurityMiddleware(security)

    async def healthz(request: Request) -> Response:
        """For a load balancer: it may ask under any name, and learns nothing else."""
        return JSONResponse({"status": "ok"})

    async def metrics(request: Request) -> Response:
        if refused := await guard.validate_request(request):
            return refused
        if tokens.required and METRICS_SCOPE not in request.auth.scopes:
            return JSONResponse(
                {"error": f"A token with the scope {METRICS_SCOPE} is needed."},
                status_code=403 if request.user.is_authenticated else 401,
                headers={} if request.user.is_authenticated else {"WWW-Authenticate": "Bearer"},
            )
        content, media_type = exposition()
        return Response(content, media_type=media_type)

    server.custom_route("/healthz", ["GET"])(healthz)
    server.custom_route("/metrics", ["GET"])(metrics)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        host=options.host,
        transport_security=security,
        stateless_http=options.workers > 1,
        max_request_body_size=MOST_BYTES,
    )
    app.user_middleware.append(  # innermost: whose token it is is known by then
        Middleware(
            Limits,
            per_minute=options.per_minute,
            at_once=options.at_once,
            refused=lambda reason: REFUSED.labels(reason).inc(),
        )
    )
    app.router.lifespan_context = _lifespan(app.router.lifespan_context, server)
    return app, server


def _counts() -> Watcher:
    from seqmatch.lifecycle.monitor.metrics import count

    return count


def _lifespan(inner: Lifespan[Starlette], server: SeqmatchServer) -> Lifespan[Starlette]:
    @asynccontextmanager
    async def run(app: Starlette) -> AsyncIterator[None]:
        async with inner(app):
            server.warm_up.start()
            WORKERS.set(1)
            try:
                yield
            finally:
                server.serving.close()

    return run


def worker_app(options: HttpOptions) -> Starlette:
    """The application of one worker process."""
    return build_app(options)[0]


def _config(options: HttpOptions, app: Callable[..., Any], *, factory: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=factory,
        log_level="warning",
        access_log=False,
        server_header=False,
        workers=options.workers,
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
                Multiprocess(_config(options, partial(worker_app, options), factory=True), [listening]).run()
            return
        app, server = build_app(options, models)
        with suppress(KeyboardInterrupt):  # uvicorn has stopped gracefully by then and only passes it on
            uvicorn.Server(_config(options, app, factory=False)).run([listening])
    server.warm_up.leave()
