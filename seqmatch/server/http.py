"""The server over streamable HTTP, with Host and Origin checked whatever address it listens on.

A page in a person's browser can send requests to a server on their own machine or network (DNS rebinding). The SDK
checks only when it listens on localhost; here only the names a server is meant to be reached by are accepted.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

from mcp.server.transport_security import TransportSecuritySettings

from seqmatch.lifecycle.serve import ModelHost
from seqmatch.server.app import build_server
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


def run_http(settings: Settings, *, host: str, port: int, more_names: Sequence[str] = ()) -> None:
    """Serve at ``http://host:port/mcp`` until interrupted.

    Raises
    ------
    ModelError : the models are missing or damaged; nothing was served.
    """
    models = ModelHost(settings)
    models.verify()
    server = build_server(settings, models)
    server.warm_up.start()
    server.run(
        "streamable-http",
        host=host,
        port=port,
        streamable_http_path=PATH,
        transport_security=transport_security(host, more_names),
    )
