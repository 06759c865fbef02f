"""Writes answers to the store in batches, on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from seqmatch.errors import SeqmatchError
from seqmatch.lifecycle.serving.routing import Sighting
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import SuggestionEvent, hash_of_unit, record_suggestions

logger = logging.getLogger(__name__)

EVERY_SECONDS = 0.5
BATCH = 1_000
MOST_WAITING = 100_000
"""Events kept while the store cannot be reached; beyond that the oldest are given up and counted."""


class EventLog:
    """Writes sightings as suggestion events; a :class:`seqmatch.lifecycle.serving.routing.Watcher`.

    Parameters
    ----------
    open_store : opens the store, when there is first something to write, on the writing thread.
    every : seconds between two batches.

    Attributes
    ----------
    lost : events given up.
    """

    def __init__(self, open_store: Callable[[], Store], every: float = EVERY_SECONDS) -> None:
        self._open = open_store
        self._every = every
        self._waiting: deque[SuggestionEvent] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._hurry = False
        self._writing = False
        self._store: Store | None = None
        self.lost = 0

    def __call__(self, sightings: Sequence[Sighting]) -> None:
        events = [_event(one) for one in sightings]
        with self._changed:
            self._waiting.extend(events)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popleft()
                self.lost += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="event-log", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until what is waiting is written; whether it was, in this time."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not self._waiting and not self._writing, timeout=seconds)

    def close(self) -> None:
        """Write what is waiting, as far as the store takes it, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                self._changed.wait_for(lambda: self._closing or self._hurry, timeout=self._every)
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                ending = self._closing and not self._waiting
                self._writing = True
            written = not batch or self._write(batch)
            with self._changed:
                self._writing = False
                if not written and not self._closing:
                    self._waiting.extendleft(reversed(batch))
                    self._changed.wait_for(lambda: self._closing, timeout=10 * self._every)
                if not self._waiting:
                    self._hurry = False
                self._changed.notify_all()
            if ending:
                break
        if self._store is not None:
            self._store.close()

    def _write(self, batch: list[SuggestionEvent]) -> bool:
        try:
            if self._store is None:
                self._store = self._open()
            record_suggestions(self._store, batch)
        except SeqmatchError as error:
            logger.warning("Events could not be written: %s", error)
            return False
        except Exception as error:
            logger.error("Events could not be written: %s", type(error).__name__)
            return False
        return True


def _event(one: Sighting) -> SuggestionEvent:
    return SuggestionEvent(
        family=one.family,
        subject=one.subject,
        mode=one.mode,
        source=one.source,
        candidates=one.candidates,
        covered=one.covered,
        unit_hash=hash_of_unit(one.unit),
        model_version=one.version if one.mode == "model" else None,
        latency_ms=round(one.latency_ms, 3),
        error=one.error,
        event_id=one.event_id,
    )
