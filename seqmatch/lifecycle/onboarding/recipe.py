"""How each onboarding model is learned. Training and evaluation call these, so that what is measured is what ships."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import TrainingError
from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.automation_recommender import AutomationRecommender
from seqmatch.estimators.goal_classifier import GoalClassifier
from seqmatch.estimators.pattern_matcher import PatternMatcher
from seqmatch.features.automations import Item, adoption_table
from seqmatch.features.facts import PROFILE_FIELD_FEATURES
from seqmatch.features.table import FEATURES, GOAL_COLUMNS, RULE_COLUMNS
from seqmatch.lifecycle.onboarding.dataset import OnboardingData
from seqmatch.lifecycle.onboarding.views import training_views
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.rule import Role
from seqmatch.settings import MIN_SUPPORT, MIN_TYPE_USERS

N_PREDICTORS = GOAL_COLUMNS.start
"""Features before the goal's own: what goals may be predicted from."""
WEIGHTS = np.array([feature.weight for feature in FEATURES])
STEPS = np.array([feature.step for feature in FEATURES])
MASKABLE = tuple(PROFILE_FIELD_FEATURES.values())
N_TYPES = 3

BUSINESS_ROLES = frozenset(
    {Role.PAYROLL, Role.OWNERS_PAY, Role.PROFIT, Role.OPERATING_EXPENSES, Role.COST_OF_GOODS, Role.MARKETING}
)
"""Destinations that make sense only for someone with a business."""

NEVER_ADVISED = frozenset({Role.INCOME, Role.ROUTER, Role.PERSON})
"""Destinations that only the person can know: where income arrives or is split, and people they name."""

ARCHETYPE_COLUMNS = np.arange(RULE_COLUMNS.start, RULE_COLUMNS.stop)


def fit_matcher(data: OnboardingData, seed: int) -> PatternMatcher:
    return PatternMatcher(WEIGHTS, STEPS, MIN_TYPE_USERS).fit(data.table, data.types, seed)


def fit_goal_classifiers(data: OnboardingData, seed: int) -> dict[str, GoalClassifier]:
    """One classifier for users whose rules are known, one for new users; both know what to do with missing facts."""
    tables = {"goal_classifier": data.table, "goal_classifier_new_user": data.new_user_table}
    return {stem: fit_goal_classifier(data, table, seed) for stem, table in tables.items()}


def fit_goal_classifier(data: OnboardingData, table: NDArray[np.float64], seed: int) -> GoalClassifier:
    """A classifier of the labelled users' goals, from their rows of ``table``.

    Raises
    ------
    TrainingError : no two goals are stated often enough to tell them apart.
    """
    users = data.labelled
    goals = [str(data.goals[i]) for i in users]
    if len(set(goals)) < 2:
        raise TrainingError(
            "Fewer than two different goals are stated by users with rules. Add users who state one (PRODUCTGOAL)."
        )
    return GoalClassifier(seed=seed, maskable=MASKABLE).fit(table[users, :N_PREDICTORS], goals, GOALS)


def items_of(data: OnboardingData) -> tuple[Item, ...]:
    """What can be recommended: items of at least MIN_SUPPORT users, the commonest first."""
    adopters = Counter(item for uses in data.uses for item in {use.item for use in uses})
    kept = [item for item, count in adopters.items() if count >= MIN_SUPPORT]
    return tuple(sorted(kept, key=lambda item: (-adopters[item], item)))


def fit_recommender(data: OnboardingData, items: tuple[Item, ...], seed: int) -> AutomationRecommender:
    adoption = adoption_table(data.uses, items)
    business_only = np.array([item.destination in BUSINESS_ROLES for item in items], dtype=bool)
    never = np.array([item.destination in NEVER_ADVISED for item in items], dtype=bool)
    return AutomationRecommender().fit(
        adoption, data.types, N_TYPES, business_only, never, training_views(data, items, seed)
    )


def has_business(user_type: int, destinations: NDArray[np.bool_], items: tuple[Item, ...]) -> bool:
    """Whether suggestions for a business make sense: by the user type, or by what the user automates already."""
    if user_type > 0:
        return True
    return any(items[i].destination in BUSINESS_ROLES for i in np.flatnonzero(destinations))


def fit_archetypes(data: OnboardingData, seed: int) -> Archetypes:
    return Archetypes(seed=seed).fit(data.table[:, ARCHETYPE_COLUMNS])
