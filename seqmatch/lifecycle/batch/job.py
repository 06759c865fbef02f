"""What is done with each part of a file, whoever does it: the one function that every scheduler maps."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl

from seqmatch.data.files.partitions import PLACE
from seqmatch.lifecycle.versions.family import Family

M = TypeVar("M")
FAILURES = {**PLACE, "user": pl.String, "code": pl.String, "what": pl.String}
"""Of a row that could not be scored: where it stands, whose it is, why not, and what to do; never its values."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The answers of one part, and the rows without one, the columns of FAILURES."""

    rows: pl.DataFrame
    failures: pl.DataFrame


@dataclass(frozen=True)
class Job(Generic[M]):
    """What is done with a part.

    Parameters
    ----------
    family : whose models answer.
    score : importable; from the models, the rows of a part and ``options`` to answers. The same rows give the same
        answers, whatever stands before or behind them.
    options : JSON values; they are part of what a run is.
    """

    family: Family[M]
    score: Callable[[M, pl.DataFrame, Mapping[str, Any]], Scored]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A part and where its answers go.

    Attributes
    ----------
    source : Parquet.
    scores, failures : Parquet. That ``scores`` is there says that the part is done.
    """

    source: Path
    scores: Path
    failures: Path

    @property
    def done(self) -> bool:
        return self.scores.exists()


@dataclass(frozen=True)
class Counts:
    """What a part held."""

    rows: int
    failures: int


def score_part(job: Job[M], models: M, part: Part) -> Counts:
    """Score a part and write its answers, each file whole or not at all."""
    found = job.score(models, pl.read_parquet(part.source), job.options)
    if len(found.failures):
        write_whole(found.failures, part.failures)
    write_whole(found.rows, part.scores)
    return Counts(len(found.rows), len(found.failures))


def write_whole(table: pl.DataFrame, path: Path) -> None:
    """Write a Parquet file that is there whole or not at all, whenever the process or the machine dies."""
    scratch = path.with_name(f".writing-{path.stem}-{os.getpid()}")
    try:
        table.write_parquet(scratch)
        with scratch.open("rb") as stream:
            os.fsync(stream.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
