"""Goal probabilities as answers give them: both wordings of a goal are one goal, and rules may settle it.

The models keep the wordings apart, as the people did who were asked in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.families.onboarding.advice.picture import picture_of_rules
from seqmatch.families.onboarding.advice.plain_goal import PlainGoal, plain_goal
from seqmatch.families.onboarding.person import Query
from seqmatch.schemas.goal import GROUP_OF, canonical_goal


def in_one_wording(goals: tuple[str, ...], chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """``chances``, shape (…, n_goals), with those of synonyms added up: shape (…, n_goals without synonyms)."""
    merged: NDArray[np.float64] = chances @ _wordings(goals)
    return merged


@lru_cache(maxsize=16)
def _wordings(goals: tuple[str, ...]) -> NDArray[np.float64]:
    told = goals_told(goals)
    return np.array([[canonical_goal(goal) == one for one in told] for goal in goals], dtype=np.float64)


@lru_cache(maxsize=16)
def goals_told(goals: tuple[str, ...]) -> tuple[str, ...]:
    """The goals that answers name, in the order in which ``goals`` first has them."""
    return tuple(dict.fromkeys(canonical_goal(goal) for goal in goals))


@dataclass(frozen=True)
class GoalChances:
    """One person's goals, the most probable first.

    Attributes
    ----------
    goals : each once, in the newer wording.
    chances : shape (n_goals,), summing to 1.
    base_rates : shape (n_goals,), the same among all users.
    likely : the first goals, as many as hold the true one in the classifier's share of cases; the plain one is always
        among them.
    confident : whether the leading goal may be named.
    plain : what the person's rules make plain, None where they leave it open.
    """

    goals: tuple[str, ...]
    chances: NDArray[np.float64]
    base_rates: NDArray[np.float64]
    likely: tuple[str, ...]
    confident: bool
    plain: PlainGoal | None

    @property
    def leading(self) -> int:
        """Place of the goal that is plain, or else of the most probable one."""
        return 0 if self.plain is None else self.goals.index(canonical_goal(self.plain.goal))

    @property
    def goal(self) -> str | None:
        return self.goals[self.leading] if self.confident else None

    @property
    def group(self) -> str:
        """The group of the goal that is named, or else the most probable one in sum."""
        if self.confident:
            return GROUP_OF[self.goals[self.leading]]
        groups: dict[str, float] = {}
        for goal, chance in zip(self.goals, self.chances.tolist(), strict=True):
            groups[GROUP_OF[goal]] = groups.get(GROUP_OF[goal], 0.0) + chance
        return max(groups, key=lambda group: groups[group])


def plain_in(query: Query) -> PlainGoal | None:
    """What a person's rules make plain of their goal."""
    return plain_goal(picture_of_rules(query)) if query.has_rules else None


def chances_of(classifier: GoalClassifier, chances: NDArray[np.float64], plain: PlainGoal | None = None) -> GoalChances:
    """What to tell of a classifier's ``chances``, shape (n_goals,), and of what rules make plain."""
    names = goals_told(classifier.goals_)
    merged = in_one_wording(classifier.goals_, chances)
    order = np.argsort(-merged, kind="stable")
    goals = tuple(names[i] for i in order)
    within = {canonical_goal(classifier.goals_[i]) for i in classifier.prediction_set(chances)}
    last = max(place for place, goal in enumerate(goals) if goal in within)
    likely = goals[: last + 1]
    if plain is not None and canonical_goal(plain.goal) not in likely:
        likely = (*likely, canonical_goal(plain.goal))
    threshold = classifier.confident_at_
    return GoalChances(
        goals,
        merged[order],
        in_one_wording(classifier.goals_, classifier.prior_)[order],
        likely,
        plain is not None or (threshold is not None and float(merged[order[0]]) >= threshold),
        plain,
    )
