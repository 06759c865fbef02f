"""Training on request: a process of its own that trains a challenger and promotes only a better one."""

from __future__ import annotations

import datetime as dt
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.settings import Settings, resource, store_address, writable_models_dir
from seqmatch.store.engine import Store
from seqmatch.store.sole_run import sole_run
from seqmatch.store.training_runs import TrainingRun, record_training_run

FROM_STORE = {
    "transactions": ("retrain", "--family", "transactions"),
    "coaching": ("retrain", "--family", "coaching", "--from-store"),
    "planning": ("planning", "train", "--from-store", "--candidate"),
}
"""Families that learn from the store, and the command that trains a challenger of each."""
OUTCOMES = {0: "promoted", 3: "the live version stays", 2: "what the store holds cannot be learned from"}
CANDIDATE = "a candidate was written; it serves once you promote it"
"""How a training of planning ends: nothing decides which of two versions of it is better."""
JOB = "training"
logger = logging.getLogger(__name__)
Command = Callable[[str], Sequence[str]]


class Trainings:
    """Runs one training at a time on a store, whichever worker was asked; runs are told in the store.

    Parameters
    ----------
    command : the process that trains a family.
    """

    def __init__(self, settings: Settings, command: Command | None = None) -> None:
        folder = settings.models_dir
        self._folder = writable_models_dir() if folder == resource("models") else folder
        self._store = store_address(settings.store)
        self._command = command or self._train

    def start(self, store: Store, family: str, by: str) -> TrainingRun:
        """Begin, and tell the run.

        Raises
        ------
        ArgumentError : this family does not learn from the store, or a training is under way.
        StoreError : the store cannot be reached; nothing was begun.
        """
        if family not in FROM_STORE:
            raise ArgumentError(
                "This family learns from profiles and rules, which the store does not keep. Run `seqmatch retrain "
                f"--family {family}` where the files are.",
                code="trains_from_files",
                path="family",
                allowed=tuple(FROM_STORE),
            )
        begun: Future[TrainingRun] = Future()
        threading.Thread(target=self._run, args=(store, family, by, begun), name="training", daemon=True).start()
        return begun.result()

    def _run(self, store: Store, family: str, by: str, begun: Future[TrainingRun]) -> None:
        """Train while holding the lock; whoever asked goes on once it has begun, or hears why it has not."""
        try:
            with sole_run(store, JOB):
                run = TrainingRun(family, notes=f"requested by {by}")
                record_training_run(store, run)
                quiet = subprocess.DEVNULL
                process = subprocess.Popen(self._command(family), stdin=quiet, stdout=quiet, stderr=quiet)
                begun.set_result(run)
                code = process.wait()
                ended = CANDIDATE if family == "planning" and code == 0 else OUTCOMES.get(code, "failed")
                at = dt.datetime.now(dt.UTC)
                record_training_run(store, replace(run, finished_at=at, notes=f"{run.notes}: {ended}"))
        except StoreError as error:
            if begun.done():
                logger.warning("How a training of %s ended could not be kept: %s", family, error)
            elif error.code == "already_running":
                told = "A training is under way. Wait until it has ended."
                begun.set_exception(ArgumentError(told, code="training_under_way"))
            else:
                begun.set_exception(error)
        except BaseException as error:
            if begun.done():
                raise
            begun.set_exception(error)

    def _train(self, family: str) -> list[str]:
        where = ["--models", str(Path(self._folder)), "--store", self._store]
        return [sys.executable, "-m", "seqmatch", *FROM_STORE[family], *where]
