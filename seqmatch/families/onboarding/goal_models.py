"""Chooses the goal classifier that answers for a user, and asks all of them about a cohort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData, goal_table
from seqmatch.families.onboarding.recipe_settings import OWN, Recipe
from seqmatch.features.users.goal_inputs import goal_words, profile_complete, rules_known
from seqmatch.schemas.goal import GOAL_INDEX, GOALS


@dataclass(frozen=True)
class GoalModels:
    """The goal classifiers, one for each situation.

    Attributes
    ----------
    words : words of account names that they read.
    whole : for users whose rules and whole profile are known.
    partial : for users with rules and facts missing.
    new_user : for users without rules.
    """

    words: tuple[str, ...]
    whole: GoalClassifier
    partial: GoalClassifier
    new_user: GoalClassifier

    def answering(self, inputs: NDArray[np.float32]) -> Iterator[tuple[GoalClassifier, NDArray[np.intp]]]:
        """Each classifier with the rows of ``inputs``, shape (n_users, n_inputs), that it answers for."""
        known, complete = rules_known(inputs), profile_complete(inputs)
        for classifier, rows in (
            (self.whole, known & complete),
            (self.partial, known & ~complete),
            (self.new_user, ~known),
        ):
            if rows.any():
                yield classifier, np.flatnonzero(rows)

    def for_one(self, inputs: NDArray[np.float32]) -> GoalClassifier:
        """The classifier that answers for ``inputs``, shape (n_inputs,)."""
        return next(classifier for classifier, _ in self.answering(inputs[None]))

    def chances(self, asked: OnboardingData) -> NDArray[np.float64]:
        """Probabilities over GOALS of every user of ``asked``, shape (n_users, n_goals)."""
        inputs = goal_table(asked, self.words)
        out = np.empty((len(asked), len(GOALS)))
        for classifier, rows in self.answering(inputs):
            places = np.array([GOAL_INDEX[goal] for goal in classifier.goals_])
            out[rows] = spread_over(classifier.predict_proba(inputs[rows]), places, len(GOALS))
        return out


def fit_goal_models(learned: OnboardingData, asked: OnboardingData, seed: int, settings: Recipe = OWN) -> GoalModels:
    """Learn what is needed to answer for the users of ``asked``, all of whom have rules.

    Where none of those who state a goal lacks a fact, the classifier of whole profiles stands in for the others.
    """
    words = goal_words(learned.rulesets)
    whole = recipe.fit_goal_classifier(learned, words, seed, settings=settings)
    partial = whole
    if not profile_complete(goal_table(asked, words, asked.labelled)).all():
        partial = recipe.fit_goal_classifier(learned, words, seed, "goal_classifier_partial", settings)
    return GoalModels(words, whole, partial, whole)


def spread_over(probabilities: NDArray[np.float64], classes: NDArray[np.intp], n_classes: int) -> NDArray[np.float64]:
    """Columns of ``classes`` put in their places among ``n_classes``, the rest left a trace of probability."""
    out = np.full((len(probabilities), n_classes), 1e-6)
    out[:, classes] += probabilities
    spread: NDArray[np.float64] = out / out.sum(axis=1, keepdims=True)
    return spread
