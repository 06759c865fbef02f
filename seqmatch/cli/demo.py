"""``seqmatch demo``: an onboarding chat, played against the real server over standard input and output.

Nothing is staged but the person: the server is started as any host starts it, the questions are those it asks, and the
answers printed are the texts an assistant receives.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.before_after import before_after_lines
from seqmatch.cli.main import app
from seqmatch.errors import ArgumentError, ModelError, nearest_name
from seqmatch.settings import PACKAGE, default_settings, in_checkout

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
SHOWN_ARGUMENT = 60


@app.command()
def demo(
    household: Annotated[
        str, typer.Option("--household", help="Which of the example households plays the person.")
    ] = "",
    models: Annotated[Path | None, typer.Option("--models", help="Folder of trained models.")] = None,
) -> None:
    """Play an onboarding chat: start the server, call its tools, print the answers."""
    import anyio
    from rich.console import Console

    from seqmatch.data.synthetic.households import PEOPLE
    from seqmatch.families.onboarding.models import ONBOARDING
    from seqmatch.lifecycle.serving.host import ModelHost

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
    console = Console(highlight=False, soft_wrap=True)
    try:
        also = [] if household else [PEOPLE[other] for other in ALSO_HELPED]
        anyio.run(_play, console, PEOPLE[name], also, _server(settings.family_dir(ONBOARDING.name).parent))
    except BaseExceptionGroup as group:
        raise _first(group) from None


def _first(group: BaseException) -> BaseException:
    """What went wrong inside the client, which wraps it once per task group."""
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def _server(models_dir: Path) -> StdioServerParameters:
    from mcp import StdioServerParameters

    env = {"SEQMATCH_MODELS": str(models_dir.resolve())}
    if in_checkout():
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    return StdioServerParameters(command=sys.executable, args=["-m", "seqmatch.server"], env=env)


async def _play(
    console: Console, household: Household, also: Sequence[Household], server: StdioServerParameters
) -> None:
    from mcp import Client

    _say(console, household.title, style="bold")
    console.print(household.story, style="dim", markup=False)
    with console.status("starting the server"):
        async with Client(server) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            _say(console, f"The server offers {', '.join(tools)}.", style="dim")
            profile = await _find_goal(console, client, household)
            told = _told(household, profile)
            if household.rules_text:
                _say(console, f"Person: {MY_RULES}", style="cyan")
                await _ask(console, client, "check_automations", told)
            known = {name: value for name, value in told.items() if name != "monthly_income_cents"}
            match = await _ask(console, client, "match_user", {**known, "k": 5})
            await _ask(console, client, "explain_cluster", {"cluster_id": match["archetype"]["cluster_id"]})
            await _help(console, client, told)
            for other in also:
                _say(console, other.title, style="bold")
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
    _say(console, f"Person: {WHAT_NEXT}", style="cyan")
    answer = await _ask(console, client, "suggest_automations", told)
    _say(console, "Before and after, what each account holds after a year:", style="green")
    console.print(_indented("\n".join(before_after_lines(answer["plan"]))), markup=False)


async def _find_goal(console: Console, client: Client, household: Household) -> dict[str, Any]:
    """Ask what the server finds most telling until it is sure, then outright; return all the person has said."""
    unsaid = {field: value for field, value in household.profile.items() if field != "product_goal"}
    profile = {field: unsaid.pop(field) for field in FIRST_FACTS if field in unsaid}
    _say(console, f"Person: {_as_said(profile)}", style="cyan")
    for _ in range(MAX_QUESTIONS):
        answer = await _ask(console, client, "predict_goal", {"profile": profile})
        if answer["confident"]:
            return {**profile, **unsaid}
        question = next((ask for ask in answer["ask_next"] if ask["field"] in unsaid), None)
        if question is None:
            break
        _say(console, f"Assistant: {question['question']}", style="green")
        field = question["field"]
        profile[field] = unsaid.pop(field)
        _say(console, f"Person: {_as_said({field: profile[field]})}", style="cyan")
    _say(console, f"Assistant: {ASK_OUTRIGHT}", style="green")
    goal = household.profile.get("product_goal")
    _say(console, f"Person: {_as_said({'product_goal': goal}) if goal else 'I do not know yet.'}", style="cyan")
    return {**profile, **household.profile}


async def _ask(console: Console, client: Client, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Call a tool, show the call and the text of its answer, return the structured answer."""
    shown = {
        name: value if len(json.dumps(value)) <= SHOWN_ARGUMENT or name == "profile" else "…"
        for name, value in arguments.items()
    }
    _say(console, f"{tool} {json.dumps(shown, ensure_ascii=False)}", style="yellow")
    result = await client.call_tool(tool, dict(arguments))
    text = "\n".join(block.text for block in result.content if block.type == "text")
    if result.is_error or result.structured_content is None:
        raise ModelError(f"{tool} did not answer. {text}")
    console.print(_indented(text), markup=False)
    structured: dict[str, Any] = result.structured_content
    return structured


def _say(console: Console, text: str, *, style: str) -> None:
    console.print()
    console.print(text, style=style, markup=False)


def _as_said(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{field.replace('_', ' ')}: {value}" for field, value in facts.items()) or "(nothing yet)"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
