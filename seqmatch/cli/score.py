"""``seqmatch score``: scores a file of any size, a command for each family."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.output import in_words, print_json
from seqmatch.settings import default_settings

if TYPE_CHECKING:
    from seqmatch.lifecycle.batch.run import Run, Stage

commands = typer.Typer(no_args_is_help=True, help="Score a file of any size into Parquet.")
app.add_typer(commands, name="score")

OutOption = Annotated[
    Path, typer.Option("--out", help="Folder for the answers. A run that was stopped goes on where it was.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        help="Who works: local:N for N processes, tcp://… for a Dask cluster that sees the same folders. "
        "Default: this process.",
    ),
]
RowsOption = Annotated[
    int, typer.Option("--part-rows", min=1, max=1_000_000, help="Rows scored at a time: what is lost by a kill.")
]
SILENT_SECONDS = 20.0


def score_file(run: Run, stage: Stage, scheduler: str | None, models: Path | None, as_json: bool) -> None:
    """Run or go on with ``run``, tell how far it is on stderr, and what it came to.

    Raises
    ------
    ArgumentError : no scheduler, or a folder that holds something else.
    DataError : an input cannot be read.
    ModelError : there is no model, or it cannot be read.
    """
    from seqmatch.lifecycle.batch.run import carry_on
    from seqmatch.lifecycle.batch.schedulers import check_scheduler, score_parts
    from seqmatch.lifecycle.versions.artifact import read_version
    from seqmatch.lifecycle.versions.registry import live_version

    check_scheduler(scheduler)
    began = monotonic()
    folder = default_settings(models).family_dir(run.job.family.name)
    with run.alone():
        before = run.began_with()
        # a run goes on with the version it began with, whatever is live by now
        version = read_version(live_version(folder) if before is None else folder / before)
        done = carry_on(run, version, stage, lambda parts: score_parts(run.job, version, parts, scheduler), _Progress())
    seconds = monotonic() - began
    told: dict[str, Any] = {
        "out": str(run.out),
        "family": run.job.family.name,
        "version": version.name,
        "provenance": version.manifest.get("data", {}).get("provenance"),
        **done.counts,
        "scored_now": done.scored_now,
        "seconds": round(seconds, 1),
        "rows_a_second": round(done.scored_now / max(seconds, 1e-9), 1),
    }
    if as_json:
        print_json(told)
        return
    failed, strays, later = (done.counts.get(name, 0) for name in ("failures", "strays", "later"))
    rows, now = done.counts["rows"], f"{done.scored_now:,} of them scored now in {in_words(seconds)}"
    if run.joined:
        tables = ", ".join(f"{path.name} {done.counts[name]:,}" for name, path in run.joined.items())
        typer.echo(f"{_people(rows)} in {run.out}, {now}, by version {version.name}. Rows: {tables}.")
    else:
        typer.echo(f"{rows:,} rows are in {run.out / 'scores'}, {now}, by version {version.name}.")
    if failed:
        who = f"No answer for {_people(failed)}" if run.joined else f"{failed:,} rows have no answer"
        typer.echo(f"{who}: {run.out / 'failures.parquet'} says where they stand and why.")
    if later:
        typer.echo(f"Left out: {_people(later)} without a row until that day.")
    if strays:
        typer.echo(f"{strays:,} rows of rules belong to no profile and were left out.")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


class _Progress:
    """A bar on a terminal; a line now and then elsewhere. Throughput is that of this run."""

    def __init__(self) -> None:
        self._began = self._told = monotonic()
        self._first: int | None = None

    def __call__(self, parts: int, rows: int, of: int) -> None:
        now = monotonic()
        if self._first is None:
            self._first, self._began = rows, now
            return
        if now - self._told < SILENT_SECONDS and rows < of:
            return
        self._told = now
        speed = (rows - self._first) / max(now - self._began, 1e-9)
        left = f", about {in_words((of - rows) / speed)} left" if rows < of and speed > 0 else ""
        if now - self._began >= SILENT_SECONDS:
            typer.echo(f"Scoring: {rows:,} of {of:,} rows done, {speed:,.0f} a second{left}.", err=True)
