"""Users as they look when they ask: without rules, or with only a part of them known."""

from __future__ import annotations

import numpy as np

from seqmatch.estimators.automation_recommender import Views
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.person import Query
from seqmatch.features.users.adoption_inputs import known_inputs, profile_inputs
from seqmatch.features.users.automations import Item, adoption_table
from seqmatch.schemas.rule import RuleSet

REPEATS = 8
"""Random halves of each user's rules that the recommender learns from."""


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


def training_views(data: OnboardingData, items: tuple[Item, ...], seed: int) -> Views:
    """Every user without rules, and each user with two rules or more with random halves of them known."""
    new = np.array([profile_inputs(profile, goal) for profile, goal in zip(data.profiles, data.goals, strict=True)])
    every = adoption_table(data.uses, items)
    known, owned, hidden = [], [], []
    for repeat in range(REPEATS):
        for i, goal in enumerate(data.goals):
            person, rest = half_known(data, i, seed + repeat)
            if not person.has_rules or not rest.rules:
                continue
            mine = adoption_table([person.uses], items)[0]
            known.append(known_inputs(person.profile, goal, person.row, mine))
            owned.append(mine)
            hidden.append(every[i] & ~mine)
    return Views(new, np.array(known), np.array(owned), np.array(hidden))
