"""How the advice does on households with what an expert would sign, written before any answer was seen.

python tests/advice_exam/score.py [FOLDER]      a table of the households of FOLDER, else of those beside this file

A household has what is sent (``arguments``), what a sensible answer holds (``must``) and what would be nonsense
(``must_not``). A must is met, and a must_not violated, where one predicate of its ``any_of`` holds:

suggestion    one suggestion has all of it: roles, amounts ([least, most]; percent or cents), rank, words of its rule
plan_rule     one action of the plan has all of it; ``source`` and ``destination`` are patterns of account names
finding       a code among the findings of the rules or of the plan
text_matches  a pattern in what the answers say, without rules
answer        how many suggestions there are
simulation    how many moves fail in a year, or what an account holds then
not, all      of other predicates
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
from mcp import Client

from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.goal import GROUP_OF
from seqmatch.schemas.rule import ActionForm
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource

HOUSEHOLDS = Path(__file__).parent / "households"
Predicate = dict[str, Any]


@dataclass(frozen=True)
class Answers:
    """What the tools say to one household.

    Attributes
    ----------
    suggest, check : structured answers; ``check`` is empty where there are no rules.
    plan : what check_automations reads in the plan.
    text : both answers in words, without lines that are rules.
    own : the household's own accounts.
    """

    suggest: dict[str, Any]
    check: dict[str, Any]
    plan: dict[str, Any]
    text: str
    own: frozenset[str]

    def holds(self, predicate: Predicate) -> bool:
        ((kind, wanted),) = predicate.items()
        return bool(getattr(self, f"_{kind}")(wanted))

    def _not(self, predicate: Predicate) -> bool:
        return not self.holds(predicate)

    def _all(self, predicates: list[Predicate]) -> bool:
        return all(self.holds(predicate) for predicate in predicates)

    def _suggestion(self, wanted: dict[str, Any]) -> bool:
        return any(self._is_suggested(suggestion, wanted) for suggestion in self.suggest["suggestions"])

    def _is_suggested(self, suggestion: dict[str, Any], wanted: dict[str, Any]) -> bool:
        fed = {action.destination.strip() for action in parse_rules(suggestion["rule_text"]).actions}
        return (
            all(suggestion["pattern"][key] in wanted[key] for key in ("destination_role", "action") if key in wanted)
            and suggestion["rank"] <= wanted.get("top", wanted.get("rank", 99))
            and has_amount(suggestion.get("percent"), suggestion.get("amount_cents"), wanted)
            and fed.isdisjoint(self.own) is wanted.get("new_account", fed.isdisjoint(self.own))
            and found(wanted.get("rule", ""), suggestion["rule_text"])
        )

    def _plan_rule(self, wanted: dict[str, Any]) -> bool:
        actions = parse_rules(self.suggest["plan"]["rules_text"]).actions
        read = [action for rule in self.plan["rules"] for action in rule["actions"]]
        return any(
            ("destination_role" not in wanted or told["destination_role"] in wanted["destination_role"])
            and has_amount(
                action.value / 100 if action.form is ActionForm.PERCENTAGE and isinstance(action.value, int) else None,
                action.value if action.form is ActionForm.FIXED and isinstance(action.value, int) else None,
                wanted,
            )
            and found(wanted.get("source", ""), action.source)
            and found(wanted.get("destination", ""), action.destination)
            for action, told in zip(actions, read, strict=True)
        )

    def _finding(self, wanted: dict[str, Any]) -> bool:
        findings = self.check.get("findings", []) + self.suggest["plan"]["findings"]
        return any(finding["code"] in wanted["code_in"] for finding in findings)

    def _text_matches(self, pattern: str) -> bool:
        return found(pattern, self.text)

    def _answer(self, wanted: dict[str, Any]) -> bool:
        low, high = wanted["suggestions"]
        return bool(low <= len(self.suggest["suggestions"]) <= high)

    def _simulation(self, wanted: dict[str, Any]) -> bool:
        run = self.suggest["plan"]["simulation"]
        if "failures" in wanted:
            low, high = wanted["failures"]
            return bool(low <= len(run.get("failures", [])) <= high)
        low, high = wanted["balance"]["cents"]
        held = [b["cents"] for b in run["balances"] if found(wanted["balance"]["account"], b["account"])]
        return any(low <= cents <= high for cents in held)


def found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def has_amount(percent: float | None, cents: int | None, wanted: dict[str, Any]) -> bool:
    """Whether the percentage or the amount lies where it should; True where none is asked for."""
    asked = [(wanted[key], value) for key, value in (("percent", percent), ("amount_cents", cents)) if key in wanted]
    return not asked or any(value is not None and low <= value <= high for (low, high), value in asked)


@dataclass(frozen=True)
class Score:
    """One household: what was missed, what nonsense was said, and out of how many; ``goal`` is None where none is
    expected."""

    name: str
    missed: list[str]
    violated: list[str]
    musts: int
    must_nots: int
    goal: bool | None

    @property
    def clean(self) -> bool:
        return not self.missed and not self.violated


async def asked(client: Client, arguments: dict[str, Any]) -> Answers:
    suggest = await client.call_tool("suggest_automations", arguments)
    assert not suggest.is_error, suggest.content
    common = {key: arguments[key] for key in ("profile", "monthly_income_cents") if key in arguments}
    told = [suggest]
    if "rules_text" in arguments:
        told.append(await client.call_tool("check_automations", {**common, "rules_text": arguments["rules_text"]}))
    plan = suggest.structured_content["plan"]["rules_text"]
    read = await client.call_tool("check_automations", {**common, "rules_text": plan})
    lines = [line for answer in told for block in answer.content for line in block.text.splitlines()]
    return Answers(
        suggest.structured_content,
        told[1].structured_content if len(told) > 1 else {},
        read.structured_content,
        "\n".join(line for line in lines if not re.search(r" goes from |\bmoves? from ", line)),
        frozenset(action.destination.strip() for action in parse_rules(arguments.get("rules_text", "")).actions),
    )


def judged(household: dict[str, Any], answers: Answers) -> Score:
    missed = [m["why"] for m in household["must"] if not any(map(answers.holds, m["any_of"]))]
    violated = [m["why"] for m in household["must_not"] if any(map(answers.holds, m["any_of"]))]
    wanted = household.get("goal_group")
    goal = None if wanted is None else GROUP_OF.get(answers.suggest["goal"] or "") == wanted
    return Score(household["id"], missed, violated, len(household["must"]), len(household["must_not"]), goal)


async def scored(folder: Path = HOUSEHOLDS) -> list[Score]:
    """The households of ``folder`` asked of the server with the models it ships with."""
    households = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    async with Client(build_server(Settings(resource("models")))) as client:
        return [judged(household, await asked(client, household["arguments"])) for household in households]


def table(scores: list[Score]) -> Iterator[str]:
    for score in scores:
        yield f"{score.name:<28} {'clean' if score.clean else ''}".rstrip()
        yield from (f"    missed    {why}" for why in score.missed)
        yield from (f"    violated  {why}" for why in score.violated)
    musts, must_nots = sum(score.musts for score in scores), sum(score.must_nots for score in scores)
    goals = [score.goal for score in scores if score.goal is not None]
    yield f"musts met          {musts - sum(len(score.missed) for score in scores)} of {musts}"
    yield f"must_nots violated {sum(len(score.violated) for score in scores)} of {must_nots}"
    yield f"goal group right   {sum(goals)} of {len(goals)}"
    yield f"clean answers      {sum(score.clean for score in scores)} of {len(scores)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join([*table(anyio.run(scored, *map(Path, sys.argv[1:2]))), ""]))
