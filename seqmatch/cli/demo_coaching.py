"""``seqmatch demo --family coaching``: an invented person's statement, and what the coaching tools say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seqmatch.cli.chat import say_tools
from seqmatch.cli.demo_statement import Told, asked, play_statement
from seqmatch.data.synthetic.coached_person import FLOOR, GOAL, NAME, STORY, TITLE, statement_csv

if TYPE_CHECKING:
    from mcp import StdioServerParameters
    from rich.console import Console

WHAT_REPEATS = "What do I pay again and again, and has anything changed?"
UNTIL_PAY = "Will my money last until I am paid? I would like to keep $250 on my account."
HOLIDAY = "Could I have $1,200 for a holiday by the end of June, with $120 a month?"
WHAT_NEXT = "What is the one thing that I should do next?"
NO, YES = "No. I ended the gym myself.", "Yes, I would like that rule."


def play_coaching(console: Console, models: Path | None) -> None:
    """Play the chat about her statement.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : the coaching models cannot be served.
    """
    from seqmatch.families.coaching.models import COACHING

    told = Told(TITLE, STORY, "Her", statement_csv())
    play_statement(console, models, COACHING, "coaching,transactions", told, _play)


async def _play(console: Console, server: StdioServerParameters) -> None:
    from mcp import Client

    whose = {"user": NAME}
    with console.status("starting the server"):
        async with Client(server) as client:
            await say_tools(console, client)
            await asked(console, client, WHAT_REPEATS, "find_recurring", whose)
            await asked(console, client, UNTIL_PAY, "forecast_cash_flow", {**whose, "floors": [FLOOR]})
            await asked(console, client, HOLIDAY, "goal_odds", {**whose, "goals": [GOAL]})
            event = await asked(console, client, WHAT_NEXT, "coach", whose)
            await asked(console, client, NO, "record_feedback", {"event_id": event, "action": "reject"})
            event = await asked(console, client, WHAT_NEXT, "coach", whose)
            await asked(console, client, YES, "record_feedback", {"event_id": event, "action": "accept"})
            await asked(console, client, WHAT_NEXT, "coach", whose)
