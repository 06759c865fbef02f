"""What a server holds that its toolsets share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from seqmatch.lifecycle.desk import Watcher
from seqmatch.lifecycle.serve import ModelHost
from seqmatch.settings import Settings


@dataclass(frozen=True)
class Serving:
    """Models, and who hears of the answers.

    Parameters
    ----------
    settings : where the models are.
    host : holds the loaded models.
    watchers : hear of every answer; none by default.
    records : whether answers are kept in a store, so that feedback can name them.
    """

    settings: Settings
    host: ModelHost
    watchers: tuple[Watcher, ...] = ()
    records: bool = False
    closing: list[Callable[[], None]] = field(default_factory=list)
    """Called when the server stops."""

    def close(self) -> None:
        """Finish what runs beside the answers."""
        for close in self.closing:
            close()
