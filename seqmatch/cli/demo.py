"""``seqmatch demo``: an onboarding, coaching or planning chat, played against the real server over standard input.

Nothing is staged but the person: the server is started as any host starts it, the questions are those it asks, and the
answers printed are the texts an assistant receives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.before_after import before_after_lines
from seqmatch.cli.chat import ask, indented, play, say, say_tools, server_of
from seqmatch.cli.main import app
from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.settings import default_settings

if TYPE_CHECKING:
    from mcp import Client, StdioServerParameters
    from rich.console import Console

    from seqmatch.data.synthetic.households import Household

DEFAULT_HOUSEHOLD = "okafor_family"
"""Their bills account hoards, and they never said what their goal is, so the server has to ask."""
ALSO_HELPED = ("sam_student", "ines_translator")
"""Played briefly after them: a newcomer without a rule, and a freelancer who keeps nothing for taxes."""
FIRST_FACTS = ("annual_income",)
"""What they say about themselves before they are asked anything."""
MAX_QUESTIONS = 3
ASK_OUTRIGHT = "What would you most like your money to do for you?"
MY_RULES = "These are my rules. Do they do what they should?"
WHAT_NEXT = "Which automations should I set up, and how would they fit together?"


class Played(StrEnum):
    """The families that have a chat."""

    onboarding = "onboarding"
    coaching = "coaching"
    planning = "planning"


@app.command()
def demo(
    family: Annotated[Played, typer.Option("--family", help="Which family's chat is played.")] = Played.onboarding,
    household: Annotated[
        str, typer.Option("--household", help="Which of the example households plays the person.")
    ] = "",
    models: Annotated[Path | None, typer.Option("--models", help="Folder of trained models.")] = None,
) -> None:
    """Play a chat of invented people: start the server, call its tools, print the answers."""
    from rich.console import Console

    from seqmatch.data.synthetic.households import PEOPLE
    from seqmatch.families.onboarding.models import ONBOARDING
    from seqmatch.lifecycle.serving.host import ModelHost

    console = Console(highlight=False, soft_wrap=True)
    if family is not Played.onboarding and household:
        raise ArgumentError("Only the onboarding chat has households to choose from.", path="--household")
    if family is Played.coaching:
        from seqmatch.cli.demo_coaching import play_coaching

        play_coaching(console, models)
        return
    if family is Played.planning:
        from seqmatch.cli.demo_planning import play_planning

        play_planning(console, models)
        return
    name = household or DEFAULT_HOUSEHOLD
    if name not in PEOPLE:
        raise ArgumentError(
            "There is no such household.",
            path="--household",
            nearest=nearest_name(name, list(PEOPLE)),
            allowed=list(PEOPLE),
        )
    settings = default_settings(models)
    ModelHost(settings).verify(ONBOARDING)
    also = [] if household else [PEOPLE[other] for other in ALSO_HELPED]
    server = server_of(settings.family_dir(ONBOARDING.name).parent, "seqmatch.server")
    play(_play, console, PEOPLE[name], also, server)


async def _play(
    console: Console, household: Household, also: Sequence[Household], server: StdioServerParameters
) -> None:
    from mcp import Client

    say(console, household.title, style="bold")
    console.print(household.story, style="dim", markup=False)
    with console.status("starting the server"):
        async with Client(server) as client:
            await say_tools(console, client)
            profile = await _find_goal(console, client, household)
            told = _told(household, profile)
            if household.rules_text:
                say(console, f"Person: {MY_RULES}", style="cyan")
                await ask(console, client, "check_automations", told)
            known = {name: value for name, value in told.items() if name != "monthly_income_cents"}
            match = await ask(console, client, "match_user", {**known, "k": 5})
            await ask(console, client, "explain_cluster", {"cluster_id": match["archetype"]["cluster_id"]})
            await _help(console, client, told)
            for other in also:
                say(console, other.title, style="bold")
                console.print(other.story, style="dim", markup=False)
                await _help(console, client, _told(other, other.profile))


def _told(household: Household, profile: Mapping[str, Any]) -> dict[str, Any]:
    """What the person tells of themselves: facts, rules and income, as arguments."""
    told: dict[str, Any] = {"profile": dict(profile)}
    if household.rules_text:
        told["rules_text"] = household.rules_text
    if household.monthly_income_cents:
        told["monthly_income_cents"] = household.monthly_income_cents
    return told


async def _help(console: Console, client: Client, told: Mapping[str, Any]) -> None:
    """What should change, and the year with and without it."""
    say(console, f"Person: {WHAT_NEXT}", style="cyan")
    answer = await ask(console, client, "suggest_automations", told)
    say(console, "Before and after, what each account holds after a year:", style="green")
    console.print(indented("\n".join(before_after_lines(answer["plan"]))), markup=False)


async def _find_goal(console: Console, client: Client, household: Household) -> dict[str, Any]:
    """Ask what the server finds most telling until it is sure, then outright; return all the person has said."""
    unsaid = {field: value for field, value in household.profile.items() if field != "product_goal"}
    profile = {field: unsaid.pop(field) for field in FIRST_FACTS if field in unsaid}
    say(console, f"Person: {_as_said(profile)}", style="cyan")
    for _ in range(MAX_QUESTIONS):
        answer = await ask(console, client, "predict_goal", {"profile": profile})
        if answer["confident"]:
            return {**profile, **unsaid}
        question = next((ask for ask in answer["ask_next"] if ask["field"] in unsaid), None)
        if question is None:
            break
        say(console, f"Assistant: {question['question']}", style="green")
        field = question["field"]
        profile[field] = unsaid.pop(field)
        say(console, f"Person: {_as_said({field: profile[field]})}", style="cyan")
    say(console, f"Assistant: {ASK_OUTRIGHT}", style="green")
    goal = household.profile.get("product_goal")
    say(console, f"Person: {_as_said({'product_goal': goal}) if goal else 'I do not know yet.'}", style="cyan")
    return {**profile, **household.profile}


def _as_said(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{field.replace('_', ' ')}: {value}" for field, value in facts.items()) or "(nothing yet)"
