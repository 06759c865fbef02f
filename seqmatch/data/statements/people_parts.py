"""Brings the histories of any number of people into parts that hold whole people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from seqmatch.data.files.partitions import FILE, ROW
from seqmatch.data.statements.histories import read_histories
from seqmatch.errors import ArgumentError


def stage_people(transactions: Path, folder: Path, people: int, as_of: dt.date | None = None) -> dict[str, int]:
    """Write ``folder/part-00000.parquet`` and so on, ``people`` each, in the order of their names.

    Columns are those of :func:`read_histories`, FILE (the name of what was read) and ROW (the person's number, from 1).
    All rows are in memory at once.

    Parameters
    ----------
    as_of : who has no row until then is left out, and is counted as ``later``. None: nobody is.

    Raises
    ------
    ArgumentError : nobody has a row until ``as_of``.
    DataError : as :func:`read_histories`; a history with a row that cannot be read would tell something else.
    """
    told = read_histories(transactions).sort("user", maintain_order=True)
    later = 0
    if as_of is not None:
        kept = told.filter((pl.col("date") <= as_of).any().over("user"))
        if kept.is_empty():
            raise ArgumentError(
                f"Nobody has a transaction until then; the first is of {told['date'].sort()[0]}.", path="--as-of"
            )
        later, told = told["user"].n_unique() - kept["user"].n_unique(), kept
    numbered = told.with_columns(
        pl.lit(transactions.name).alias(FILE), pl.col("user").rle_id().cast(pl.Int64).add(1).alias(ROW)
    )
    cut = numbered.with_columns(part=(pl.col(ROW) - 1) // people)
    parts = cut.partition_by("part", maintain_order=True, include_key=False)
    for number, part in enumerate(parts):
        part.write_parquet(folder / f"part-{number:05}.parquet")
    counted = {"parts": len(parts), "rows": numbered[ROW].n_unique()}
    return counted if as_of is None else {**counted, "later": later}
