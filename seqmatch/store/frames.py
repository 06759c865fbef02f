"""Rows of a query as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

_ROWS_AT_ONCE = 50_000
"""Rows are objects of Python for a moment, many times their size; only so many at once."""

FEATURES: Schema = {
    "transaction_id": pl.String,
    "ts_month": pl.Date,
    "amount": pl.Int64,
    "abs_amount": pl.Int64,
    "merchant": pl.String,
    "mcc": pl.String,
    "channel": pl.String,
    "hour_of_day": pl.Int8,
    "dow": pl.Int8,
    "is_weekend": pl.Boolean,
    "is_subscription": pl.Boolean,
    "norm_desc": pl.String,
    "tokens": pl.List(pl.String),
}
"""Columns of a table of features, in order."""

TRANSACTIONS: Schema = {
    "transaction_id": pl.String,
    "user": pl.String,
    "account": pl.String,
    "date": pl.Date,
    "time": pl.Time,
    "description": pl.String,
    "merchant": pl.String,
    "amount_cents": pl.Int64,
    "mcc": pl.String,
    "currency": pl.String,
}
"""Columns of a table of transactions, in order."""

LABELS: Schema = {"category": pl.String, "source": pl.String}
"""Columns that a label adds."""


def read_frame(connection: Connection, query: Select[Any], schema: Schema) -> pl.DataFrame:
    """All rows of ``query``; its columns, in order, are called and typed as ``schema`` says."""
    result = connection.execute(query, execution_options={"stream_results": True, "yield_per": _ROWS_AT_ONCE})
    parts = [pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row") for rows in result.partitions()]
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)
