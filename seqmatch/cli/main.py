"""The ``seqmatch`` command: one group of commands per file, and one place where errors become exit codes."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from seqmatch import __version__
from seqmatch.errors import SeqmatchError

FIRST = ("demo", "operate.serve", "operate.hosts", "operate.tokens")
LAST = (
    "operate.recommend",
    "operate.models",
    "operate.rollout",
    "operate.monitor",
    "operate.store",
    "operate.backup",
    "operate.keys",
    "operate.doctor",
    "rules",
    "skill",
)
"""The files whose import registers the commands that belong to no family; the families' own stand between them."""

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


def command_modules() -> tuple[str, ...]:
    """The modules whose import registers the commands, in the order of ``seqmatch --help``."""
    from seqmatch.families.register import DECLARED

    here = "seqmatch.cli."
    families = (module for family in DECLARED.values() for module in family.commands)
    return (*(here + name for name in FIRST), *families, *(here + name for name in LAST))


_REMEDIES = {
    errno.ENOSPC: "Make room on the disk and run it again.",
    errno.EDQUOT: "Make room in your quota and run it again.",
    errno.EMFILE: "Close other programs, or raise the limit of open files (ulimit -n), and run it again.",
    errno.ENFILE: "Close other programs and run it again.",
    errno.EROFS: "This place can only be read: name another.",
}


def _told(error: OSError) -> str:
    """What the system refused, where, and what to do."""
    what = error.strerror or type(error).__name__
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{what}. {_REMEDIES.get(error.errno or 0, 'Name a place that can be read and written.')}"


def command_line() -> Any:
    """Every command, as what Typer makes of it; built once, for that takes longer than most commands run."""
    return _built(command_modules())


@cache
def _built(modules: tuple[str, ...]) -> Any:
    for module in modules:
        import_module(module)
    return get_command(app)


def main() -> None:
    """Run the command line; anticipated errors and files out of reach become one line on stderr and exit code 2."""
    try:
        command_line()()
    except SeqmatchError as error:
        typer.echo(f"seqmatch: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        typer.echo(f"seqmatch: {_told(error)}", err=True)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("SEQMATCH_DEBUG"):
            raise
        typer.echo(f"seqmatch: unexpected {type(error).__name__}; set SEQMATCH_DEBUG=1 to see where.", err=True)
        sys.exit(70)
