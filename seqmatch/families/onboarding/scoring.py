"""Scores every automation for one person, and names the facts whose removal lowers a score most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.automation_recommender import AutomationRecommender, Support
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query, type_code
from seqmatch.families.onboarding.recipe import BUSINESS_ROLES
from seqmatch.features.users.adoption_inputs import known_inputs, profile_inputs
from seqmatch.features.users.automations import Item, adoption_table
from seqmatch.features.users.facts import PROFILE_FIELD_FEATURES, value_text
from seqmatch.features.users.profile import goal_values
from seqmatch.features.users.table import GOAL_COLUMNS, RULE_COLUMNS, feature_row
from seqmatch.schemas.goal import GOAL_TEXT
from seqmatch.schemas.profile import Profile

MOST_REASONS = 3
NOTICEABLE = 0.03
"""A fact whose absence lowers a score by less than this share of it did not drive it."""


class Suggesting(Protocol):
    """What suggests automations: a version as it is served, or models that a fold of the data taught."""

    @property
    def matcher(self) -> PatternMatcher: ...

    @property
    def recommender(self) -> AutomationRecommender: ...

    @property
    def items(self) -> tuple[Item, ...]: ...


def support_of(
    models: Suggesting, profile: Profile, row: NDArray[np.float64], owned: NDArray[np.bool_], goal: str | None
) -> Support:
    """Every automation scored for a person; served, measured and compared versions are all asked here.

    Parameters
    ----------
    row : shape (n_features,), of the profile and of what is known of the rules; its goal columns are not read.
    owned : shape (n_items,), what the known rules automate.
    goal : the goal to serve, None where none is known.
    """
    served = _serving(row, goal)
    similarities = models.matcher.neighbours_.similarities(served)
    return models.recommender.support(similarities, *_asked(models, profile, served, owned, goal))


def scores_of(
    models: Suggesting, profile: Profile, row: NDArray[np.float64], owned: NDArray[np.bool_], goal: str | None
) -> NDArray[np.float64]:
    """The scores of :func:`support_of`, shape (n_items,). Those of a person with rules need nobody like them."""
    if np.isnan(row[RULE_COLUMNS.start]):
        return support_of(models, profile, row, owned, goal).score
    served = _serving(row, goal)
    return models.recommender.score_beside_rules(*_asked(models, profile, served, owned, goal))


def _serving(row: NDArray[np.float64], goal: str | None) -> NDArray[np.float64]:
    served = row.copy()
    served[GOAL_COLUMNS] = goal_values(goal)
    return served


def _asked(
    models: Suggesting, profile: Profile, served: NDArray[np.float64], owned: NDArray[np.bool_], goal: str | None
) -> tuple[int | None, NDArray[np.bool_], bool, NDArray[np.float64]]:
    """User type, what is owned, whether business items make sense, and what the regression reads."""
    code = type_code(profile)
    rules_known = not np.isnan(served[RULE_COLUMNS.start])
    told = known_inputs(profile, goal, served, owned) if rules_known else profile_inputs(profile, goal)
    return None if code < 0 else code, owned, has_business(code, owned, models.items), told


def owned_by(person: Query, items: Sequence[Item]) -> NDArray[np.bool_]:
    """What a person's rules automate, shape (n_items,)."""
    owned: NDArray[np.bool_] = adoption_table([person.uses], items)[0]
    return owned


def has_business(user_type: int, owned: NDArray[np.bool_], items: Sequence[Item]) -> bool:
    """Whether suggestions for a business make sense: by the user type, or by what the user automates already."""
    if user_type > 0:
        return True
    return any(items[i].destination in BUSINESS_ROLES for i in np.flatnonzero(owned).tolist())


@dataclass(frozen=True)
class Ranking:
    """Every automation scored for one person.

    Parameters
    ----------
    models : the onboarding models.
    query : the person.
    goal : the goal to serve, None where none is known.
    """

    models: OnboardingModels
    query: Query
    goal: str | None

    @cached_property
    def owned(self) -> NDArray[np.bool_]:
        """What the person automates already, shape (n_items,)."""
        return owned_by(self.query, self.models.items)

    @cached_property
    def support(self) -> Support:
        return support_of(self.models, self.query.profile, self.query.row, self.owned, self.goal)

    @cached_property
    def order(self) -> list[int]:
        """Items that may be suggested, best first."""
        score = self.support.score
        allowed = np.flatnonzero(score >= 0)
        best: list[int] = allowed[np.argsort(-score[allowed], kind="stable")].tolist()
        return best

    def _without_field(self, field: str) -> NDArray[np.float64]:
        known = {name: value for name, value in self.query.profile.known().items() if name != field}
        poorer = Profile.model_construct(**known)
        row = self.query.row.copy()
        row[: RULE_COLUMNS.start] = feature_row(poorer)[: RULE_COLUMNS.start]
        goal = None if field == "product_goal" else self.goal
        return scores_of(self.models, poorer, row, self.owned, goal)

    def _without_rules(self) -> NDArray[np.float64]:
        row = feature_row(self.query.profile)
        return scores_of(self.models, self.query.profile, row, np.zeros_like(self.owned), self.goal)

    @cached_property
    def _poorer(self) -> list[tuple[str, NDArray[np.float64]]]:
        """What is known of the person, in words, and every score without it."""
        told: list[tuple[str, NDArray[np.float64]]] = []
        for field in self.query.profile.known():
            if field in PROFILE_FIELD_FEATURES:
                told.append((self._in_words(field), self._without_field(field)))
        if self.goal is not None:
            told.append((f"wants to {GOAL_TEXT[self.goal]}", self._without_field("product_goal")))
        if self.query.has_rules:
            told.append(("what their rules do already", self._without_rules()))
        return told

    def _in_words(self, field: str) -> str:
        columns = PROFILE_FIELD_FEATURES[field]
        values = [float(self.query.row[column]) for column in columns]
        said = [(column, value) for column, value in zip(columns, values, strict=True) if value > 0] or [
            (columns[0], values[0])
        ]
        return value_text(*said[0])

    def because(self, item: int) -> list[str]:
        """The facts whose absence lowers the item's score most, or rules the item out (-1), the strongest first."""
        mine = float(self.support.score[item])
        drops = [(mine - float(scores[item]), words) for words, scores in self._poorer]
        strong = sorted((drop, words) for drop, words in drops if drop > NOTICEABLE * max(mine, 0.0))
        return [words for _, words in reversed(strong)][:MOST_REASONS]
