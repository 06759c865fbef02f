"""How much one caller and all together may ask: requests under way at once, and requests a minute.

Counted in each worker by itself. Open streams (GET) wait rather than work and are not counted.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.authentication import BaseUser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_CALLERS = 10_000


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
    at_once : requests under way at once, of all callers together.
    refused : hears ``"rate"`` or ``"busy"`` for every refusal.
    """

    def __init__(
        self, app: ASGIApp, per_minute: int, at_once: int, refused: Callable[[str], None] = lambda reason: None
    ) -> None:
        self._app = app
        self._bucket = TokenBucket(per_minute)
        self._at_once = at_once
        self._under_way = 0
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        if wait := self._bucket.take(_caller(scope)):
            self._refused("rate")
            await _refusal(429, "Too many requests", wait)(scope, receive, send)
        elif self._under_way >= self._at_once:
            self._refused("busy")
            await _refusal(503, "Too much under way", 1)(scope, receive, send)
        else:
            self._under_way += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._under_way -= 1


def _caller(scope: Scope) -> str:
    user = scope.get("user")
    if isinstance(user, BaseUser) and user.is_authenticated:
        return f"token {user.display_name}"
    return f"address {(scope.get('client') or ('',))[0]}"


def _refusal(status: int, what: str, wait: float) -> JSONResponse:
    seconds = max(1, math.ceil(wait))
    return JSONResponse(
        {"error": f"{what}. Try again in {seconds} s."}, status_code=status, headers={"Retry-After": str(seconds)}
    )
