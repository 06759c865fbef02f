"""``seqmatch demo --family planning``: an invented family's statement, and what the planning tools say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seqmatch.cli.chat import say_tools
from seqmatch.cli.demo_statement import Told, asked, play_statement
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

if TYPE_CHECKING:
    from mcp import StdioServerParameters
    from rich.console import Console

OUR_GOALS = (
    "We want an emergency fund, a holiday and another car, and there is a card with $3,200 on it. What fits, if we "
    "keep $3,800 on the account?"
)
FOUR_DAYS = "What if Tom works four days a week for a fifth less?"
SAVINGS = "We also have $15,000 invested and $600 for it. Our plan is 60 % shares and 40 % bonds: what should we do?"
CHANGED = "Has anything changed that we should tell you about?"


def play_planning(console: Console, models: Path | None) -> None:
    """Play the chat about their statement.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : the planning models cannot be served.
    """
    from seqmatch.families.planning.models import PLANNING

    play_statement(console, models, PLANNING, "planning", Told(TITLE, STORY, "Their", statement_csv()), _play)


async def _play(console: Console, server: StdioServerParameters) -> None:
    from mcp import Client

    whose = {"user": NAME}
    with console.status("starting the server"):
        async with Client(server) as client:
            await say_tools(console, client)
            await asked(console, client, CHANGED, "detect_changes", whose)
            plan = {**whose, "goals": list(GOALS), "debts": [DEBT], "buffer_cents": KEPT}
            await asked(console, client, OUR_GOALS, "plan_goals", plan)
            await asked(console, client, FOUR_DAYS, "what_if", {**whose, "changes": [LESS_PAY]})
            portfolio = {"lots": list(LOTS), "targets": list(TARGETS), "cash_cents": CASH}
            await asked(console, client, SAVINGS, "rebalance_portfolio", portfolio)
