"""The names and pages a server is meant to be reached by, and the address it listens on.

A page in a person's browser can send requests to a server on their own machine or network (DNS rebinding). The SDK
checks only when it listens on localhost; here only known names are accepted, whatever the address.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence

from mcp.server.transport_security import TransportSecuritySettings

from seqmatch.errors import ArgumentError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS = ("0.0.0.0", "::", "")
WAITING = 2_048
"""Connections the system keeps until they are accepted."""


def allowed_names(host: str, more: Sequence[str] = ()) -> list[str]:
    """The names a request may address the server by, in lower case: loopback, the address bound, and those given.

    Parameters
    ----------
    host : the address it listens on; listening everywhere adds this machine's own name.
    more : further names, for example the one a reverse proxy uses.
    """
    own = (socket.gethostname(), socket.getfqdn()) if host in ANY_ADDRESS else (host,)
    return list(dict.fromkeys([*LOOPBACK, *(shown_address(name).lower() for name in (*own, *more))]))


def shown_address(host: str) -> str:
    """``host`` as it stands in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def transport_security(host: str, more: Sequence[str] = (), origins: Sequence[str] = ()) -> TransportSecuritySettings:
    """The checks for a server that listens on ``host``, any port.

    Parameters
    ----------
    origins : further pages that may ask, as ``https://name``.
    """
    names = allowed_names(host, more)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[
            *(f"{scheme}://{form}" for scheme in ("http", "https") for name in names for form in (name, f"{name}:*")),
            *(origin.lower().rstrip("/") for origin in origins),
        ],
    )


def matches(sent: str, allowed: Sequence[str]) -> bool:
    """Whether ``sent`` is one of ``allowed``, where ``:*`` at the end stands for any port. Case does not matter."""
    sent = sent.lower()
    name, _, port = sent.rpartition(":")
    return sent in allowed or (port.isdigit() and port.isascii() and f"{name}:*" in allowed)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port``, whose connections send small answers at once.

    asyncio turns Nagle's algorithm off only for sockets that were made with IPPROTO_TCP; with it on, every answer on
    a kept connection waits some 40 ms for the client's delayed acknowledgement.

    Raises
    ------
    ArgumentError : the port is taken, or the address is not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((host, port))
        listening.listen(WAITING)
    except OSError:
        listening.close()
        raise ArgumentError(
            "Cannot listen there: the port is taken, or the address is not this machine's. Choose another.",
            path="--host or --port",
        ) from None
    return listening
