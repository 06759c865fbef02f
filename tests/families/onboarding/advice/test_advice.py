"""What a sensible friend would say, case by case: suggestions, questions and the plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from seqmatch.families.onboarding.advice.picture import picture_of
from seqmatch.families.onboarding.advice.plain_goal import plain_goal
from seqmatch.families.onboarding.advice.plan_changes import plan_of
from seqmatch.families.onboarding.advice.questions import questions_of
from seqmatch.families.onboarding.advice.simulation import assumptions_of
from seqmatch.families.onboarding.person import read_query
from seqmatch.rules.render import render_rules
from seqmatch.schemas.profile_reading import parse_profile

CASES = Path(__file__).parent / "advice_cases.txt"


def read_cases() -> dict[str, dict[str, str]]:
    cases = {}
    for case in CASES.read_text(encoding="utf-8").split("# CASE ")[1:]:
        title, body = case.split("\n", 1)
        parts = re.split(r"^# ([A-Z]+)\n", body, flags=re.MULTILINE)
        cases[title] = {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return cases


def cents(dollars: str) -> int:
    return int(dollars.replace(".", ""))


def advice_for(case: dict[str, str]) -> dict[str, str]:
    """What needs alone say; what similar people add is measured elsewhere."""
    profile = parse_profile(json.loads(case["PROFILE"]), "profile")
    amounts = dict(line.rsplit(" ", 1) for line in case.get("AMOUNTS", "").splitlines())
    income = cents(case["INCOME"]) if "INCOME" in case else None
    assumptions = assumptions_of(profile, income, {name: cents(amount) for name, amount in amounts.items()})
    picture = picture_of(read_query(profile, case["RULES"] or None), assumptions, profile.product_goal)
    plain = plain_goal(picture)
    draft, changes = plan_of(replace(picture, goal=profile.product_goal or (plain and plain.goal)))
    return {
        "SUGGESTIONS": "\n".join(f"{c.kind} {c.role}: {c.title}. {c.reason}" for c in changes),
        "QUESTIONS": "\n".join(f"{q.argument}: {q.ask}" for q in questions_of(picture, changes)),
        "PLAN": render_rules(draft.rules),
    }


@pytest.mark.parametrize("title", read_cases())
def test_the_advice_is_that_of_the_case(title: str) -> None:
    case = read_cases()[title]
    assert advice_for(case) == {part: case.get(part, "") for part in ("SUGGESTIONS", "QUESTIONS", "PLAN")}
