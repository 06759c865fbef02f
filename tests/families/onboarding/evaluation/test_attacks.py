"""Attackers learn of members what they learn of strangers, and models that remember are caught."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from seqmatch.errors import TrainingError
from seqmatch.estimators.classification.tree_teacher import TreeTeacher
from seqmatch.families.onboarding import recipe
from seqmatch.families.onboarding.dataset import OnboardingData, goal_table
from seqmatch.families.onboarding.evaluation.attacks import attacks
from seqmatch.families.onboarding.goal_models import GoalModels
from seqmatch.features.users.goal_inputs import goal_words
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, found_out, refuse_a_memory, told_apart
from seqmatch.schemas.goal import GOALS

SEED = 3


class Remembering:
    """A classifier fitted straight on the labels, and kept."""

    def __init__(self, members: OnboardingData, words: tuple[str, ...]) -> None:
        self.goals_ = GOALS
        self._stated = np.array([GOALS.index(str(members.goals[i])) for i in members.labelled])
        self._trees = TreeTeacher().learn(goal_table(members, words, members.labelled), self._stated, len(GOALS))

    def predict_proba(self, table: np.ndarray) -> np.ndarray:
        odds = np.exp(self._trees.log_odds(table))
        return odds / odds.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def halves(small_data: OnboardingData) -> tuple[OnboardingData, OnboardingData]:
    order = np.random.default_rng(SEED).permutation(len(small_data))
    members, strangers = (small_data.subset(part) for part in np.array_split(order, 2))
    return members, strangers


@pytest.fixture(scope="module")
def models(halves: tuple[OnboardingData, OnboardingData]) -> SimpleNamespace:
    """The parts of a version that the attacks ask, learned from the first half."""
    members, _ = halves
    matcher = recipe.fit_matcher(members, SEED, least=1)
    items = recipe.items_of(members)
    words = goal_words(members.rulesets)
    whole = recipe.fit_goal_classifier(members, words, SEED)
    return SimpleNamespace(
        matcher=matcher,
        items=items,
        recommender=recipe.fit_recommender(members, items, SEED, matcher),
        goals=GoalModels(words, whole, whole, whole),
    )


def found(models: SimpleNamespace, halves: tuple[OnboardingData, OnboardingData]) -> dict[str, Attack]:
    return {attack.name: attack for attack in attacks(models, *halves, SEED, 150)}  # type: ignore[arg-type]


def test_goals_and_suggestions_do_not_tell_whom_they_were_learned_from(
    models: SimpleNamespace, halves: tuple[OnboardingData, OnboardingData]
) -> None:
    told = found(models, halves)
    for name in (
        "membership, by predict_goal",
        "goal, by predict_goal",
        "membership, by the weights of suggestions",
    ):
        assert told[name].verdict != "no", told[name].in_words()


def test_a_matcher_that_keeps_single_people_is_caught_and_refused(
    models: SimpleNamespace, halves: tuple[OnboardingData, OnboardingData]
) -> None:
    """In groups of one, a member finds themselves."""
    told = found(models, halves)
    caught = {name for name, attack in told.items() if attack.verdict == "no"}
    assert "membership, by the nearest of match_user" in caught
    with pytest.raises(TrainingError, match=r"membership, by the nearest of match_user.*Train on more users"):
        refuse_a_memory(list(told.values()))


def test_trees_fitted_straight_on_the_goals_are_caught(
    models: SimpleNamespace, halves: tuple[OnboardingData, OnboardingData]
) -> None:
    members, _ = halves
    trees = Remembering(members, models.goals.words)
    remembering = SimpleNamespace(**{**vars(models), "goals": replace(models.goals, whole=trees, partial=trees)})
    told = found(remembering, halves)
    assert told["membership, by predict_goal"].verdict == "no"
    goals = told["goal, by predict_goal"]
    assert goals.interval[0] > goals.limit


def test_chance_holds_and_a_small_sample_is_told_as_noise() -> None:
    same = np.linspace(0, 1, 200)
    assert told_apart("a", same, same).verdict == "yes"
    assert told_apart("a", same[::20] + 0.2, same[::20]).verdict == "within noise"
    assert told_apart("a", same + 0.5, same).verdict == "no"
    assert found_out("b", 0.1, np.ones(50), np.zeros(50)).verdict == "no"


def test_the_table_says_which_attack_holds() -> None:
    lines = attack_table([told_apart("membership", np.arange(9.0) + 9, np.arange(9.0))])
    assert lines[-1] == "| membership | 0.500 | 0.500 | 1.000 | +1.000 | +1.000 to +1.000 | 0.55 | no |"
