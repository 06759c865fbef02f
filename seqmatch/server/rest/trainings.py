"""Training on request: a process of its own that trains a challenger and promotes only a better one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from seqmatch.errors import ArgumentError
from seqmatch.settings import Settings, resource, store_address, writable_models_dir
from seqmatch.store.engine import Store
from seqmatch.store.training_runs import TrainingRun, record_training_run

FROM_STORE = ("transactions",)
"""Families that learn from the store; the others learn from files, which no request names."""
OUTCOMES = {0: "promoted", 3: "the live version stays", 2: "the store's labels cannot be learned from"}
Command = Callable[[str], Sequence[str]]


class Trainings:
    """Runs one training at a time in each worker; runs are told in the store.

    Parameters
    ----------
    command : the process that trains a family.
    """

    def __init__(self, settings: Settings, command: Command | None = None) -> None:
        folder = settings.models_dir
        self._folder = writable_models_dir() if folder == resource("models") else folder
        self._store = store_address(settings.store)
        self._command = command or self._retrain
        self._lock = threading.Lock()

    def start(self, store: Store, family: str, by: str) -> TrainingRun:
        """Begin, and tell the run.

        Raises
        ------
        ArgumentError : this family does not learn from the store, or a training is under way.
        StoreError : the store cannot be reached; nothing was begun.
        """
        if family not in FROM_STORE:
            raise ArgumentError(
                f"This family learns from files. Run `seqmatch retrain --family {family}` where they are.",
                code="trains_from_files",
                path="family",
                allowed=FROM_STORE,
            )
        if not self._lock.acquire(blocking=False):
            raise ArgumentError("A training is under way. Wait until it has ended.", code="training_under_way")
        try:
            run = TrainingRun(family, notes=f"requested by {by}")
            record_training_run(store, run)
            process = subprocess.Popen(
                self._command(family), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except BaseException:
            self._lock.release()
            raise
        threading.Thread(target=self._wait, args=(process, store, run), name="training", daemon=True).start()
        return run

    def _wait(self, process: subprocess.Popen[bytes], store: Store, run: TrainingRun) -> None:
        try:
            ended = OUTCOMES.get(process.wait(), "failed")
            record_training_run(store, replace(run, finished_at=dt.datetime.now(dt.UTC), notes=f"{run.notes}: {ended}"))
        finally:
            self._lock.release()

    def _retrain(self, family: str) -> list[str]:
        where = ["--models", str(Path(self._folder)), "--store", self._store]
        return [sys.executable, "-m", "seqmatch", "retrain", "--family", family, *where]
