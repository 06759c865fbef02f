"""Asks a live version and a newly trained one the same questions, as served."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.automation_recommender import AutomationRecommender
from seqmatch.estimators.metrics import ranking_metrics
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.goal_models import GoalModels, fit_goal_models
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.families.onboarding.recipe_settings import OWN, Recipe
from seqmatch.families.onboarding.scoring import owned_by, scores_of
from seqmatch.families.onboarding.training_views import half_known
from seqmatch.features.users.automations import Item
from seqmatch.features.users.table import GOAL_COLUMNS
from seqmatch.schemas.rule import RuleSet

Floats = NDArray[np.float64]
HIDING_SEED = 1000
"""Which half of a user's rules is hidden: the same for both sides of a contest."""


@dataclass(frozen=True)
class Contestant:
    """The models that a contest compares.

    Attributes
    ----------
    items : what the recommender may suggest.
    """

    matcher: PatternMatcher
    goals: GoalModels
    recommender: AutomationRecommender
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Answers:
    """What was answered, one row a user.

    Attributes
    ----------
    chances : shape (n_users, n_goals), over GOALS.
    type_match : shape (n_users,), share of the five most similar groups of the user's type; NaN where that is unknown.
    new_user, known_rules : shape (n_users,), NDCG@5 of the suggestions without rules, and with half of them known; NaN
        where there was nothing to find.
    """

    chances: Floats
    type_match: Floats
    new_user: Floats
    known_rules: Floats

    def of(self, users: NDArray[np.intp]) -> Answers:
        """The rows of some users."""
        return Answers(*(getattr(self, column.name)[users] for column in fields(self)))


def in_order(parts: list[Answers], users: NDArray[np.intp]) -> Answers:
    """The answers of several folds put back in the order of the data; ``users`` are their users, one after another."""
    order = np.argsort(users)
    return Answers(
        *(np.concatenate([getattr(part, column.name) for part in parts])[order] for column in fields(Answers))
    )


def learned_from(data: OnboardingData, asked: OnboardingData, seed: int, settings: Recipe = OWN) -> Contestant:
    """A contestant trained on ``data`` as training does it, to be asked about the users of ``asked``."""
    matcher = recipe.fit_matcher(data, seed, settings)
    items = recipe.items_of(data)
    goals = fit_goal_models(data, asked, seed, settings)
    return Contestant(matcher, goals, recipe.fit_recommender(data, items, seed, matcher, settings), items)


def as_served(models: OnboardingModels) -> Contestant:
    """A version as it is served."""
    return Contestant(models.matcher, models.goals, models.recommender, models.items)


def answers(contestant: Contestant, asked: OnboardingData) -> Answers:
    """Ask a contestant about every user of ``asked``, none of their goals told but where a goal is to be served."""
    return Answers(
        contestant.goals.chances(asked),
        _type_match(contestant.matcher, asked),
        _suggestion_quality(contestant, asked, rules_known=False),
        _suggestion_quality(contestant, asked, rules_known=True),
    )


def _type_match(matcher: PatternMatcher, asked: OnboardingData) -> Floats:
    share = np.full(len(asked), np.nan)
    for i in np.flatnonzero(asked.types >= 0):
        row = asked.table[i].copy()
        row[GOAL_COLUMNS] = np.nan
        share[i] = (matcher.types_[matcher.similar(row, 5).groups] == asked.types[i]).mean()
    return share


def _suggestion_quality(contestant: Contestant, asked: OnboardingData, rules_known: bool) -> Floats:
    """NDCG@5 over everything that anyone asked about automates, suggested by the contestant or not."""
    everything = tuple(sorted({*contestant.items, *(use.item for uses in asked.uses for use in uses)}))
    places = np.array([everything.index(item) for item in contestant.items], dtype=int)
    scores = np.full((len(asked), len(everything)), -1.0)
    relevant = np.zeros(scores.shape, dtype=bool)
    for i, goal in enumerate(asked.goals):
        person, hidden = Query(asked.profiles[i], RuleSet()), asked.rulesets[i]
        if rules_known:
            person, hidden = half_known(asked, i, HIDING_SEED)
            if not person.has_rules:
                continue
        owned = owned_by(person, everything)
        relevant[i] = owned_by(Query(person.profile, hidden), everything) & ~owned
        if relevant[i].any():
            scores[i, places] = scores_of(contestant, person.profile, person.row, owned[places], goal)
    return ranking_metrics(scores, relevant)["ndcg_at_5"]
