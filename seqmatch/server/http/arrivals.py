"""Bodies of requests, waited for without a place among the answers being worked out.

Whoever opens connections and never finishes their requests must not keep others out: a body has a time to arrive in,
and where very many are under way the one that has been waited for longest is given up.
"""

from __future__ import annotations

from collections import OrderedDict

import anyio
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope

from seqmatch.server.http.refusals import refused

ARRIVAL_SECONDS = 20.0
"""The longest body allowed takes as long at less than a megabit a second."""
MOST_ARRIVING = 512


class Arrivals:
    """Reads bodies.

    Parameters
    ----------
    most_bytes : of one body.
    seconds : that it may take.
    most : bodies that may be arriving; beyond, the oldest of the caller who has most of them is given up.
    """

    def __init__(self, most_bytes: int, seconds: float = ARRIVAL_SECONDS, most: int = MOST_ARRIVING) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._most = most
        self._arriving: OrderedDict[anyio.CancelScope, str] = OrderedDict()

    async def read(self, scope: Scope, receive: Receive, caller: str) -> bytes | Response | None:
        """The body, the refusal of it, or None where the caller left."""
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > self._most_bytes:
            return self._too_long(scope)
        with anyio.move_on_after(self._seconds) as patience:
            self._arriving[patience] = caller
            if len(self._arriving) > self._most:
                self._give_one_up()
            try:
                return await self._whole(scope, receive)
            finally:
                del self._arriving[patience]
        return _refused(scope, 408, "too_slow", "The body of this request did not arrive in time.", "Send it again.")

    async def _whole(self, scope: Scope, receive: Receive) -> bytes | Response | None:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if len(body) > self._most_bytes:
                return self._too_long(scope)
            if not message.get("more_body", False):
                return bytes(body)

    def _too_long(self, scope: Scope) -> Response:
        return _refused(scope, 413, "too_long", f"A request has at most {self._most_bytes:,} bytes.")

    def _give_one_up(self) -> None:
        waiting = list(self._arriving.values())
        most = max(waiting, key=waiting.count)
        next(patience for patience, caller in self._arriving.items() if caller == most).cancel()


def _refused(scope: Scope, status: int, code: str, why: str, what_to_do: str = "") -> Response:
    return refused(scope, status, code, why, what_to_do, {"Connection": "close"})
