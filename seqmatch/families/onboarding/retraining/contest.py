"""Compares two sets of answers about the same users, metric by metric, with a paired bootstrap over users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation.evaluate import GROUP_INDEX
from seqmatch.families.onboarding.evaluation.figures import goal_metrics
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.retraining.contestants import Answers, answers, in_order, learned_from
from seqmatch.families.onboarding.training_views import with_halves
from seqmatch.lifecycle.measuring.bootstrap import Metric, mean_of
from seqmatch.lifecycle.measuring.comparison import Comparison, paired
from seqmatch.lifecycle.measuring.folds import stratified_folds
from seqmatch.lifecycle.processes import dealt_out
from seqmatch.lifecycle.threads import one_thread
from seqmatch.schemas.goal import GOALS

Floats = NDArray[np.float64]
FOLDS = 5
MAIN = "goal.log_loss"
LOWER_IS_BETTER = frozenset({MAIN, "goal.ece"})
GUARDED = (
    "goal.top3_accuracy",
    "goal.ece",
    "similarity.user_type_match_at_5",
    "automations.new_user.ndcg_at_5",
    "automations.known_rules.ndcg_at_5",
)
FEWEST_LABELLED = 30
"""With fewer stated goals than this nothing is concluded."""


@dataclass(frozen=True)
class CrossFitted:
    """Answers for every user from models that have not seen that user, and the base rates those models knew.

    Attributes
    ----------
    base_rates : shape (n_users, n_goals).
    """

    answers: Answers
    base_rates: Floats


def cross_fitted(
    data: OnboardingData,
    settings: Recipe,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    jobs: int = 2,
) -> CrossFitted:
    """Answers for all of ``data``, each fold's by models trained on the others; the same folds for the same seed.

    Parameters
    ----------
    settings : of the estimators; OWN for those of this release.
    jobs : folds that run at a time; the answers do not depend on it.
    """
    data = with_halves(data, seed)
    folds = stratified_folds(data.goal_index, FOLDS, seed)
    parts: list[Answers] = []
    base_rates = np.empty((len(data), len(GOALS)))
    tasks = [(data, settings, np.setdiff1d(np.arange(len(data)), test), test, seed) for test in folds]
    runs = dealt_out(jobs, _fold, tasks)
    for test, (part, prior) in zip(folds, runs, strict=True):
        progress(f"fold {len(parts) + 1}")
        parts.append(part)
        base_rates[test] = prior
    return CrossFitted(in_order(parts, np.concatenate(folds)), base_rates)


def _fold(
    data: OnboardingData, settings: Recipe, train: NDArray[np.intp], test: NDArray[np.intp], seed: int
) -> tuple[Answers, Floats]:
    learned, asked = data.subset(train), data.subset(test)
    counts = np.bincount(learned.goal_index[learned.labelled], minlength=len(GOALS)) + 0.5
    with one_thread():
        return answers(learned_from(learned, asked, seed, settings), asked), counts / counts.sum()


def compare(champion: Answers, challenger: Answers, data: OnboardingData, seed: int) -> list[Comparison]:
    """Every metric that decides, on the users of ``data``, whose answers are given in its order."""
    return [
        paired(name, theirs, ours, users, seed, lower_is_better=name in LOWER_IS_BETTER)
        for (name, theirs, users), (_, ours, _) in zip(
            _metrics(champion, data), _metrics(challenger, data), strict=True
        )
        if users
    ]


def over_base_rates(fitted: CrossFitted, data: OnboardingData, seed: int) -> Comparison:
    """The main metric of cross-fitted goals against always answering the base rates, which stand as the champion."""
    users = data.labelled
    labels = data.goal_index[users]
    theirs, ours = (
        goal_metrics(chances[users], chances[users].argmax(axis=1), labels, GROUP_INDEX)["log_loss"]
        for chances in (fitted.base_rates, fitted.answers.chances)
    )
    return paired(MAIN, theirs, ours, len(users), seed, lower_is_better=True)


def _metrics(given: Answers, data: OnboardingData) -> list[tuple[str, Metric, int]]:
    """Name, metric and number of users of everything that is compared."""
    users = data.labelled
    chances = given.chances[users]
    goals = goal_metrics(chances, chances.argmax(axis=1), data.goal_index[users], GROUP_INDEX)
    metrics = [(name, goals[name.removeprefix("goal.")], len(users)) for name in (MAIN, *GUARDED[:2])]
    for name, values in zip(GUARDED[2:], (given.type_match, given.new_user, given.known_rules), strict=True):
        known = values[~np.isnan(values)]
        metrics.append((name, mean_of(known), len(known)))
    return metrics
