"""Writes what the default models say where it is shown or asked: docs/households.md, the README's chat, the answers
of the skill's evaluations.

python benchmarks/write_docs.py            writes them
python benchmarks/write_docs.py --check    exits 1 when they are not what would be written
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import anyio
from mcp import Client

from benchmarks.skill_evals import EVALS, answered, as_json, as_xml
from seqmatch.data.synthetic.households import EXAMPLES, Household
from seqmatch.families.onboarding.advice.simulation import run_months
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.drawing.diagram import Flow
from seqmatch.rules.drawing.svg import sankey_svg
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import SuggestAnswer
from seqmatch.schemas.profile import parse_profile
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BEGIN, END = "<!-- demo -->\n", "<!-- /demo -->"
WIDTH = 118


def suggestions(models: OnboardingModels, household: Household) -> SuggestAnswer:
    return suggest_automations(
        models,
        parse_profile(household.profile),
        household.rules_text or None,
        monthly_income_cents=household.monthly_income_cents,
    )


def section(household: Household, answer: SuggestAnswer) -> str:
    """One household's part of the page."""
    lines = [f"## {household.title}", "", household.story, ""]
    if household.rules_text:
        lines += ["Their rules:", "", *(f"    {rule}" for rule in household.rules_text.split("\n\n")), ""]
    lines += ["| | suggestion | similar users | all users | because | caution |", "|---|---|---|---|---|---|"]
    for s in answer.suggestions:
        e = s.evidence
        lines.append(
            f"| {s.rank} | {s.title} | {e.adopters} of {e.of}, {e.share_ci95[0]:.0%} to {e.share_ci95[1]:.0%} "
            f"| {e.base_share:.0%} | {', '.join(s.because)} | {s.caution or ''} |"
        )
    told = answer.plan.simulation
    lines += [
        "",
        "The plan:",
        "",
        *(f"    {rule}" for rule in answer.plan.rules_text.split("\n\n")),
        "",
        *(f"- {note}" for note in answer.plan.notes),
        "",
        f"![The money flow of the plan](households/{household.name}.svg)",
        "",
        f"${told.income_cents / 100:,.2f} a month for {told.months} months: nothing fails, "
        f"${told.unallocated_cents / 100:,.2f} keep no purpose. The picture is the first month.",
        "",
    ]
    return "\n".join(lines)


def picture(household: Household, answer: SuggestAnswer) -> str:
    rules = parse_rules(answer.plan.rules_text)
    run = run_months(rules, answer.plan.simulation.income_cents, months=1)
    assert run is not None
    arrivals: dict[str, int] = {}
    for arrival in run.arrivals:
        arrivals[arrival.account] = arrivals.get(arrival.account, 0) + arrival.cents
    flows = [Flow(source, destination, cents) for (source, destination), cents in run.flows().items()]
    return sankey_svg(flows, household.title, arrivals)


def chat() -> Iterator[str]:
    """The telling parts of what `seqmatch demo` prints, long lines cut."""
    command = [sys.executable, "-c", "from seqmatch.cli.main import main; main()", "demo"]
    environment = {**os.environ, "SEQMATCH_MODELS": str(ROOT / "models"), "PYTHONIOENCODING": "utf-8"}
    printed = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=True, env=environment
    ).stdout
    lines = printed.splitlines()

    def part(start: str, stop: str) -> list[str]:
        at = next(i for i, line in enumerate(lines) if line.startswith(start))
        return [lines[at], *takewhile(lambda line: not line.strip().startswith(stop), lines[at + 1 :])]

    shown = [
        *part("Person: ", "predict_goal"),
        *part("predict_goal", "Assistant:"),
        *part("Assistant: ", "Person:"),
        "…",
        "",
        *part("match_user", "Not sure"),
        "…",
        "",
        *part("suggest_automations", "Goal:"),
    ]
    for line in shown:
        yield line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def readme() -> str:
    """The README with the chat as it is now."""
    before, _, rest = (ROOT / "README.md").read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    told = "\n".join(line.rstrip() for line in chat()).rstrip()
    return f"{before}{BEGIN}\n```console\n$ make demo\n…\n{told}\n…\n```\n\n{END}{after}"


async def evaluations(settings: Settings) -> dict[str, Any]:
    async with Client(build_server(settings)) as client:
        return await answered(client)


def main() -> int:
    settings = Settings(resource("models"))
    models = ModelHost(settings).live(ONBOARDING)
    answers = {name: suggestions(models, household) for name, household in EXAMPLES.items()}
    page = "\n".join(
        [
            "# What the named households are told",
            "",
            "Written by `make docs` from the default models, which learned from generated",
            "(synthetic) people: the shapes are plausible, the shares are no one's.",
            "",
            *(section(EXAMPLES[name], answer) for name, answer in answers.items()),
        ]
    )
    files = {DOCS / "households.md": page, ROOT / "README.md": readme()}
    files |= {DOCS / "households" / f"{name}.svg": picture(EXAMPLES[name], answer) for name, answer in answers.items()}
    evals = anyio.run(evaluations, settings)
    files |= {EVALS / "evals.json": as_json(evals), EVALS / "evaluation.xml": as_xml(evals)}
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
        for name in stale:
            print(f"docs: {name} is not what the default models say; run `make docs`")
        return 1 if stale else 0
    (DOCS / "households").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
