"""What every HTTP request passes first: is this server meant, may that page ask, and in which words.

Before tokens, before routes and before any redirect. Browsers ask in advance (a preflight, which bears no token) and
read an answer only where it names their page; both hold for allowed pages alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seqmatch.server.http.health import HEALTH, READY
from seqmatch.server.http.names import matches
from seqmatch.server.http.refusals import is_rest, refused

ANY_NAME = (HEALTH, READY)
"""For a load balancer: it may ask under any name, and learns nothing else."""
ASKED = "accept, authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id"
TOLD = "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After"
DAY_SECONDS = "86400"
REST_METHODS = "GET, POST"
ONCE = ("authorization", "content-type", "mcp-session-id", "mcp-protocol-version")
"""What decides a request and so is said once: of two, a proxy in front may believe another than this server does."""


class Doors:
    """ASGI middleware; outermost.

    Parameters
    ----------
    hosts, origins : allowed values of ``Host`` and ``Origin``, in lower case; ``:*`` stands for any port.
    path : where the server answers; the same with a slash after it is the same.
    streams : whether there are sessions, which a host may end (DELETE).
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], origins: Sequence[str], path: str, sessions: bool) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(origins)
        self._path = path
        self._methods = ("POST", "DELETE") if sessions else ("POST",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if scope["path"] in ANY_NAME:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope, headers, origin)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if origin is not None:
            send = _readable_for(origin, send)
        if scope["path"] == f"{self._path}/":
            scope = {**scope, "path": self._path, "raw_path": self._path.encode()}
        answer = self._at_once(scope, headers)
        if answer is not None:
            await answer(scope, receive, send)
            return
        await self._app(_in_lower_case(scope), receive, send)

    def _refusal(self, scope: Scope, headers: Headers, origin: str | None) -> Response | None:
        if len(headers.getlist("host")) != 1 or not matches(headers["host"], tuple(self._hosts)):
            return refused(
                scope,
                421,
                "unknown_host",
                "This server is not known by that name.",
                "Its operator can add it with --allow-host NAME.",
            )
        if origin is not None and (len(headers.getlist("origin")) != 1 or not matches(origin, tuple(self._origins))):
            return refused(
                scope,
                403,
                "unknown_origin",
                "Pages from there may not ask.",
                "The operator can allow it with --allow-origin https://NAME.",
            )
        twice = next((name for name in ONCE if len(headers.getlist(name)) > 1), None)
        if twice is not None:
            return refused(scope, 400, "header_twice", f"The header {twice} is given twice.", "Send it once.")
        return None

    def _at_once(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a preflight and to methods that there are not: nothing here is sent unasked (GET)."""
        preflight = "access-control-request-method" in headers and "origin" in headers
        if is_rest(scope):
            asks = scope["method"] == "OPTIONS" and preflight
            return Response(status_code=204, headers=_allowing(REST_METHODS)) if asks else None
        if scope["path"] != self._path or scope["method"] in self._methods:
            return None
        allow = ", ".join(self._methods)
        if scope["method"] == "OPTIONS":
            asked = _allowing(allow)
            return Response(status_code=204, headers={"Allow": allow, **(asked if preflight else {})})
        return JSONResponse(
            {"error": f"There are no streams to listen to here. Send requests with {self._methods[0]}."},
            status_code=405,
            headers={"Allow": allow},
        )


def _allowing(methods: str) -> dict[str, str]:
    return {
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": ASKED,
        "Access-Control-Max-Age": DAY_SECONDS,
    }


def _readable_for(origin: str, send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = TOLD
            headers.add_vary_header("Origin")
        await send(message)

    return told


def _in_lower_case(scope: Scope) -> Scope:
    """The SDK compares these two as they are written, though names have no case."""
    headers = [(name, value.lower() if name in (b"host", b"origin") else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}
