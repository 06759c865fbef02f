"""What is everyone in a file after who does not say so? The answers of ``predict_goal``, for many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.users.cohort import Cohort
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import Query
from seqmatch.schemas.goal import GROUP_OF
from seqmatch.schemas.rule import RuleSet


@dataclass(frozen=True)
class LikelyGoal:
    """One user's likely goal.

    Attributes
    ----------
    goal : None where the model is not sure.
    goal_group : group of the goal, or the most probable group where the model is not sure.
    probability : of the leading goal, 0 to 1.
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
            answers[place] = _likely(cohort.user_ids[asked[place]], classifier, row)
    return [answers[place] for place in range(len(asked))]


def _likely(user_id: str, classifier: GoalClassifier, chances: NDArray[np.float64]) -> LikelyGoal:
    goals = classifier.goals_
    order = np.argsort(-chances, kind="stable")
    leading, threshold = int(order[0]), classifier.confident_at_
    probability = float(chances[leading])
    sure = threshold is not None and probability >= threshold
    groups: dict[str, float] = {}
    for goal, chance in zip(goals, chances, strict=True):
        groups[GROUP_OF[goal]] = groups.get(GROUP_OF[goal], 0.0) + float(chance)
    return LikelyGoal(
        user_id,
        goals[leading] if sure else None,
        GROUP_OF[goals[leading]] if sure else max(groups, key=lambda group: groups[group]),
        probability,
        tuple((goals[i], float(chances[i])) for i in order[:3]),
    )
