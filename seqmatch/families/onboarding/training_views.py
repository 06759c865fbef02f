"""Training views of users: no rules known, or half of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqmatch.data.users.cohort import no_garbage
from seqmatch.estimators.automation_recommender import Views
from seqmatch.estimators.sampling import at_most
from seqmatch.families.onboarding.dataset import KnownHalves, OnboardingData
from seqmatch.families.onboarding.person import Query
from seqmatch.features.users.adoption_inputs import profile_inputs, with_rules
from seqmatch.features.users.automations import Item, Use, adoption_table
from seqmatch.features.users.table import FEATURES
from seqmatch.schemas.rule import RuleSet

REPEATS = 8
"""Random halves of each user's rules that the recommender learns from; fewer of each where there are many users."""
MOST_VIEWS = 40_000
"""Halves read at most. The regression over them has 20 directions: beyond some thousands of users it learns no more,
and reading halves is what training takes longest for."""


def halves(rules: RuleSet, seed: int, user: int) -> tuple[RuleSet, RuleSet]:
    """A user's rules in two random halves, the known and the hidden; of an odd number the larger half is hidden."""
    order = np.random.default_rng((seed, user)).permutation(len(rules.rules))
    half = len(order) // 2
    known, hidden = sorted(order[:half]), sorted(order[half:])
    return RuleSet(tuple(rules.rules[i] for i in known)), RuleSet(tuple(rules.rules[i] for i in hidden))


def half_known(data: OnboardingData, user: int, seed: int) -> tuple[Query, RuleSet]:
    """A user as if half of their rules were known, and the other half."""
    known, hidden = halves(data.rulesets[user], seed, int(data.rows[user]))
    return Query(data.profiles[user], known), hidden


def with_halves(data: OnboardingData, seed: int) -> OnboardingData:
    """The same users with their halves read, for trainings on several parts of them by the same ``seed``."""
    return data if data.halves is not None and data.halves.seed == seed else replace(data, halves=_read(data, seed))


def _read(data: OnboardingData, seed: int) -> KnownHalves:
    repeats = min(REPEATS, max(1, MOST_VIEWS // len(data)))
    drawn = np.zeros((len(data), repeats), dtype=bool)
    rows = np.full((len(data), repeats, len(FEATURES)), np.nan)
    uses: list[tuple[tuple[Use, ...], ...]] = []
    with no_garbage():
        for user in range(len(data)):
            theirs = []
            for repeat in range(repeats):
                person, rest = half_known(data, user, seed + repeat)
                drawn[user, repeat] = person.has_rules and bool(rest.rules)
                if drawn[user, repeat]:
                    rows[user, repeat] = person.row
                theirs.append(tuple(person.uses) if drawn[user, repeat] else ())
            uses.append(tuple(theirs))
    return KnownHalves(seed, drawn, rows, tuple(uses))


def training_views(data: OnboardingData, items: tuple[Item, ...], seed: int) -> Views:
    """Every user without rules, and each user with two rules or more with random halves of them known."""
    new = np.array([profile_inputs(profile, goal) for profile, goal in zip(data.profiles, data.goals, strict=True)])
    every = adoption_table(data.uses, items)
    viewed = at_most(np.arange(len(data)), MOST_VIEWS, np.random.default_rng(seed))
    some = data if len(viewed) == len(data) else data.subset(viewed)
    halves = with_halves(some, seed).halves
    assert halves is not None
    repeats, users = np.nonzero(halves.drawn.T)
    owned = adoption_table([halves.uses[user][repeat] for user, repeat in zip(users, repeats, strict=True)], items)
    known = with_rules(new[viewed[users]], halves.rows[users, repeats], owned)
    return Views(new, known, owned, every[viewed[users]] & ~owned)
