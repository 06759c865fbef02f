"""The ``seqmatch`` command: one group of commands per file, and one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import typer

from seqmatch import __version__
from seqmatch.errors import SeqmatchError

GROUPS = (
    "demo",
    "operate.serve",
    "operate.hosts",
    "operate.tokens",
    "onboarding.training",
    "onboarding.retrain",
    "onboarding.evaluation",
    "operate.models",
    "operate.rollout",
    "operate.monitor",
    "onboarding.ask",
    "rules",
    "transactions.importing",
    "transactions.features",
    "transactions.spending",
    "transactions.categorise",
    "transactions.export",
    "skill",
)
"""The files whose import registers the commands, in the order of ``seqmatch --help``."""

app = typer.Typer(
    name="seqmatch",
    help="Who does this person resemble, what are they after, and which automations should they set up?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seqmatch {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    """Run the command line; anticipated errors and files out of reach become one line on stderr and exit code 2."""
    for group in GROUPS:
        import_module(f"seqmatch.cli.{group}")
    try:
        app()
    except SeqmatchError as error:
        typer.echo(f"seqmatch: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else type(error).__name__
        typer.echo(f"seqmatch: {what}. Name a place that can be read and written.", err=True)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("SEQMATCH_DEBUG"):
            raise
        typer.echo(f"seqmatch: unexpected {type(error).__name__}; set SEQMATCH_DEBUG=1 to see where.", err=True)
        sys.exit(70)
