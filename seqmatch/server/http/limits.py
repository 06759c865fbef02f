"""How much one caller and all together may ask: requests a minute, bodies arriving, and requests under way at once.

Counted in each worker by itself. A place is taken once the whole request has arrived, so that slow senders hold none.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seqmatch.server.http.arrivals import Arrivals
from seqmatch.server.http.refusals import is_rest, refused
from seqmatch.server.turns import caller_of

MOST_CALLERS = 10_000
MOST_BYTES = 2 * 1024 * 1024
"""Of one request. The longest rules allowed fit, with every character written as an escape."""


class TokenBucket:
    """A caller's allowance: full at first, refilled evenly, one taken for each request.

    Parameters
    ----------
    per_minute : how many requests a minute in the long run, and how many at once after a pause.
    clock : seconds, rising.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = per_minute
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> float:
        """0 when the request may go on, else the seconds until one may."""
        now = self._clock()
        left, then = self._held.pop(caller, (float(self._size), now))
        left = min(self._size, left + (now - then) * self._size / 60)
        allowed = left >= 1
        self._held[caller] = (left - 1 if allowed else left, now)
        while len(self._held) > MOST_CALLERS:
            self._held.popitem(last=False)
        return 0 if allowed else (1 - left) * 60 / self._size


class Limits:
    """ASGI middleware that answers 429 to who asks too often and 503 when too much is under way.

    Parameters
    ----------
    app : what is protected.
    per_minute : requests a minute for each caller: each token, or each address where there are no tokens.
    at_once : requests under way at once, of all callers together; one token may have half of them.
    refused : hears ``"rate"`` or ``"busy"`` for every refusal.
    arrivals : reads the bodies.
    strangers : whether requests without a token are let through to be answered.
    """

    def __init__(
        self,
        app: ASGIApp,
        per_minute: int,
        at_once: int,
        refused: Callable[[str], None] = lambda reason: None,
        arrivals: Arrivals | None = None,
        strangers: bool = True,
    ) -> None:
        self._app = app
        self._bucket = TokenBucket(per_minute)
        self._at_once = at_once
        self._share = math.ceil(at_once / 2)
        self._under_way: Counter[str] = Counter()
        self._refused = refused
        self._arrivals = arrivals or Arrivals(MOST_BYTES)
        self._strangers = strangers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"] != "POST" and not is_rest(scope)):
            await self._app(scope, receive, send)
            return
        caller, known = caller_of(scope)
        if wait := self._bucket.take(caller):
            self._refused("rate")
            await _refusal(scope, 429, "too_many", "Too many requests", wait)(scope, receive, send)
            return
        if not known and not self._strangers:
            await self._app(scope, receive, send)  # refused further in, without its body being read
            return
        body = await self._arrivals.read(scope, receive, caller)
        if body is None:
            return
        if not isinstance(body, bytes):
            await body(scope, receive, send)
        elif self._under_way.total() >= self._at_once or (known and self._under_way[caller] >= self._share):
            self._refused("busy")
            await _refusal(scope, 503, "busy", "Too much under way", 1)(scope, receive, send)
        else:
            self._under_way[caller] += 1
            try:
                await self._app(scope, _arrived(body, receive), send)
            finally:
                self._under_way[caller] -= 1
                if not self._under_way[caller]:
                    del self._under_way[caller]


def _arrived(body: bytes, receive: Receive) -> Receive:
    """``receive`` for what comes after the body, which is given first."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


def _refusal(scope: Scope, status: int, code: str, what: str, wait: float) -> JSONResponse:
    seconds = max(1, math.ceil(wait))
    return refused(scope, status, code, f"{what}.", f"Try again in {seconds} s.", {"Retry-After": str(seconds)})
