"""Brings the histories of any number of people into parts that hold whole people."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from seqmatch.data.files.partitions import FILE, ROW
from seqmatch.data.statements.histories import read_histories


def stage_people(transactions: Path, folder: Path, people: int) -> dict[str, int]:
    """Write ``folder/part-00000.parquet`` and so on, ``people`` each, in the order of their names.

    Columns are those of :func:`read_histories`, FILE (the name of what was read) and ROW (the person's number, from 1).
    All rows are in memory at once.

    Raises
    ------
    DataError : as :func:`read_histories`; a history with a row that cannot be read would tell something else.
    """
    told = read_histories(transactions).sort("user", maintain_order=True)
    numbered = told.with_columns(
        pl.lit(transactions.name).alias(FILE), pl.col("user").rle_id().cast(pl.Int64).add(1).alias(ROW)
    )
    cut = numbered.with_columns(part=(pl.col(ROW) - 1) // people)
    parts = cut.partition_by("part", maintain_order=True, include_key=False)
    for number, part in enumerate(parts):
        part.write_parquet(folder / f"part-{number:05}.parquet")
    return {"parts": len(parts), "rows": numbered[ROW].n_unique()}
