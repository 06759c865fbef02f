"""The tables of the store as Parquet files, for a warehouse; JSON stays text, moments are in UTC."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import JSON, BigInteger, Boolean, Connection, Date, Float, Integer, SmallInteger, Table, Time, select

from seqmatch.store.engine import Store
from seqmatch.store.tables import (
    Moment,
    feedback,
    ml_features,
    ml_training_runs,
    suggestion_events,
    transaction_labels,
    transactions,
)

EXPORTED: tuple[Table, ...] = (
    transactions,
    transaction_labels,
    ml_features,
    ml_training_runs,
    suggestion_events,
    feedback,
)
"""All tables but the audit log."""
TYPES: tuple[tuple[type[Any], pl.DataType], ...] = (
    (Moment, pl.Datetime("us", "UTC")),
    (Date, pl.Date()),
    (Time, pl.Time()),
    (Boolean, pl.Boolean()),
    (SmallInteger, pl.Int16()),
    (BigInteger, pl.Int64()),
    (Integer, pl.Int64()),
    (Float, pl.Float64()),
)
ROWS_AT_ONCE = 50_000


def export_tables(store: Store, folder: Path, step: Callable[[str], None] = lambda what: None) -> dict[str, int]:
    """Write every table of :data:`EXPORTED` to ``folder/<table>.parquet``, all of one state of the store.

    A file is replaced whole, once all of them are written beside the old ones.

    Parameters
    ----------
    step : called with the name of each table before it is read.

    Returns
    -------
    Rows by table.

    Raises
    ------
    StoreError : the database cannot be reached; no file is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as scratch:
        with store.reading() as connection:
            for table in EXPORTED:
                step(table.name)
                frame = _frame(connection, table)
                frame.write_parquet(Path(scratch, f"{table.name}.parquet"))
                rows[table.name] = len(frame)
        for name in rows:
            Path(scratch, f"{name}.parquet").replace(folder / f"{name}.parquet")
    return rows


def schema_of(table: Table) -> dict[str, pl.DataType]:
    """Column -> its type in the file; text where it is none of :data:`TYPES`, JSON too."""
    return {
        column.name: next((kind for sort, kind in TYPES if isinstance(column.type, sort)), pl.String())
        for column in table.columns
    }


def _frame(connection: Connection, table: Table) -> pl.DataFrame:
    schema = schema_of(table)
    as_json = [at for at, column in enumerate(table.columns) if isinstance(column.type, JSON)]
    query = select(table).order_by(*table.primary_key)
    found = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(query)
    parts = [pl.DataFrame(schema=schema)]
    for rows in found.partitions():
        texts = [_with_text(row, as_json) for row in rows]
        parts.append(pl.DataFrame(texts, schema=schema, orient="row"))
    return pl.concat(parts)


def _with_text(row: Sequence[Any], as_json: Sequence[int]) -> tuple[Any, ...]:
    values = list(row)
    for at in as_json:
        values[at] = None if values[at] is None else json.dumps(values[at], ensure_ascii=False)
    return tuple(values)
