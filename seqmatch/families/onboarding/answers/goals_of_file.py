"""Predicts goals for users in a file who state none, with the answers of ``predict_goal``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seqmatch.data.users.cohort import Cohort
from seqmatch.families.onboarding.answers.goal_chances import GoalChances, chances_of, plain_in
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.schemas.rule import RuleSet


@dataclass(frozen=True)
class LikelyGoal:
    """One user's likely goal.

    Attributes
    ----------
    goal : what their rules make plain, or else the model; None where neither is sure.
    goal_group : group of the goal, or the most probable group where the model is not sure.
    probability : of the leading goal by the model, 0 to 1.
    top3 : the three most probable goals with their probabilities.
    """

    user_id: str
    goal: str | None
    goal_group: str
    probability: float
    top3: tuple[tuple[str, float], ...]


def likely_goals(models: OnboardingModels, cohort: Cohort, asked: Sequence[int]) -> list[LikelyGoal]:
    """The likely goal of some users of ``cohort``, in the order asked for; rules count where any are readable."""
    if not asked:
        return []
    queries = [Query(cohort.profiles[i], cohort.rulesets[i] or RuleSet()) for i in asked]
    inputs = np.array([query.goal_inputs(models.goals.words) for query in queries])
    answers: dict[int, LikelyGoal] = {}
    for classifier, places in models.goals.answering(inputs):
        for place, row in zip(places.tolist(), classifier.predict_proba(inputs[places]), strict=True):
            told = chances_of(classifier, row, plain_in(queries[place]))
            answers[place] = _likely(cohort.user_ids[asked[place]], told)
    return [answers[place] for place in range(len(asked))]


def _likely(user_id: str, told: GoalChances) -> LikelyGoal:
    first = zip(told.goals[:3], told.chances.tolist(), strict=False)
    return LikelyGoal(user_id, told.goal, told.group, float(told.chances[told.leading]), tuple(first))
