"""Work dealt out to other processes, which end with the one that deals it out, however that one ends."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

LOOK_SECONDS = 1.0


def dealt_out(jobs: int, run: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """``run(*task)`` of every task, in their order, ``jobs`` of them at a time."""
    from joblib import Parallel, delayed

    tied = {"initializer": _end_with, "initargs": (os.getpid(),)} if jobs > 1 else {}
    yield from Parallel(n_jobs=jobs, return_as="generator", **tied)(delayed(run)(*task) for task in tasks)


def _end_with(first: int) -> None:
    """Let this process end as soon as ``first``, which started it, has ended."""

    def watch() -> None:
        while os.getppid() == first:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="first process", daemon=True).start()
