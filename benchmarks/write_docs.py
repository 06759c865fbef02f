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
from seqmatch.cli.before_after import compared
from seqmatch.data.synthetic.households import EXAMPLES, INES, PEOPLE, Household
from seqmatch.families.onboarding.advice.simulation import Assumptions, run_months
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.drawing.diagram import Flow
from seqmatch.rules.drawing.svg import sankey_svg
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import Plan, SuggestAnswer
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READ_ALOUD = ROOT / "benchmarks" / "read_aloud.md"
"""Written by whoever read the answers; read them again when they change."""
CASES = ROOT / "tests" / "families" / "onboarding" / "advice" / "advice_cases.txt"
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
    """One household's part of the page: what they have, what is suggested, the plan, the year before and after."""
    lines = [f"## {household.title}", "", household.story, ""]
    if household.rules_text:
        lines += ["Their rules:", "", *(f"    {rule}" for rule in household.rules_text.split("\n\n")), ""]
    lines += ["What is suggested:", "", *suggested(answer), ""]
    if answer.questions:
        lines += [
            "What is asked first:",
            "",
            *(f"- {question.ask} {question.why}" for question in answer.questions),
            "",
        ]
    lines += [
        "The plan:",
        "",
        *(f"    {rule}" for rule in answer.plan.rules_text.split("\n\n")),
        "",
        *(f"- Rule {change.rule}: {change.what}." for change in answer.plan.changes),
        *(f"- {note}" for note in answer.plan.notes),
        "",
        *year_compared(answer.plan),
        *pictures(household, answer),
    ]
    return "\n".join(lines)


def suggested(answer: SuggestAnswer) -> Iterator[str]:
    """Suggestions as a numbered list: what, why, what similar people do, what to be careful about."""
    if not answer.suggestions:
        yield "Nothing: what they need is in their rules already."
    for s in answer.suggestions:
        said = f"{s.rank}. **{s.title}** ({s.kind}). {s.reason}"
        if s.evidence is not None:
            e = s.evidence
            low, high = e.share_ci95
            said += (
                f" {e.adopters} of {e.of} similar users do this ({low:.0%} to {high:.0%}), {e.base_share:.0%} of all."
            )
        yield said + (f" Careful: {s.caution}" if s.caution else "")


def year_compared(plan: Plan) -> Iterator[str]:
    """What each account that the plan changes holds after the simulated year."""
    rows = compared(plan.model_dump())
    if not rows:
        yield "After a year every account holds what it would hold without the plan."
    else:
        income = f"${plan.simulation.income_cents / 100:,.2f}"
        yield f"After {plan.simulation.months} months of {income}, from empty accounts:"
        yield from ("", "| account | today | with the plan |", "|---|--:|--:|")
        for account, before, after in rows:
            yield f"| {account} | {'' if before is None else f'${before / 100:,.2f}'} | ${after / 100:,.2f} |"
    yield ""


def pictures(household: Household, answer: SuggestAnswer) -> Iterator[str]:
    if household.rules_text and answer.plan.changes:
        yield from (f"![The money flow today](households/{household.name}_today.svg)", "")
    yield from (f"![The money flow of the plan](households/{household.name}.svg)", "")
    yield from ("The pictures are of the first month.", "")


def read_aloud() -> str:
    """Twelve answers read by a person: the named households, and six cases of the suite with what is said to them."""
    cases = CASES.read_text("utf-8").split("# CASE ")[1:]
    said = {}
    for case in cases:
        title, body = case.split("\n", 1)
        said[title] = body.split("# SUGGESTIONS\n", 1)[1].split("# QUESTIONS", 1)[0].strip().splitlines()
    lines = []
    for line in READ_ALOUD.read_text("utf-8").splitlines():
        if line.startswith("<!-- case: "):
            title = line.removeprefix("<!-- case: ").removesuffix(" -->")
            told = [suggestion.split(": ", 1)[1] for suggestion in said[title]]
            lines += [f"> {suggestion}\n>" for suggestion in told[:-1]] + [f"> {told[-1] if told else 'Nothing.'}"]
        else:
            lines.append(line)
    return "\n".join(lines)


def picture(title: str, rules_text: str, income_cents: int) -> str:
    """The money flow of a month as SVG."""
    run = run_months(parse_rules(rules_text), Assumptions(income_cents), months=1)
    assert run is not None
    arrivals: dict[str, int] = {}
    for arrival in run.arrivals:
        arrivals[arrival.account] = arrivals.get(arrival.account, 0) + arrival.cents
    flows = [Flow(source, destination, cents) for (source, destination), cents in run.flows().items()]
    return sankey_svg(flows, title, arrivals)


def chat() -> Iterator[str]:
    """The telling parts of what `seqmatch demo` prints, long lines cut."""
    command = [sys.executable, "-c", "from seqmatch.cli.main import main; main()", "demo"]
    environment = {**os.environ, "SEQMATCH_MODELS": str(ROOT / "models"), "PYTHONIOENCODING": "utf-8"}
    printed = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=True, env=environment
    ).stdout
    lines = printed.splitlines()

    def part(start: str, stop: str, after: str = "") -> list[str]:
        since = next(i for i, line in enumerate(lines) if line.startswith(after))
        at = next(i for i, line in enumerate(lines) if i >= since and line.startswith(start))
        return [lines[at], *takewhile(lambda line: not line.strip().startswith(stop), lines[at + 1 :])]

    shown = [
        *part("Person: ", "predict_goal"),
        *part("predict_goal", "Assistant:"),
        *part("Assistant: ", "Person:"),
        "…",
        "",
        *part("suggest_automations", "One plan"),
        "…",
        "",
        *part("Before and after", "Sam"),
        "…",
        "",
        *part("Inés", "Person"),
        "…",
        "",
        *part("Before and after", "(end)", after="Inés"),
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
            read_aloud(),
            "",
        ]
    )
    files = {DOCS / "households.md": page, ROOT / "README.md": readme()}
    for name, answer in {**answers, INES.name: suggestions(models, INES)}.items():
        household, income = PEOPLE[name], answer.plan.simulation.income_cents
        files[DOCS / "households" / f"{name}.svg"] = picture(household.title, answer.plan.rules_text, income)
        if household.rules_text and answer.plan.changes:
            title = f"{household.title}, today"
            files[DOCS / "households" / f"{name}_today.svg"] = picture(title, household.rules_text, income)
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
