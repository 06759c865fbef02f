"""How commands write: one JSON document, or text for people; progress on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

import typer

QUIET_SECONDS = 20.0
LONG_SECONDS = 60.0
"""A run expected to take longer than this says so before it begins."""


def print_json(value: Any) -> None:
    """One JSON document on stdout and nothing else."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


@contextmanager
def progress(title: str, steps: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr that each call moves one step on.

    Where stderr is no terminal, a line instead, once the run has taken QUIET_SECONDS and then as seldom again.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=steps)
        begun, done, started = False, 0, monotonic()
        told = started

        def step(what: str) -> None:
            nonlocal begun, done, told
            bar.update(task, description=what, advance=1 if begun else 0)
            done += begun
            begun = True
            now = monotonic()
            if not console.is_terminal and now - told >= QUIET_SECONDS:
                told = now
                typer.echo(_progress_line(title, done, steps, what, now - started), err=True)

        yield step


def _progress_line(title: str, done: int, steps: int, what: str, seconds: float) -> str:
    left = f", about {in_words(seconds / done * (steps - done))} left" if 0 < done < steps else ""
    return f"{title}: {done} of {steps} done, now {what}; {in_words(seconds)} so far{left}."


def in_words(seconds: float) -> str:
    """``40 seconds``, ``20 minutes``, ``3 hours``: as exact as an estimate is."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size)} {unit}s"
    return f"{max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}"


def expect(what: str, seconds: float) -> None:
    """Say on stderr that a run will take long, before it begins; nothing where it will not."""
    if seconds >= LONG_SECONDS:
        typer.echo(
            f"{what}: this takes about {in_words(seconds)}. Ctrl-C stops it; nothing is written before the end.",
            err=True,
        )


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for people on stdout; every column after the first is right-aligned."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table)
