"""``seqmatch demo --family planning``: an invented family's statement, and what the planning tools say of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from seqmatch.cli.chat import ask, play, say, say_tools, server_of
from seqmatch.cli.demo_coaching import import_statement
from seqmatch.data.synthetic.planned_family import (
    CASH,
    DEBT,
    GOALS,
    KEPT,
    LESS_PAY,
    LOTS,
    NAME,
    STORY,
    TARGETS,
    TITLE,
    statement_csv,
)
from seqmatch.settings import default_settings

if TYPE_CHECKING:
    from mcp import Client, StdioServerParameters
    from rich.console import Console

OUR_GOALS = (
    "We want an emergency fund, a holiday and another car, and there is a card with $3,200 on it. What fits, if we "
    "keep $3,800 on the account?"
)
FOUR_DAYS = "What if Tom works four days a week for a fifth less?"
SAVINGS = "We also have $15,000 invested and $600 for it. Our plan is 60 % shares and 40 % bonds: what should we do?"
CHANGED = "Has anything changed that we should tell you about?"


def play_planning(console: Console, models: Path | None) -> None:
    """Import the statement into a store of its own, which is gone afterwards, and play the chat.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : the planning models cannot be served.
    """
    from seqmatch.families.planning.models import PLANNING
    from seqmatch.lifecycle.serving.host import ModelHost

    settings = default_settings(models)
    ModelHost(settings).verify(PLANNING)
    say(console, TITLE, style="bold")
    console.print(STORY, style="dim", markup=False)
    with tempfile.TemporaryDirectory(prefix="seqmatch-demo-", ignore_cleanup_errors=True) as folder:
        store = Path(folder) / "store.sqlite"
        added = import_statement(statement_csv(), Path(folder) / "statement.csv", store)
        say(console, f"Their statement is imported into a store of its own: {added:,} transactions.", style="dim")
        command = ("seqmatch", "serve", "--toolsets", "planning", "--store", str(store))
        play(_play, console, server_of(settings.family_dir(PLANNING.name).parent, *command))


async def _play(console: Console, server: StdioServerParameters) -> None:
    from mcp import Client

    whose = {"user": NAME}
    with console.status("starting the server"):
        async with Client(server) as client:
            await say_tools(console, client)
            await _asked(console, client, CHANGED, "detect_changes", whose)
            asked = {**whose, "goals": list(GOALS), "debts": [DEBT], "buffer_cents": KEPT}
            await _asked(console, client, OUR_GOALS, "plan_goals", asked)
            await _asked(console, client, FOUR_DAYS, "what_if", {**whose, "changes": [LESS_PAY]})
            portfolio = {"lots": list(LOTS), "targets": list(TARGETS), "cash_cents": CASH}
            await _asked(console, client, SAVINGS, "rebalance_portfolio", portfolio)


async def _asked(console: Console, client: Client, words: str, tool: str, arguments: Mapping[str, object]) -> None:
    """The answer to what the family says in ``words``."""
    say(console, f"Person: {words}", style="cyan")
    await ask(console, client, tool, arguments)
