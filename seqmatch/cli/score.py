"""``seqmatch score``: scores a whole file of people at once, a command for each family."""

from __future__ import annotations

import typer

from seqmatch.cli.main import app

commands = typer.Typer(no_args_is_help=True, help="Score a whole file of people into Parquet.")
app.add_typer(commands, name="score")
