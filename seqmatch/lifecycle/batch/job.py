"""What is done with each part of a file, whoever does it: the one function that every scheduler maps."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl

from seqmatch.data.files.partitions import FILE, PLACE, ROW
from seqmatch.lifecycle.versions.artifact import Files
from seqmatch.lifecycle.versions.family import Family

M = TypeVar("M")
SCORES = "scores"
FAILURES = {**PLACE, "user": pl.String, "code": pl.String, "what": pl.String}
"""Of a row that could not be scored: where it stands, whose it is, why not, and what to do; never its values."""


@dataclass(frozen=True, eq=False)
class Scored:
    """The answers of one part, the table of each name, and the rows without one, the columns of FAILURES."""

    tables: Mapping[str, pl.DataFrame]
    failures: pl.DataFrame


@dataclass(frozen=True)
class Whole(Generic[M]):
    """What a job needs beside its parts where answers depend on everybody in the file.

    Parameters
    ----------
    before : importable; from the models, the Parquet files of all parts and the options to files by name, which each
        part is scored with. The same rows give the same files, however they are cut.
    join : importable; from the name of a table and its parts, in order, to the table that is written.
    rows : of all parts, from which all processors of this machine work where no scheduler is named.
    """

    before: Callable[[M, Sequence[Path], Mapping[str, Any]], Files]
    join: Callable[[str, Sequence[pl.DataFrame]], pl.DataFrame]
    rows: int


@dataclass(frozen=True)
class Job(Generic[M]):
    """What is done with a part.

    Parameters
    ----------
    family : whose models answer.
    score : importable; from the models, the rows of a part and ``options`` to answers, and from the files of
        ``whole.before`` too where there are any. The same rows give the same answers, whatever stands before or behind.
    options : JSON values; they are part of what a run is.
    tables : names of what each part gives.
    whole : None where people are answered alone. Else each table ends as one file.
    """

    family: Family[M]
    score: Callable[..., Scored]
    options: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[str, ...] = (SCORES,)
    whole: Whole[M] | None = None


@dataclass(frozen=True)
class Part:
    """A part and where its answers go.

    Attributes
    ----------
    source : Parquet.
    tables, failures : Parquet. That the last of ``tables`` is there says that the part is done.
    whole : folder of what was found out about all parts.
    """

    source: Path
    tables: Mapping[str, Path]
    failures: Path
    whole: Path

    @property
    def done(self) -> bool:
        return list(self.tables.values())[-1].exists()

    def asked(self) -> int:
        """How many rows, or people of several rows, wanted an answer."""
        return int(pl.scan_parquet(self.source).select(pl.struct(FILE, ROW).n_unique()).collect().item())


@dataclass(frozen=True)
class Counts:
    """What a part held: rows that are done, those that have no answer too."""

    rows: int


def score_part(job: Job[M], models: M, part: Part) -> Counts:
    """Score a part and write its answers, each file whole or not at all."""
    files = [] if job.whole is None else [{one.name: one.read_bytes() for one in sorted(part.whole.iterdir())}]
    found = job.score(models, pl.read_parquet(part.source), job.options, *files)
    if len(found.failures):
        write_whole(found.failures, part.failures)
    for name, path in part.tables.items():
        write_whole(found.tables[name], path)
    return Counts(part.asked())


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
