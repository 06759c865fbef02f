"""What every estimator keeps to, whatever it learns: one test, ``{estimator}:{check}``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from toy_world import GOALS, WORLD, World

from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.automation_recommender import AutomationRecommender, Views
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.lifecycle.versions.artifact import pack, unpack

Answers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Learner:
    """How one estimator is learned from the toy world, and what it answers for feature rows.

    Attributes
    ----------
    fit : the world and a seed to a fitted estimator.
    answer : a fitted estimator and rows, shape (n, 8), to answers, shape (n, …).
    learns_in_any_order : users in another order teach it the very same; k-means and boosting draw by row.
    """

    name: str
    fit: Callable[[World, int], Any]
    answer: Callable[[Any, Answers], Answers]
    rebuild: Callable[[Any], Any]
    learns_in_any_order: bool


def nearest(matcher: PatternMatcher, rows: Answers) -> Answers:
    return np.array([matcher.similar(row, 7).similarities for row in rows])


def scores(recommender: AutomationRecommender, rows: Answers) -> Answers:
    """Scores by a similarity that anyone can compute: users adopt what the row's leading kind adopts."""
    kinds = recommender.adoption_.argmax(axis=1) // 2
    likes = np.nan_to_num(rows[:, :3], nan=-1).argmax(axis=1)
    nothing = np.zeros(6, dtype=bool)
    asked = (np.ones(2), np.ones(9))  # without rules, and with some
    return np.array(
        [
            [
                recommender.support(np.where(kinds == like, 0.9, 0.1) + 0.0, int(like) % 2, nothing, True, inputs).score
                for inputs in asked
            ]
            for like in likes
        ]
    )


def fit_matcher(world: World, seed: int) -> PatternMatcher:
    return PatternMatcher(np.ones(8), np.full(8, 0.1)).fit(world.table, world.types, seed)


def fit_recommender(world: World, seed: int) -> AutomationRecommender:
    no = np.zeros(6, dtype=bool)
    owned = np.roll(world.adoption, seed % 2, axis=1)
    views = Views(world.table[:, 1:3], np.hstack([world.table[:, :3], owned]), owned, world.adoption & ~owned)
    views = Views(*(np.nan_to_num(part) for part in (views.new, views.known)), views.owned, views.hidden)
    return AutomationRecommender(neighbours=100).fit(world.adoption, world.types, 2, no, no, views)


LEARNERS = (
    Learner("pattern_matcher", fit_matcher, nearest, PatternMatcher.from_state, True),
    Learner(
        "goal_classifier",
        lambda world, seed: GoalClassifier(rounds=12, seed=seed).fit(
            world.table, world.goals, GOALS, maskable=((0,), (3, 4))
        ),
        lambda model, rows: model.predict_proba(rows),
        GoalClassifier.from_state,
        False,
    ),
    Learner(
        "archetypes",
        lambda world, seed: Archetypes(ks=(2, 3, 4), seed=seed).fit(world.table),
        lambda model, rows: np.column_stack([model.project(rows), model.assign(rows)]),
        Archetypes.from_state,
        False,
    ),
    Learner("automation_recommender", fit_recommender, scores, AutomationRecommender.from_state, True),
)


def same_seed_same_answer(learner: Learner, world: World) -> None:
    once, again = (learner.answer(learner.fit(world, 5), world.table[:40]) for _ in range(2))
    assert np.array_equal(once, again)


def each_row_is_answered_on_its_own(learner: Learner, world: World) -> None:
    fitted = learner.fit(world, 5)
    backwards = learner.answer(fitted, world.table[39::-1])[::-1]
    assert np.allclose(backwards, learner.answer(fitted, world.table[:40]), atol=1e-9)


def the_order_of_those_it_learns_from_does_not_matter(learner: Learner, world: World) -> None:
    shuffled = world.subset(np.random.default_rng(1).permutation(len(world.kinds)))
    one, other = (learner.answer(learner.fit(w, 5), world.table[:40]) for w in (world, shuffled))
    if learner.learns_in_any_order:
        assert np.allclose(one, other, atol=1e-5)
    else:
        assert np.median(np.abs(one - other)) < 0.1


def a_row_of_nothing_is_answered(learner: Learner, world: World) -> None:
    nothing = np.full((1, 8), np.nan)
    assert np.isfinite(learner.answer(learner.fit(world, 5), nothing).astype(float)).all()


def a_column_that_nobody_fills_in_teaches_nothing_and_breaks_nothing(learner: Learner, world: World) -> None:
    empty = world.table.copy()
    empty[:, 7] = np.nan
    fitted = learner.fit(replace(world, table=empty), 5)
    rows = empty[:40].copy()
    without = learner.answer(fitted, rows)
    rows[:, 7] = 1e6
    assert np.isfinite(without.astype(float)).all()
    assert np.allclose(without, learner.answer(fitted, rows))


def what_it_learned_survives_the_disk(learner: Learner, world: World) -> None:
    fitted = learner.fit(world, 5)
    files = pack("model", fitted.state())
    rebuilt = learner.rebuild(unpack("model", files))
    assert np.array_equal(learner.answer(rebuilt, world.table[:40]), learner.answer(fitted, world.table[:40]))
    assert pack("model", rebuilt.state()) == files


def learning_changes_nothing_it_was_given(learner: Learner, world: World) -> None:
    before = world.table.copy(), world.adoption.copy(), world.types.copy()
    learner.answer(learner.fit(world, 5), world.table[:40])
    for given, kept in zip((world.table, world.adoption, world.types), before, strict=True):
        assert np.array_equal(given, kept, equal_nan=given.dtype.kind == "f")


CHECKS = (
    same_seed_same_answer,
    each_row_is_answered_on_its_own,
    the_order_of_those_it_learns_from_does_not_matter,
    a_row_of_nothing_is_answered,
    a_column_that_nobody_fills_in_teaches_nothing_and_breaks_nothing,
    what_it_learned_survives_the_disk,
    learning_changes_nothing_it_was_given,
)


@pytest.mark.parametrize(
    ("learner", "check"),
    [pytest.param(learner, check, id=f"{learner.name}:{check.__name__}") for learner in LEARNERS for check in CHECKS],
)
def test_the_contract(learner: Learner, check: Callable[[Learner, World], None]) -> None:
    check(learner, WORLD)
