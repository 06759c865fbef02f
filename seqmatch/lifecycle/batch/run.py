"""A run over a file: what it is, how far it is, and how it goes on after a kill.

::

    out/scores/part-00000.parquet …   the answers, in the order of the file
    out/failures.parquet              the rows without an answer; only where there are any
    out/run.json                      what was scored, by which version: no clock time, so that runs can be compared
    out/.run/                         the parts to score; gone when all are done

A job that depends on everybody in the file (:class:`seqmatch.lifecycle.batch.job.Whole`) keeps what it found out about
all of them, and the parts of its tables, in ``.run``; at the end each table is one file, ``out/<table>.parquet``.

A part is done when its last file is there. What a run is made of is written before the first part; going on with
other inputs, options or models is refused, for half of the answers would be others'.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from seqmatch import __version__
from seqmatch.data.files.partitions import FILE, ROW, files_of
from seqmatch.errors import ArgumentError, SeqmatchError
from seqmatch.lifecycle.batch.job import FAILURES, SCORES, Counts, Job, Part, write_whole
from seqmatch.lifecycle.versions.artifact import Version, to_json
from seqmatch.lifecycle.versions.registry import replace_file

FAILED, SUMMARY, WORK, LOCK = "failures.parquet", "run.json", ".run", ".run.lock"
STAGED, WHOLE = "staged.json", "whole"
_HALF = ".writing-"
Stage = Callable[[Path, int], dict[str, int]]
"""Writes the parts of the inputs into a folder, as many rows each, and counts them: ``parts``, ``rows`` and more."""
Told = Callable[[int, int, int], None]
"""Is told how many parts and rows are done, and of how many rows."""


@dataclass(frozen=True)
class Run:
    """A run over the files of ``inputs`` into ``out``.

    Parameters
    ----------
    inputs : by the name of their option.
    rows : of a part.
    """

    job: Job[Any]
    inputs: dict[str, Path]
    out: Path
    rows: int

    def identity(self, version: str) -> dict[str, Any]:
        """What the answers depend on. A file counts as the same while its size and time of change are."""
        return {
            "family": self.job.family.name,
            "version": version,
            "release": __version__,
            "options": dict(self.job.options),
            "rows_of_a_part": self.rows,
            "inputs": {
                name: [[str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns] for file in files_of(path)]
                for name, path in sorted(self.inputs.items())
            },
        }

    def table(self, name: str) -> Path:
        """Where the parts of a table go."""
        return self.out / name if self.job.whole is None else self.out / WORK / name

    @property
    def joined(self) -> dict[str, Path]:
        """The tables that end as one file each."""
        return {} if self.job.whole is None else {name: self.out / f"{name}.parquet" for name in self.job.tables}

    def began_with(self) -> str | None:
        """The version that a run in ``out`` began with; None where there was none."""
        for place in (self.out / SUMMARY, self.out / WORK / SUMMARY):
            if place.exists():
                return str(_read(place)["run"]["version"])
        return None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold ``out`` against a second run.

        Raises
        ------
        ArgumentError : another run writes into it, or what is in it is no run's.
        """
        from filelock import FileLock, Timeout

        known = {SCORES, FAILED, SUMMARY, WORK, LOCK}
        if self.began_with() is not None:
            known |= {path.name for path in self.joined.values()}
        if self.out.exists() and not self.out.is_dir():
            raise ArgumentError("This is a file. Name a folder.", path="--out")
        if self.out.exists() and {one.name for one in self.out.iterdir() if not one.name.startswith(_HALF)} - known:
            raise ArgumentError(
                "The folder holds other files. Name an empty one, or one that is not there.", path="--out"
            )
        self.out.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.out / LOCK, timeout=0):
                yield
        except Timeout:
            raise ArgumentError("Another run writes into this folder. Wait until it has ended.", path="--out") from None


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    counts : ``parts``, ``rows``, ``failures`` and what the stage counted besides.
    scored_now : rows scored by this run; the others were there.
    """

    counts: dict[str, int]
    scored_now: int


def begin(run: Run, version: Version, stage: Stage) -> tuple[list[Part], dict[str, int]]:
    """The parts of a run, staged where they are not yet, and what was counted.

    Raises
    ------
    ArgumentError : ``out`` holds answers of something else.
    DataError : an input cannot be read.
    """
    identity, work = json.loads(json.dumps(run.identity(version.name))), run.out / WORK
    finished = run.out / SUMMARY
    if finished.exists():
        _refuse_other(_read(finished)["run"], identity)
        shutil.rmtree(work, ignore_errors=True)  # killed while it removed them
        return [], _read(finished)["counts"]
    if (work / SUMMARY).exists():
        _refuse_other(_read(work / SUMMARY)["run"], identity)
    work.mkdir(exist_ok=True)
    folders = {name: run.table(name) for name in run.job.tables}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    replace_file(work / SUMMARY, to_json({"run": identity}))
    if not (work / STAGED).exists():
        try:
            _stage(run, version, stage)
        except SeqmatchError:  # nothing was scored: the inputs may be mended, and the command run again
            for folder in (work, *folders.values()):
                shutil.rmtree(folder, ignore_errors=True)
            raise
    for folder in (run.out, work, *folders.values()):
        for scratch in folder.glob(f"{_HALF}*"):
            scratch.unlink()
    counted = _read(work / STAGED)
    names = [f"part-{number:05}.parquet" for number in range(counted["parts"])]
    return [
        Part(
            work / "parts" / name,
            {table: folder / name for table, folder in folders.items()},
            work / f"failures-{name}",
            work / WHOLE,
        )
        for name in names
    ], counted


def _stage(run: Run, version: Version, stage: Stage) -> None:
    """Cut the parts, find out what all of them need, and say that both are there."""
    work, job = run.out / WORK, run.job
    for name in ("parts", WHOLE):
        shutil.rmtree(work / name, ignore_errors=True)
        (work / name).mkdir()
    counted = stage(work / "parts", run.rows)
    if job.whole is not None:
        found = job.whole.before(job.family.models(version), sorted((work / "parts").iterdir()), job.options)
        for name, data in found.items():
            replace_file(work / WHOLE / name, data)
    replace_file(work / STAGED, to_json(counted))


def carry_on(
    run: Run, version: Version, stage: Stage, score: Callable[[Sequence[Part]], Iterator[Counts]], told: Told
) -> Outcome:
    """Score the parts that are not done, then finish: failures in one file, and what the run was."""
    parts, counted = begin(run, version, stage)
    if (run.out / SUMMARY).exists():
        return Outcome(counted, 0)
    waiting = [part for part in parts if not part.done]
    before = sum(part.asked() for part in parts if part.done)
    now = 0
    told(len(parts) - len(waiting), before, counted["rows"])
    for number, part in enumerate(score(waiting), start=1):
        now += part.rows
        told(len(parts) - len(waiting) + number, before + now, counted["rows"])
    failed = [pl.read_parquet(part.failures) for part in parts if part.failures.exists()]
    failures = pl.concat([pl.DataFrame(schema=FAILURES), *failed]).sort(FILE, ROW, maintain_order=True)
    if len(failures):
        write_whole(failures, run.out / FAILED)
    counts = {**counted, "failures": len(failures), **_join(run, parts)}
    identity = _read(run.out / WORK / SUMMARY)["run"]
    replace_file(run.out / SUMMARY, to_json({"run": identity, "counts": counts}))
    shutil.rmtree(run.out / WORK, ignore_errors=True)
    return Outcome(counts, now)


def _join(run: Run, parts: Sequence[Part]) -> dict[str, int]:
    """Write the tables that are one file each, one in memory at a time; how many rows each has."""
    counts = {}
    for name, path in run.joined.items():
        assert run.job.whole is not None
        table = run.job.whole.join(name, [pl.read_parquet(part.tables[name]) for part in parts])
        write_whole(table, path)
        counts[name] = len(table)
    return counts


def _refuse_other(before: dict[str, Any], now: dict[str, Any]) -> None:
    other = [name for name in now if before.get(name) != now[name]]
    if other:
        raise ArgumentError(
            f"The folder holds answers of another run: {', '.join(one.replace('_', ' ') for one in other)} differ. "
            "Name an empty folder, or remove this one.",
            code="another_run",
            path="--out",
        )


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_bytes()))
    except ValueError:
        raise ArgumentError("The file cannot be read. Remove the folder and run again.", path=str(path)) from None
