"""The server over streamable HTTP, with Host and Origin checked whatever address it listens on.

A page in a person's browser can send requests to a server on their own machine or network (DNS rebinding). The SDK
checks only when it listens on localhost; here only the names a server is meant to be reached by are accepted.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from mcp.server.transport_security import TransportSecuritySettings

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serve import ModelHost
from seqmatch.server.app import build_server
from seqmatch.server.toolsets import DEFAULT, named_toolsets
from seqmatch.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::", "")
PATH = "/mcp"


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


def run_http(
    settings: Settings,
    *,
    host: str,
    port: int,
    more_names: Sequence[str] = (),
    toolsets: Sequence[str] = DEFAULT,
    announce: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve at ``http://host:port/mcp`` until interrupted; ``announce`` hears the URL once it listens.

    Raises
    ------
    ModelError : the models are missing or damaged; nothing was served.
    ArgumentError : it cannot listen there, or there is no such toolset.
    """
    import uvicorn

    models = ModelHost(settings)
    for toolset in named_toolsets(toolsets):
        models.verify(toolset.family)
    server = build_server(settings, models, toolsets)
    app = server.streamable_http_app(streamable_http_path=PATH, transport_security=transport_security(host, more_names))
    with listen(host, port) as listening:
        server.warm_up.start()
        announce(f"http://{shown_address(host)}:{listening.getsockname()[1]}{PATH}")
        with suppress(KeyboardInterrupt):  # uvicorn has stopped gracefully by then and only passes it on
            uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listening])
    server.serving.close()
    server.warm_up.leave()
