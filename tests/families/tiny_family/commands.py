"""``seqmatch tiny``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app

commands = typer.Typer(no_args_is_help=True)
app.add_typer(commands, name="tiny")


@commands.command()
def train(models: Annotated[Path, typer.Option()], adds: Annotated[int, typer.Option()]) -> None:
    from tiny_family.family import train as learn

    typer.echo(learn(models, adds))


@commands.command()
def nothing() -> None:
    """Typer makes a group only of two commands or more."""
