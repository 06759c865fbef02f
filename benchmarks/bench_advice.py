"""What advice does to rules that people live with, and what it costs.

python benchmarks/bench_advice.py [--cohort FOLDER]

FOLDER holds profiles.csv and rules.csv; without it 400 synthetic users are asked for. Printed are counts of users
alone. Times are CPU time of this process, so that what else the machine does is not in them.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import numpy as np

from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.users.cohort import Cohort, cohort_of, read_cohort
from seqmatch.families.onboarding.advice.peers import evidence_of
from seqmatch.families.onboarding.advice.simulation import assumptions_of, year_of
from seqmatch.families.onboarding.answers.check import check_automations
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.person import Query, read_query
from seqmatch.families.onboarding.scoring import Ranking
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.answers.onboarding import SuggestAnswer
from seqmatch.schemas.profile import Profile
from seqmatch.schemas.profile_reading import parse_profile
from seqmatch.schemas.rule import Action, Rule, RuleSet
from seqmatch.settings import Settings, resource

N_USERS = 400
HOUSEHOLDS = Path(__file__).resolve().parent.parent / "tests" / "advice_exam" / "households"
WARM = 3
"""Calls before the clock starts."""


def measured(models: OnboardingModels, profile: Profile, rules_text: str) -> Iterator[str]:
    """What holds of the plan for one user with rules."""
    answer = suggest_automations(models, profile, rules_text)
    query = read_query(profile, rules_text)
    planned = parse_rules(answer.plan.rules_text)
    yield "users with rules"
    if answer.suggestions:
        yield "… who are given a suggestion"
    sound = _sound(query)
    if all(_is_kept(answer, number, rule, planned) for number, rule in sound):
        yield "plans that keep all sound own rules"
    if all(number <= len(planned.rules) and planned.rules[number - 1] == rule for number, rule in sound):
        yield "… word for word"
    if _failing(profile, planned) - _failing(profile, query.rules):
        yield "plans with a move that fails and did not before"
    if _is_on_peers_account(models, query, answer):
        yield "first suggestions less usual among similar people, for no reason of their own"


def _sound(query: Query) -> list[tuple[int, Rule]]:
    """Rules, numbered from 1, without an error, a move that fails in a year, or a misspelt account."""
    year = year_of(query.rules, assumptions_of(query.profile, None))
    wrong = {finding.rule for finding in year.findings if finding.severity == "error"}
    if year.run is not None:
        wrong |= {failure.rule for failure in year.run.failures}
    alike = {finding.account for finding in year.findings if finding.code == "names_alike"}
    return [
        (number, rule)
        for number, rule in enumerate(query.rules.rules, 1)
        if number not in wrong and alike.isdisjoint(action.destination.strip() for action in rule.actions)
    ]


def _is_kept(answer: SuggestAnswer, number: int, rule: Rule, planned: RuleSet) -> bool:
    """Whether every action of ``rule`` is in the plan, and the plan names each one that is not word for word."""
    if number > len(planned.rules):
        return False
    now = planned.rules[number - 1]
    same_ends = Counter(map(_ends, now.actions))
    same_ends.subtract(map(_ends, rule.actions))
    changed = Counter((*_ends(action), action.value) for action in now.actions)
    changed -= Counter((*_ends(action), action.value) for action in rule.actions)
    named = sum(change.rule == number for change in answer.plan.changes)
    return min(same_ends.values(), default=0) >= 0 and named >= changed.total()


def _ends(action: Action) -> tuple[str, str]:
    return action.source.strip(), action.destination.strip()


def _failing(profile: Profile, rules: RuleSet) -> set[tuple[str, str]]:
    run = year_of(rules, assumptions_of(profile, None)).run
    causes = run.causes() if run is not None else ()
    actions = [rules.rules[cause.rule - 1].actions[cause.action - 1] for cause in causes if cause.action is not None]
    return {_ends(action) for action in actions}


def _is_on_peers_account(models: OnboardingModels, query: Query, answer: SuggestAnswer) -> bool:
    """Whether the first suggestion rests on similar people, who have its like less often than everybody in any form."""
    first = answer.suggestions[0] if answer.suggestions else None
    if first is None or "of similar people" not in first.reason:
        return False
    ranking = Ranking(models, query, answer.goal)
    role = first.pattern.destination_role
    found = [evidence_of(ranking, i) for i, item in enumerate(models.items) if item.destination.value == role]
    lifts = [evidence.lift for evidence in found if evidence is not None]  # None: too few adopters to tell
    return max(lifts, default=0.0) < 1


def cpu_times(call: Callable[[Profile, str, int | None], object], people: list[tuple[Profile, str, int | None]]) -> str:
    """Median and 95th percentile over people, in milliseconds of CPU time."""
    for person in people[:WARM]:
        call(*person)
    times = []
    for person in people:
        began = process_time()
        call(*person)
        times.append(1000 * (process_time() - began))
    return f"p50 {np.percentile(times, 50):.1f} ms, p95 {np.percentile(times, 95):.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cohort", type=Path, help="a folder with profiles.csv and rules.csv")
    folder = parser.parse_args().cohort
    models = ModelHost(Settings(resource("models"))).live(ONBOARDING)
    cohort = _cohort(folder)
    people = [(p, text) for p, text in zip(cohort.profiles, cohort.rule_texts, strict=True) if text]
    counts: Counter[str] = Counter()
    for profile, rules_text in people:
        counts.update(measured(models, profile, rules_text))
    for what in dict.fromkeys((*ORDER, *counts)):
        print(f"{counts[what]:6} {what}")
    asked = {
        "households of the exam": _examined(),
        "these users": [(profile, text, None) for profile, text in people[:300]],
    }
    for whose, sample in asked.items():
        suggest = cpu_times(lambda p, r, i: suggest_automations(models, p, r or None, monthly_income_cents=i), sample)
        check = cpu_times(lambda p, r, i: check_automations(models, r, p, monthly_income_cents=i), sample)
        print(f"suggest_automations, {whose}: {suggest}")
        print(f"check_automations, {whose}: {check}")


ORDER = (
    "users with rules",
    "… who are given a suggestion",
    "plans that keep all sound own rules",
    "… word for word",
    "plans with a move that fails and did not before",
    "first suggestions less usual among similar people, for no reason of their own",
)


def _examined() -> list[tuple[Profile, str, int | None]]:
    """The households of the suite's exam, each three times."""
    sent = [json.loads(path.read_text("utf-8"))["arguments"] for path in sorted(HOUSEHOLDS.glob("*.json"))]
    return 3 * [(parse_profile(a["profile"]), a.get("rules_text", ""), a["monthly_income_cents"]) for a in sent]


def _cohort(folder: Path | None) -> Cohort:
    if folder is None:
        synthetic = generate(users=N_USERS, seed=7, preset="exam")
        return cohort_of(synthetic.profiles, synthetic.rules, "synthetic")
    return read_cohort(folder / "profiles.csv", folder / "rules.csv")


if __name__ == "__main__":
    sys.exit(main())
