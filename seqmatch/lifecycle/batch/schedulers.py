"""Who maps the parts: this process, or workers of a Dask cluster. All of them map :func:`score_part`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.batch.job import Counts, Job, Part, score_part
from seqmatch.lifecycle.versions.artifact import Version

MOST_WORKERS = 256
EXAMPLE = "--scheduler local:2, or --scheduler tcp://10.0.0.5:8786"


def check_scheduler(named: str | None) -> None:
    """Raise an ArgumentError where ``named`` is no scheduler, or Dask is not installed."""
    if named is None:
        return
    if not named.startswith(("tcp://", "tls://")):
        _workers(named)
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise ArgumentError(
            "Dask is not installed. Run `pip install 'seqmatch[scale]'`, or leave the option out.", path="--scheduler"
        ) from None


def _workers(named: str) -> int:
    kind, _, number = named.partition(":")
    if kind != "local" or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= MOST_WORKERS:
        raise ArgumentError("Not a scheduler.", path="--scheduler", example=EXAMPLE)
    return int(number)


def score_parts(job: Job[Any], version: Version, parts: Sequence[Part], scheduler: str | None) -> Iterator[Counts]:
    """Score every part; what each held, in the order in which they are done.

    Parameters
    ----------
    scheduler : None for this process, or for all processors where the job says so of so many rows; ``local:N`` for N
        processes of this machine, else the address of a Dask scheduler whose workers see the same folders and have the
        same release of seqmatch.

    Raises
    ------
    ArgumentError : the scheduler is none, or cannot be reached.
    """
    if scheduler is None:
        whole = job.whole
        if whole is not None and len(parts) > 1 and sum(_length(part.source) for part in parts) >= whole.rows:
            from seqmatch.lifecycle.batch.processes import map_here

            yield from map_here(job, version, parts)
            return
        models = job.family.models(version)
        for part in parts:
            yield score_part(job, models, part)
        return
    from seqmatch.lifecycle.batch.dask_workers import map_on

    workers = None if "://" in scheduler else _workers(scheduler)
    yield from map_on(scheduler, workers, job, version, parts)


def _length(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())
