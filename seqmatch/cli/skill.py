"""``seqmatch skill``: installs the skill that teaches an assistant to use the tools well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app

commands = typer.Typer(help="The skill that teaches an assistant to use the tools well.", no_args_is_help=True)
app.add_typer(commands, name="skill")


@commands.callback()
def _group() -> None:
    pass


@commands.command()
def install(
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder of skills to write into. Default: ./.claude/skills")
    ] = None,
) -> None:
    """Write user-pattern-matcher/ with SKILL.md, references, scripts and evaluations."""
    from seqmatch.server.skill.folder import default_folder, install_skill

    typer.echo(install_skill(to or default_folder()))
