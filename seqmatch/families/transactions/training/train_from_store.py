"""Trains from the labels in a store, and records the run there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from seqmatch.errors import SeqmatchError
from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation.evaluate import OURS
from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.families.transactions.training.train import LabelledSource, train
from seqmatch.features.transactions import FEATURE_COLUMNS
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.training_runs import TrainingRun, record_training_run


def train_from_store(
    store: Store,
    data: TransactionsData,
    source: LabelledSource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    *,
    live: bool = True,
) -> str:
    """As :func:`seqmatch.families.transactions.training.train.train`, with a row in the store about its outcome.

    A run that was killed stays without an end. Accuracy and macro-F1 are those on later transactions.

    Parameters
    ----------
    data : of the labels in ``store``.

    Raises
    ------
    ModelError : another run is at work in the folder (``models_busy``).
    StoreError : the database cannot be reached or refuses.
    """
    with recorded(store, data) as run:
        version = train(data, source, models_dir, seed, progress, live=live)
    record_version(store, run, models_dir, version, "promoted" if live else "candidate")
    return version


@contextmanager
def recorded(store: Store, data: TransactionsData) -> Iterator[TrainingRun]:
    """A run that has begun; where it fails, why is told."""
    run = TrainingRun(
        TRANSACTIONS.name,
        feature_count=len(FEATURE_COLUMNS),
        train_size=len(data),
        class_count=len(data.classes),
    )
    record_training_run(store, run)
    try:
        yield run
    except BaseException as error:
        why = error.code if isinstance(error, SeqmatchError) else type(error).__name__
        record_training_run(store, replace(run, finished_at=now(), notes=f"Failed: {why}."))
        raise


def record_version(store: Store, run: TrainingRun, models_dir: Path, version: str, decision: str) -> None:
    """Tell of a run that it made a version, what that was measured to do, and what was decided."""
    folder = models_dir / TRANSACTIONS.name / version
    metrics = json.loads(read_version(folder).files["metrics.json"])
    later = metrics["later"]
    figures = later["contestants"].get(OURS)
    measured = "nothing was measured" if figures is None else f"measured by what {metrics['learned']} earlier teach"
    record_training_run(
        store,
        replace(
            run,
            finished_at=now(),
            model_version=version,
            model_uri=folder.resolve().as_uri(),
            test_size=later["transactions"],
            accuracy=figures and figures["accuracy"]["value"],
            f1_macro=figures and figures["macro_f1"]["value"],
            notes=f"{decision}; {measured}",
        ),
    )
