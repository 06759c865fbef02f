"""``seqmatch demo --family coaching``: an invented person's statement, and what the coaching tools say of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from seqmatch.cli.chat import ask, play, say, say_tools, server_of
from seqmatch.data.synthetic.coached_person import FLOOR, GOAL, NAME, STORY, TITLE, statement_csv
from seqmatch.settings import default_settings

if TYPE_CHECKING:
    from mcp import Client, StdioServerParameters
    from rich.console import Console

WHAT_REPEATS = "What do I pay again and again, and has anything changed?"
UNTIL_PAY = "Will my money last until I am paid? I would like to keep $250 on my account."
HOLIDAY = "Could I have $1,200 for a holiday by the end of June, with $120 a month?"
WHAT_NEXT = "What is the one thing that I should do next?"
NO, YES = "No. I ended the gym myself.", "Yes, I would like that rule."


def play_coaching(console: Console, models: Path | None) -> None:
    """Import the statement into a store of its own, which is gone afterwards, and play the chat.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : the coaching models cannot be served.
    """
    from seqmatch.families.coaching.models import COACHING
    from seqmatch.lifecycle.serving.host import ModelHost

    settings = default_settings(models)
    ModelHost(settings).verify(COACHING)
    say(console, TITLE, style="bold")
    console.print(STORY, style="dim", markup=False)
    with tempfile.TemporaryDirectory(prefix="seqmatch-demo-", ignore_cleanup_errors=True) as folder:
        store = Path(folder) / "store.sqlite"
        added = import_statement(statement_csv(), Path(folder) / "statement.csv", store)
        say(console, f"Her statement is imported into a store of its own: {added:,} transactions.", style="dim")
        command = ("seqmatch", "serve", "--toolsets", "coaching,transactions", "--store", str(store))
        play(_play, console, server_of(settings.family_dir(COACHING.name).parent, *command))


def import_statement(text: str, file: Path, store: Path) -> int:
    """How many rows of the CSV ``text`` came into the store, as ``seqmatch transactions import`` brings them there."""
    from seqmatch.data.statements.statement import read_transactions
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.imports import run_import

    file.write_text(text, "utf-8")
    read = read_transactions(file, None)
    with open_store(str(store)) as opened:
        done = run_import(opened, read.frame, read.own, "csv", file=file.name, balances=read.balances)
    return done.plan.counts["added"]


async def _play(console: Console, server: StdioServerParameters) -> None:
    from mcp import Client

    whose = {"user": NAME}
    with console.status("starting the server"):
        async with Client(server) as client:
            await say_tools(console, client)
            await _asked(console, client, WHAT_REPEATS, "find_recurring", whose)
            await _asked(console, client, UNTIL_PAY, "forecast_cash_flow", {**whose, "floors": [FLOOR]})
            await _asked(console, client, HOLIDAY, "goal_odds", {**whose, "goals": [GOAL]})
            event = await _asked(console, client, WHAT_NEXT, "coach", whose)
            await _asked(console, client, NO, "record_feedback", {"event_id": event, "action": "reject"})
            event = await _asked(console, client, WHAT_NEXT, "coach", whose)
            await _asked(console, client, YES, "record_feedback", {"event_id": event, "action": "accept"})
            await _asked(console, client, WHAT_NEXT, "coach", whose)


async def _asked(console: Console, client: Client, words: str, tool: str, arguments: Mapping[str, object]) -> str:
    """The name of the answer to what the person says in ``words``, by which feedback finds it."""
    say(console, f"Person: {words}", style="cyan")
    answer = await ask(console, client, tool, arguments)
    return str(answer.get("event_id"))
