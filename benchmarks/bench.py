"""What `make bench` runs: every timing beside something to compare with, in the same run, on one thread.

Absolute times say little on a shared machine; the ratios hold.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import platform
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.users.cohort import Cohort, cohort_of
from seqmatch.families.onboarding.answers.goal import predict_goal
from seqmatch.families.onboarding.answers.match import match_user
from seqmatch.families.onboarding.answers.suggest import suggest_automations
from seqmatch.families.onboarding.evaluation.baselines import seed_features, seed_goal_model
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.parse import parse_rules
from seqmatch.schemas.profile import Profile
from seqmatch.settings import Settings, resource

N_USERS = 400

Call = Callable[[Profile, str], Any]


def percentiles(call: Call, users: list[tuple[Profile, str]]) -> tuple[float, float]:
    """Median and 99th percentile of a call over users, in milliseconds."""
    times = []
    for profile, text in users:
        began = perf_counter()
        call(profile, text)
        times.append((perf_counter() - began) * 1000)
    return float(np.percentile(times, 50)), float(np.percentile(times, 99))


def ours(models: OnboardingModels) -> Call:
    """From profile and rules to neighbours and probabilities."""

    def run(profile: Profile, text: str) -> None:
        query = read_query(profile, text)
        models.matcher.similar(query.row, 10, query.user_type)
        inputs = query.goal_inputs(models.goals.words)
        models.goals.for_one(inputs).predict_proba(inputs[None])

    return run


def plain(cohort: Cohort, users: list[int]) -> Call:
    """The seed's recipe as it is written down: regular expressions, a scaler, cosine similarity, LightGBM asked twice
    (for the goal and for its probabilities)."""
    table = np.array([seed_features(cohort.profiles[i], cohort.rule_texts[i] or "") for i in users])
    scaler = StandardScaler().fit(table)
    vectors = scaler.transform(table)
    stated = [place for place, i in enumerate(users) if cohort.goals[i] is not None]
    names = sorted({str(cohort.goals[users[place]]) for place in stated})
    labels = np.array([names.index(str(cohort.goals[users[place]])) for place in stated])
    model = seed_goal_model(table[stated], labels, 42)

    def run(profile: Profile, text: str) -> None:
        row = np.array([seed_features(profile, text)])
        np.argsort(cosine_similarity(scaler.transform(row), vectors)[0])[::-1][:10]
        model.predict(row)
        model.predict_proba(row)

    return run


def main() -> None:
    console = Console(width=None if sys.stdout.isatty() else 120)
    with threadpool_limits(1), console.status("preparing"):
        models = ModelHost(Settings(resource("models"))).live(ONBOARDING)
        synthetic = generate()
        cohort = cohort_of(synthetic.profiles, synthetic.rules)
        known = [i for i, text in enumerate(cohort.rule_texts) if text is not None]
        users = [(cohort.profiles[i], str(cohort.rule_texts[i])) for i in known[:N_USERS]]
        seed_run = plain(cohort, known)
        table = Table("one user, one thread", "p50 ms", "p99 ms", "seed recipe / this", title_justify="left")
        reference, reference_p99 = percentiles(seed_run, users)
        measured: dict[str, Call] = {
            "rules and profile to neighbours and probabilities": ours(models),
            "match_user, complete answer": lambda p, t: match_user(models, p, t),
            "predict_goal, complete answer": lambda p, t: predict_goal(models, p, t),
            "suggest_automations, complete answer": lambda p, t: suggest_automations(models, p, t),
        }
        table.add_row("the seed's recipe, written plainly", f"{reference:.2f}", f"{reference_p99:.2f}", "1.0")
        for name, call in measured.items():
            percentiles(call, users[:50])
            p50, p99 = percentiles(call, users)
            table.add_row(name, f"{p50:.2f}", f"{p99:.2f}", f"{reference / p50:.1f}")
        texts = [str(cohort.rule_texts[i]) for i in known]
        began = perf_counter()
        actions = 0
        for text in texts:
            read = parse_rules(text)
            roles_of(read)
            actions += len(read.actions)
        rate = actions / (perf_counter() - began)
    console.print(f"{platform.machine()}, Python {platform.python_version()}, models of {models.groups.people:,} users")
    console.print(table)
    console.print(f"Rules read, with roles: {rate:,.0f} actions a second ({actions:,} actions)")


if __name__ == "__main__":
    main()
