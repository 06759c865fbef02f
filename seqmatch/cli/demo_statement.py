"""Plays a chat about an invented statement: imported into a store of its own, which is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqmatch.cli.chat import ask, play, say, server_of
from seqmatch.lifecycle.versions.family import Family
from seqmatch.settings import default_settings

if TYPE_CHECKING:
    from mcp import Client
    from rich.console import Console


@dataclass(frozen=True)
class Told:
    """Whose statement it is.

    Attributes
    ----------
    title, story : who they are.
    whose : as in "Her statement".
    text : the statement, CSV.
    """

    title: str
    story: str
    whose: str
    text: str


def play_statement(
    console: Console, models: Path | None, family: Family[Any], toolsets: str, told: Told, chat: Callable[..., Any]
) -> None:
    """Import the statement and play ``chat``, a coroutine function of the console and the server.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : the models of the family cannot be served.
    """
    from seqmatch.lifecycle.serving.host import ModelHost

    settings = default_settings(models)
    ModelHost(settings).verify(family)
    say(console, told.title, style="bold")
    console.print(told.story, style="dim", markup=False)
    with tempfile.TemporaryDirectory(prefix="seqmatch-demo-", ignore_cleanup_errors=True) as folder:
        store = Path(folder) / "store.sqlite"
        added = _imported(told.text, Path(folder) / "statement.csv", store)
        say(
            console, f"{told.whose} statement is imported into a store of its own: {added:,} transactions.", style="dim"
        )
        command = ("seqmatch", "serve", "--toolsets", toolsets, "--store", str(store))
        play(chat, console, server_of(settings.family_dir(family.name).parent, *command))


async def asked(console: Console, client: Client, words: str, tool: str, arguments: Mapping[str, object]) -> str:
    """The name of the answer to what the person says in ``words``, by which feedback finds it."""
    say(console, f"Person: {words}", style="cyan")
    answer = await ask(console, client, tool, arguments)
    return str(answer.get("event_id"))


def _imported(text: str, file: Path, store: Path) -> int:
    """How many rows of the CSV ``text`` came into the store, as ``seqmatch transactions import`` brings them there."""
    from seqmatch.data.statements.statement import read_transactions
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.imports import run_import

    file.write_text(text, "utf-8")
    read = read_transactions(file, None)
    with open_store(str(store)) as opened:
        done = run_import(opened, read.frame, read.own, "csv", file=file.name, balances=read.balances)
    return done.plan.counts["added"]
