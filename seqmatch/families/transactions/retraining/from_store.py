"""Retrains from the labels in a store, and records the run there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.retraining.retrain import retrain
from seqmatch.families.transactions.training.train import LabelledSource
from seqmatch.families.transactions.training.train_from_store import record_version, recorded
from seqmatch.lifecycle.measuring.decision import Decision
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.training_runs import record_training_run


def retrain_from_store(
    store: Store,
    data: TransactionsData,
    source: LabelledSource,
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
) -> Decision:
    """As :func:`seqmatch.families.transactions.retraining.retrain.retrain`, with a row in the store of what came of it.

    Parameters
    ----------
    data : of the labels in ``store``.

    Raises
    ------
    ModelError, ArtifactError : as there.
    StoreError : the database cannot be reached or refuses.
    """
    with recorded(store, data) as run:
        decision = retrain(data, source, models_dir, seed, progress)
    if decision.outcome == "promoted":
        record_version(store, run, models_dir, decision.challenger, "promoted")
    else:
        record_training_run(store, replace(run, finished_at=now(), notes="kept; the live version stays"))
    return decision
