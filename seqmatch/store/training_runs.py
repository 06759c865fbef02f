"""Records training runs: when, on how much, with what result."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field

from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import new_id, now
from seqmatch.store.tables import ml_training_runs
from seqmatch.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One run. Written when it starts and again, under the same ``run_id``, when it has ended.

    Attributes
    ----------
    model_version, model_uri : what it made and where that lies; None while it runs, and after it failed.
    train_size, test_size : labelled rows learned from and measured on.
    accuracy, f1_macro : 0 to 1, on the rows measured on.
    notes : our own words, never a user's.
    """

    family: str
    started_at: dt.datetime = field(default_factory=now)
    finished_at: dt.datetime | None = None
    model_version: str | None = None
    model_uri: str | None = None
    feature_count: int | None = None
    train_size: int | None = None
    test_size: int | None = None
    class_count: int | None = None
    accuracy: float | None = None
    f1_macro: float | None = None
    notes: str | None = None
    run_id: str = field(default_factory=new_id)


def record_training_run(store: Store, run: TrainingRun) -> None:
    """Write a run, or bring the one of its ``run_id`` up to date.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    with store.writing() as connection:
        upsert(connection, ml_training_runs, [asdict(run)])


def training_runs(store: Store, family: str) -> list[TrainingRun]:
    """The runs of ``family``, the latest first."""
    columns = ml_training_runs.c
    query = (
        select(ml_training_runs)
        .where(columns.family == family)
        .order_by(columns.started_at.desc(), columns.run_id.desc())
    )
    with store.reading() as connection:
        return [TrainingRun(**row) for row in connection.execute(query).mappings()]
