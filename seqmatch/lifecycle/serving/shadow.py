"""Background work on one thread, within a CPU budget.

What waits is done in the order it came; where it comes faster than the share allows, the oldest is dropped and counted,
so that a busy server samples its shadow and a quiet one sees all of it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic, thread_time

logger = logging.getLogger(__name__)

SHARE = 0.05
"""Of the time that passes; less than the tenth by which answers may be slowed."""
BURST_SECONDS = 0.5
"""Time that a quiet spell may save up."""
MOST_WAITING = 1_000


class Shadow:
    """One background thread with a budget.

    Parameters
    ----------
    share : of elapsed time that may be spent; above 0, up to 1.
    most_waiting : pieces of work kept; an older one is dropped for each that comes on top.

    Attributes
    ----------
    dropped : pieces of work never done.
    failed : pieces of work that raised; the error is logged by its type and goes no further.
    """

    def __init__(self, share: float = SHARE, most_waiting: int = MOST_WAITING) -> None:
        self._share = share
        self._waiting: deque[Callable[[], object]] = deque()
        self._most = most_waiting
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._credit = BURST_SECONDS
        self._counted = monotonic()
        self._hurry = 0
        self._busy = False
        self.dropped = 0
        self.failed = 0

    def later(self, work: Callable[[], object]) -> None:
        """Do this when the budget allows; returns at once and never raises."""
        with self._changed:
            if len(self._waiting) >= self._most:
                self._waiting.popleft()
                self.dropped += 1
            self._waiting.append(work)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="shadow", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def finish(self, seconds: float | None = None) -> bool:
        """Wait until all that was asked for is done, whatever the budget, but no longer than this; whether it was."""
        with self._changed:
            self._hurry += 1
            self._changed.notify_all()
            done = self._changed.wait_for(lambda: not self._waiting and not self._busy, timeout=seconds)
            self._hurry -= 1
        return done

    def _run(self) -> None:
        while True:
            work = self._next()
            began = thread_time()
            try:
                work()
            except Exception as error:
                self.failed += 1
                logger.warning("Work beside the answers failed: %s", type(error).__name__)
            with self._changed:
                self._credit -= thread_time() - began
                self._busy = False
                self._changed.notify_all()

    def _next(self) -> Callable[[], object]:
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._waiting)
                now = monotonic()
                self._credit = min(BURST_SECONDS, self._credit + (now - self._counted) * self._share)
                self._counted = now
                if self._credit > 0 or self._hurry:
                    self._busy = True
                    return self._waiting.popleft()
                self._changed.wait(-self._credit / self._share)
