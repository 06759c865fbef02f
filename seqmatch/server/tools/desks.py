"""What the services of the toolsets share: a desk that is made with the first question, and names for what is asked."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.serving.routing import Desk, Service
from seqmatch.server.serving import Serving

if TYPE_CHECKING:
    from seqmatch.store.engine import Store


def desk_of(
    serving: Serving, service: Callable[[], Service[Any, Any, Any]], environment: Mapping[str, str] | None = None
) -> Callable[[], Desk[Any, Any, Any]]:
    """Gives the desk of a family, made and imported when it is first asked for.

    Parameters
    ----------
    service : imports and gives what the family does for a question.
    environment : as of :class:`seqmatch.lifecycle.serving.routing.Desk`.
    """
    lock = threading.Lock()
    made: list[Desk[Any, Any, Any]] = []

    def desk() -> Desk[Any, Any, Any]:
        with lock:
            if not made:
                made.append(Desk(serving.host, service(), serving.watchers, environment, serving.shadow))
        return made[0]

    return desk


def name_of(value: object) -> str:
    """32 hexadecimal digits that are the same for the same JSON value."""
    told = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def store_asked(values: Mapping[str, Any], serving: Serving) -> Store | None:
    """The store, where the question is about a user of it and no rows came with it."""
    if values.get("user") is None or values.get("transactions") or serving.records is None:
        return None
    return serving.records.store()
