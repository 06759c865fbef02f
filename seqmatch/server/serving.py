"""What a server's toolsets share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Sighting, Watcher
from seqmatch.lifecycle.serving.shadow import Shadow
from seqmatch.server.telemetry import Telemetry, telemetry_of
from seqmatch.settings import Settings, store_address

if TYPE_CHECKING:
    from seqmatch.lifecycle.monitor.event_log import EventLog
    from seqmatch.store.engine import Store


CLOSING_SECONDS = 3.0


class OpenedStore:
    """The store that answers and feedback are kept in, opened when there is first something to keep.

    Parameters
    ----------
    address : of the store.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._log: EventLog | None = None
        self._opened: Store | None = None

    def __call__(self, sightings: Sequence[Sighting]) -> None:
        """Keep answers; a :class:`seqmatch.lifecycle.serving.routing.Watcher`."""
        if self._log is None:
            from seqmatch.lifecycle.monitor.event_log import EventLog

            self._log = EventLog(self._open)
        self._log(sightings)

    def store(self) -> Store:
        """The store, with every answer in it that was given before.

        Raises
        ------
        StoreError : it cannot be reached.
        """
        if self._log is not None:
            self._log.flush()
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def close(self) -> None:
        if self._log is not None:
            self._log.close()
        if self._opened is not None:
            self._opened.close()

    def _open(self) -> Store:
        from seqmatch.families.register import with_tables
        from seqmatch.store.engine import open_store

        return with_tables(open_store(self._address))


@dataclass(frozen=True)
class Serving:
    """Models, and who hears of the answers.

    Parameters
    ----------
    settings : where the models are.
    host : holds the loaded models.
    counts : counts answers for Prometheus; None where nobody reads the figures.
    records : keeps answers, so that feedback can name them; None where nothing is kept.
    telemetry : hears of calls and requests; None where nobody asked for it.
    """

    settings: Settings
    host: ModelHost
    counts: Watcher | None = None
    records: OpenedStore | None = None
    shadow: Shadow = field(default_factory=Shadow)
    """Asks challengers silently, for all desks together."""
    telemetry: Telemetry | None = None

    @property
    def watchers(self) -> tuple[Watcher, ...]:
        saw = None if self.telemetry is None else self.telemetry.saw
        return tuple(watcher for watcher in (self.counts, self.records, saw) if watcher is not None)

    def close(self) -> None:
        """Finish what runs beside the answers, silent comparisons as far as there is time."""
        self.shadow.finish(CLOSING_SECONDS)
        if self.records is not None:
            self.records.close()
        if self.telemetry is not None:
            self.telemetry.close()


def serving_of(
    settings: Settings,
    host: ModelHost,
    *,
    keeps_records: bool,
    counts: Callable[[], Watcher] | None = None,
    telemetry: Telemetry | None = None,
) -> Serving:
    """What a server of these settings holds.

    Parameters
    ----------
    keeps_records : whether a toolset needs the store even where nobody named one.
    telemetry : instead of what the environment asks for.
    """
    kept = keeps_records or settings.store is not None
    return Serving(
        settings,
        host,
        counts() if counts else None,
        OpenedStore(store_address(settings.store)) if kept else None,
        telemetry=telemetry or telemetry_of(os.environ),
    )
