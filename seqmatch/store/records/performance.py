"""How well models do over time, beside what they promised."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields

from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import ml_model_performance
from seqmatch.store.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of one version.

    Attributes
    ----------
    baseline_value : what it is compared with: promised, or reached by the rival; None where there is nothing.
    """

    model_name: str
    model_version: str
    metric_name: str
    metric_value: float
    baseline_value: float | None = None
    recorded_at: dt.datetime = field(default_factory=now)
    measurement_id: str = field(default_factory=lambda: str(uuid.uuid4()))


def record_performance(store: Store, measured: Sequence[Measured]) -> None:
    """Append figures.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    with store.writing() as connection:
        insert_new(connection, ml_model_performance, [asdict(one) for one in measured])


def performance_of(store: Store, model_name: str, limit: int = 100) -> list[Measured]:
    """The latest figures of a family, the latest first.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    columns = ml_model_performance.c
    query = select(*(columns[one.name] for one in fields(Measured))).where(columns.model_name == model_name)
    query = query.order_by(columns.recorded_at.desc(), columns.measurement_id).limit(limit)
    with store.reading() as connection:
        return [Measured(*row) for row in connection.execute(query)]
