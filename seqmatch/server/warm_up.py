"""Loads the models in the background: before the first request, after the tools are listed.

Importing scikit-learn and LightGBM takes seconds and holds the interpreter, so it must not begin while the host waits
for ``tools/list``. The timer starts once that is answered, or a little after the host first says anything.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext

from seqmatch.errors import SeqmatchError

logger = logging.getLogger(__name__)

AFTER_LIST_SECONDS = 0.02
AFTER_FIRST_MESSAGE_SECONDS = 1.5


class WarmUp:
    """Server middleware that starts one background thread, once.

    Parameters
    ----------
    load : loads everything a question needs; a question asked meanwhile waits for the same load.
    """

    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load
        self._thread: threading.Thread | None = None
        self._timer_set = False
        self._lock = threading.Lock()

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        result = await call_next(ctx)
        if self._thread is None:
            if ctx.method == "tools/list":
                asyncio.get_running_loop().call_later(AFTER_LIST_SECONDS, self.start)
            elif not self._timer_set:
                self._timer_set = True
                asyncio.get_running_loop().call_later(AFTER_FIRST_MESSAGE_SECONDS, self.start)
        return result

    def start(self) -> None:
        """Begin now, unless begun."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            self._load()
            _keep_for_good()
        except SeqmatchError as error:
            logger.warning("The models could not be loaded: %s", error)
        except Exception as error:
            logger.error("The models could not be loaded: %s", type(error).__name__)

    def leave(self, code: int = 0, *, at_once: bool = False) -> None:
        """End the process where it is still warming up or working out an answer that nobody waits for.

        Python would take the interpreter down under a thread that is still importing: half a second at best, and
        C++ extensions are known to abort; and it would wait for an answer to be worked out.

        Parameters
        ----------
        code : the exit code.
        at_once : end it in any case.
        """
        warming = self._thread is not None and self._thread.is_alive()
        others = [one for one in threading.enumerate() if not one.daemon and one is not threading.main_thread()]
        if at_once or warming or others:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _keep_for_good() -> None:
    """Tell the garbage collector to pass over what is loaded by now.

    Libraries and models are hundreds of thousands of objects that stay. Each full collection would look at them all and
    stop every answer for a tenth of a second or more.
    """
    gc.collect(1)
    gc.freeze()
