"""Maps parts over the processors of this machine, without Dask."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from seqmatch.lifecycle.batch.job import Counts, Job, Part, score_part
from seqmatch.lifecycle.processes import end_with, processors
from seqmatch.lifecycle.versions.artifact import Version

_given: list[tuple[Job[Any], Any]] = []
"""What a process is given once, for all parts that follow: the job and its models."""


def map_here(job: Job[Any], version: Version, parts: Sequence[Part]) -> Iterator[Counts]:
    """What each part held, in the order in which they are done."""
    workers, given = min(processors(), len(parts)), (job, version, os.getpid())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, given)
    try:
        for future in as_completed([pool.submit(_score, part) for part in parts]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(job: Job[Any], version: Version, first: int) -> None:
    end_with(first)
    _given[:] = [(job, job.family.models(version))]
    gc.disable()  # payments are many small objects in no circle: looking for circles takes an eighth of the time


def _score(part: Part) -> Counts:
    job, models = _given[0]
    counts = score_part(job, models, part)
    gc.collect()
    return counts
