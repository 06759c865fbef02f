"""Shares the workers fairly, so that one caller's long requests do not delay the others.

Answers need the interpreter for themselves: two that take turns in the middle make both callers wait for the sum. So
one is worked out at a time, callers take turns, and only beside an answer that takes long may another caller's begin.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar
from starlette.authentication import BaseUser
from starlette.types import Scope

T = TypeVar("T")

LONG_SECONDS = 0.25
"""An answer that has taken so long no longer keeps other callers waiting."""
MOST_AT_ONCE = 4
"""Answers of different callers worked out side by side, all but the last of them long."""


@dataclass
class Turns:
    """Callers that wait, and those whose answers are being worked out; of one event loop.

    Attributes
    ----------
    running : when each answer under way began, and whose it is.
    waiting : of each caller, in the order of their turns, what wakes their questions.
    """

    running: dict[int, tuple[str, float]] = field(default_factory=dict)
    waiting: OrderedDict[str, deque[tuple[int, anyio.Event]]] = field(default_factory=OrderedDict)
    threads: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(4 * MOST_AT_ONCE))
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def run(self, caller: str, work: Callable[[], T]) -> T:
        """What ``work`` returns, called in a thread when it is this caller's turn.

        Where the caller gives up, what is being worked out is finished all the same and still counts as under way.
        """
        number = next(self._numbers)
        loop = asyncio.get_running_loop()
        began = False

        def in_turn() -> T:
            nonlocal began
            began = True
            try:
                return work()
            finally:
                with suppress(RuntimeError):  # the loop has ended, and nobody waits
                    loop.call_soon_threadsafe(self._done, number)

        await self._wait(caller, number)
        try:
            return await anyio.to_thread.run_sync(in_turn, abandon_on_cancel=True, limiter=self.threads)
        finally:
            if not began:
                self._done(number)

    async def _wait(self, caller: str, number: int) -> None:
        turn = anyio.Event()
        self.waiting.setdefault(caller, deque()).append((number, turn))
        try:
            while number not in self.running:
                self._next()
                with anyio.move_on_after(LONG_SECONDS):
                    await turn.wait()
        except BaseException:
            self._forget(caller, number)
            self._done(number)
            raise

    def _done(self, number: int) -> None:
        self.running.pop(number, None)
        self._next()

    def _next(self) -> None:
        """Begin the next caller's oldest question, where one may begin."""
        now = time.monotonic()
        if len(self.running) >= MOST_AT_ONCE or any(now - began < LONG_SECONDS for _, began in self.running.values()):
            return
        busy = {caller for caller, _ in self.running.values()}
        for caller, asked in self.waiting.items():
            if caller not in busy:
                number, turn = asked.popleft()
                self.waiting.move_to_end(caller)
                if not asked:
                    del self.waiting[caller]
                self.running[number] = (caller, now)
                turn.set()
                return

    def _forget(self, caller: str, number: int) -> None:
        asked = self.waiting.get(caller, deque())
        left = deque((other, turn) for other, turn in asked if other != number)
        if left:
            self.waiting[caller] = left
        else:
            self.waiting.pop(caller, None)


_TURNS: RunVar[Turns] = RunVar("turns of answers")


def turns() -> Turns:
    """Those of the event loop that runs."""
    try:
        return _TURNS.get()
    except LookupError:
        _TURNS.set(Turns())
        return _TURNS.get()


def caller_of(scope: Scope) -> tuple[str, bool]:
    """Who asks over HTTP, and whether a token says so; without tokens an address is all that is known."""
    user = scope.get("user")
    if isinstance(user, BaseUser) and user.is_authenticated:
        return f"token {user.display_name}", True
    return f"address {(scope.get('client') or ('',))[0]}", False
