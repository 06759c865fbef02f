"""Work dealt out to other processes, which end with the one that deals it out, however that one ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from functools import partial
from typing import Any

from seqmatch.errors import ModelError

LOOK_SECONDS = 1.0
Promise = Callable[[], Any]
"""Waits for a piece of work, and gives what came of it or raises what it raised."""
Begin = Callable[..., Promise]
"""``begin(run, *task)``: promises ``run(*task)``. ``functools.partial`` is one that does it when it is asked for."""


def processors() -> int:
    """Processors that this process may use."""
    from joblib import cpu_count

    return int(cpu_count())


def dealt_out(jobs: int, run: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """``run(*task)`` of every task, in their order, ``jobs`` of them at a time."""
    from joblib import Parallel, delayed

    tied = {"initializer": end_with, "initargs": (os.getpid(),)} if jobs > 1 else {}
    yield from Parallel(n_jobs=jobs, return_as="generator", **tied)(delayed(run)(*task) for task in tasks)


@contextmanager
def beside(jobs: int) -> Iterator[Begin]:
    """A way to begin pieces of work that other processes do while this one goes on, ``jobs`` with this one.

    Whoever waits for a piece does others meanwhile that nobody has begun. Of 1 there is no other process: each piece is
    done when it is asked for. No process is left when this ends, and none works for an error or Ctrl-C.
    """
    if jobs == 1:
        yield partial
        return
    from joblib.externals.loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(jobs - 1, initializer=end_with, initargs=(os.getpid(),))
    pieces = _Pieces(executor, jobs - 1)
    try:
        yield pieces.begin
    finally:
        pieces.give_up()
        executor.shutdown(kill_workers=True)


class _Pieces:
    """Pieces of work in the order in which they were begun; a process is given one when it has none."""

    def __init__(self, executor: Any, idle: int) -> None:
        self._executor = executor
        self._idle = idle
        self._waiting: deque[tuple[Future[Any], Promise]] = deque()
        self._lock = threading.Lock()

    def begin(self, run: Callable[..., Any], *task: Any) -> Promise:
        mine: Future[Any] = Future()
        with self._lock:
            self._waiting.append((mine, partial(run, *task)))
        self._hand_out()
        return partial(self._wait_for, mine)

    def give_up(self) -> None:
        """Begin no further piece."""
        with self._lock:
            self._waiting.clear()

    def _hand_out(self) -> None:
        while True:
            with self._lock:
                if not self._idle or not self._waiting:
                    return
                self._idle -= 1
                mine, work = self._waiting.popleft()
            try:
                given = self._executor.submit(work)
            except BrokenExecutor as error:
                mine.set_exception(error)
            else:
                given.add_done_callback(partial(self._take_back, mine))

    def _take_back(self, mine: Future[Any], done: Future[Any]) -> None:
        with self._lock:
            self._idle += 1
        _settle(mine, done.result)
        self._hand_out()

    def _wait_for(self, mine: Future[Any]) -> Any:
        while not mine.done():
            with self._lock:
                other = self._waiting.pop() if self._waiting else None
            if other is None:
                break
            _settle(*other)
        try:
            return mine.result()
        except BrokenExecutor:
            raise ModelError(
                "A process that shared the work ended before it was done, most often because memory ran out. Nothing "
                "was changed. Run it again with more memory, or in one process (`seqmatch train --jobs 1`).",
                code="process_ended",
            ) from None


def _settle(promised: Future[Any], work: Promise) -> None:
    try:
        promised.set_result(work())
    except Exception as error:
        promised.set_exception(error)


def end_with(first: int) -> None:
    """Let this process end as soon as ``first``, which started it, has ended, and leave Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == first:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="first process", daemon=True).start()
