"""``seqmatch tokens``: who may use a server that a team shares."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.errors import ArgumentError

tokens = typer.Typer(help="The bearer tokens of a server that a team shares.", no_args_is_help=True)
app.add_typer(tokens, name="tokens")

File = Annotated[Path, typer.Option("--file", help="The token file: salted hashes, never the tokens.")]
DAY_SECONDS = 86_400


@tokens.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Name of the token's owner.")],
    file: File,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope", help="A toolset, recommendations, admin or metrics. Repeatable. Default: the default toolset."
        ),
    ] = None,
    user: Annotated[
        str | None, typer.Option("--user", help="The one user of the store whose data it may see. Default: any.")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="Days until it expires. Default: never.")] = None,
) -> None:
    """Make a token and print it, this once."""
    from seqmatch.server.http.scopes import SCOPES
    from seqmatch.server.http.tokens import new_token, read_entries, write_entries
    from seqmatch.server.tools.toolsets import DEFAULT

    entries = read_entries(file) if file.exists() else ()
    if any(entry.name == name for entry in entries):
        raise ArgumentError("There is a token of that name. Remove it first, or choose another name.", path="NAME")
    scopes = tuple(scope or DEFAULT)
    if unknown := [one for one in scopes if one not in SCOPES]:
        raise ArgumentError(f"{len(unknown)} of them is no scope.", path="--scope", allowed=SCOPES)
    token, entry = new_token(name, scopes, int(time.time()) + days * DAY_SECONDS if days else None, user)
    write_entries(file, (*entries, entry))
    typer.echo(token)


@tokens.command("list")
def list_tokens(file: File) -> None:
    """Names, scopes and ends of the tokens."""
    from seqmatch.server.http.tokens import read_entries

    for entry in read_entries(file):
        ends = "always" if entry.expires_at is None else time.strftime("until %Y-%m-%d", time.gmtime(entry.expires_at))
        bound = "" if entry.user is None else ", of one user"
        typer.echo(f"{entry.name}: {', '.join(entry.scopes)} ({ends}{bound})")


@tokens.command("remove")
def remove(name: Annotated[str, typer.Argument(help="Name of the owner whose token is revoked.")], file: File) -> None:
    """Revoke a token; running servers stop accepting it at once."""
    from seqmatch.server.http.tokens import read_entries, write_entries

    entries = read_entries(file)
    kept = tuple(entry for entry in entries if entry.name != name)
    if len(kept) == len(entries):
        raise ArgumentError("There is no token of that name.", path="NAME", allowed=[entry.name for entry in entries])
    write_entries(file, kept)
