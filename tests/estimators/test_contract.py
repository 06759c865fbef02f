"""What every class with a ``fit`` keeps to, whatever it learns: one test, ``{estimator}:{check}``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import walk_packages
from typing import Any

import numpy as np
import pytest
from toy_world import GOALS, KINDS, WORLD, World

from seqmatch import estimators
from seqmatch.estimators.archetypes import Archetypes
from seqmatch.estimators.automation_recommender import AutomationRecommender, Views
from seqmatch.estimators.calibration.calibration import Calibration
from seqmatch.estimators.calibration.path_odds import PathOdds
from seqmatch.estimators.classification.goal_classifier import GoalClassifier
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.estimators.forecasting.low_balance import FEATURES as LOW_BALANCE
from seqmatch.estimators.forecasting.low_balance import LowBalance
from seqmatch.estimators.forecasting.low_balance_features import LEVEL_FEATURES
from seqmatch.estimators.forecasting.low_balance_level import LowestPoint
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.trees import GlobalTrees
from seqmatch.estimators.forecasting.windows import AHEAD, BACK, Windows
from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments
from seqmatch.estimators.similarity.neighbours import CosineNeighbours
from seqmatch.estimators.similarity.pattern_matcher import PatternMatcher
from seqmatch.estimators.similarity.rule_embeddings import RuleEmbeddings
from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.estimators.text.transaction_evidence import Labelled, Movements
from seqmatch.estimators.text.transaction_text_model import TransactionTextModel
from seqmatch.lifecycle.versions.artifact import pack, to_json, unpack

Answers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Learner:
    """How one estimator is learned from the toy world, and what it answers for feature rows.

    Attributes
    ----------
    makes : the class.
    fit : the world and a seed to a fitted estimator.
    answer : a fitted estimator and rows, shape (n, 8), to answers, shape (n, …).
    kept : a fitted estimator to the files of a version; None where another estimator keeps what it needs.
    rebuild : those files to an estimator.
    learns_in_any_order : users in another order teach it the very same; k-means and boosting draw by row.
    """

    makes: type[Any]
    fit: Callable[[World, int], Any]
    answer: Callable[[Any, Answers], Answers]
    learns_in_any_order: bool = True
    kept: Callable[[Any], dict[str, bytes]] | None = lambda fitted: pack("model", fitted.state())
    rebuild: Callable[[Any, dict[str, bytes]], Any] = lambda makes, files: makes.from_state(unpack("model", files))


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


def movements(rows: Answers) -> Movements:
    """A purchase for each row: the shop is named after its leading kind, a row of nothing says nothing."""
    kinds = np.nan_to_num(rows[:, :KINDS], nan=-1).argmax(axis=1)
    nothing = np.isnan(rows).all(axis=1)
    shops = np.where(nothing, "", np.array(["corner bakery", "night bus", "book shop"])[kinds])
    more = np.where(np.nan_to_num(rows[:, 3]) > 0, " north", "")
    empty = np.full(len(rows), "")
    return Movements(np.char.add(shops, np.where(nothing, "", more)), shops, empty, np.full(len(rows), -500.0), empty)


def labelled(world: World) -> Labelled:
    drawn = (np.abs(np.nan_to_num(world.table[:, 4:6])) * 1000).astype(np.int64)  # goes with the user, in any order
    return Labelled(world.kinds.astype(np.intp), np.ones(len(drawn)), drawn[:, 0] % 90, drawn[:, 1] % 70)


def fit_text_model(world: World, seed: int) -> TransactionTextModel:
    bought, known = movements(world.table), labelled(world)
    return TransactionTextModel().fit(
        bought.texts, bought.cents, known.labels, known.weights, KINDS, known.days, known.people
    )


def fit_goal_odds(world: World, seed: int) -> GoalOdds:
    """A goal for each user, met by those of the first kind."""
    people = np.arange(len(world.kinds))
    return GoalOdds(seed=seed).fit(world.table, world.kinds == 0, people, people, people)


def shares(rows: Answers) -> tuple[Answers, Answers]:
    """A share of paths and an ambition for each row, from its first two numbers."""
    told = np.nan_to_num(rows[:, :2])
    return 1 / (1 + np.exp(-told[:, 0])), np.exp(told[:, 1])


def wide(rows: Answers, columns: int) -> Answers:
    """As many columns as a model reads: the row's own, again and again."""
    return np.resize(np.tile(rows, (1, columns // 8 + 1))[:, :columns], (len(rows), columns))


def fit_low_balance(world: World, seed: int) -> LowBalance:
    """Each user's account, low for those of the first kind."""
    table = wide(world.table, len(LOW_BALANCE))
    return LowBalance(seed=seed).fit(table, world.kinds == 0, np.arange(len(table)))


def fit_lowest_point(world: World, seed: int) -> LowestPoint:
    """Each user's account, the deeper the later the kind."""
    table, deep = wide(world.table, len(LEVEL_FEATURES)), -world.kinds.astype(float)
    drawn = np.zeros((len(table), 3, 90)) + np.array([-0.5, 0.0, 0.5])[:, None]
    ahead = np.repeat(deep[:, None], 90, axis=1)
    return LowestPoint(seed=seed).fit(table, deep, deep, drawn, ahead, np.arange(len(table)))


def windows(rows: Answers) -> Windows:
    """Two years of weeks for each row: its first four numbers, again and again; a row of nothing spent nothing."""
    n = len(rows)
    weeks = np.exp(np.nan_to_num(np.tile(rows[:, :4], (1, BACK // 4)), nan=-9.0)) * 10_000
    unknown = np.full((n, AHEAD), np.nan)
    spent = np.repeat(weeks[:, :3].mean(axis=1, keepdims=True), AHEAD, axis=1)
    person, day = np.arange(n), np.full(n, 738_000)
    return Windows(person, day, weeks, np.zeros(n), unknown, unknown[:, 0], np.full((n, 3, AHEAD), np.nan), spent)


def chances(rows: Answers) -> Answers:
    """Probabilities of the three kinds, as a model too sure of itself would give them."""
    odds = np.exp(3 * np.nan_to_num(rows[:, :KINDS]))
    return odds / odds.sum(axis=1, keepdims=True)


def nearest_first(similar: Callable[[Answers], Answers], rows: Answers) -> Answers:
    return np.array([np.sort(np.nan_to_num(similar(row)))[::-1][:7] for row in rows])


SEGMENT_AXES = {"a": {"one": 1.0, "two": -1.0}, "b": {"three": 1.0}}
LEARNERS = (
    Learner(PatternMatcher, fit_matcher, nearest),
    Learner(
        GoalClassifier,
        lambda world, seed: GoalClassifier(rounds=12, seed=seed).fit(
            world.table, world.goals, GOALS, maskable=((0,), (3, 4))
        ),
        lambda model, rows: model.predict_proba(rows),
        learns_in_any_order=False,
    ),
    Learner(
        Archetypes,
        lambda world, seed: Archetypes(ks=(2, 3, 4), seed=seed).fit(world.table),
        lambda model, rows: np.column_stack([model.project(rows), model.assign(rows)]),
        learns_in_any_order=False,
    ),
    Learner(AutomationRecommender, fit_recommender, scores),
    Learner(
        BehaviourSegments,
        lambda world, seed: BehaviourSegments(SEGMENT_AXES, {"first": {"a": 1.0}}, k=3, ks=(3,), seed=seed).fit(
            world.table[:, :3]
        ),
        lambda model, rows: np.column_stack([model.points(rows[:, :3]), model.assign(rows[:, :3]).labels]),
        learns_in_any_order=False,
    ),
    Learner(
        CosineNeighbours,
        lambda world, seed: CosineNeighbours(np.ones(8), np.full(8, 0.1)).fit(world.table),
        lambda model, rows: nearest_first(model.similarities, rows),
    ),
    Learner(
        RuleEmbeddings,
        lambda world, seed: RuleEmbeddings().fit(np.nan_to_num(world.table[:, :KINDS])),
        lambda model, rows: nearest_first(model.similarities, np.nan_to_num(rows[:, :KINDS])),
        kept=None,
    ),
    Learner(
        Calibration,
        lambda world, seed: Calibration("sigmoid").fit(chances(world.table), world.kinds),
        lambda model, rows: model.transform(chances(rows)),
        kept=lambda fitted: {"model.json": to_json(fitted.to_json())},
        rebuild=lambda makes, files: makes.from_json(json.loads(files["model.json"])),
    ),
    Learner(
        TransactionTextModel,
        fit_text_model,
        lambda model, rows: model.margins(movements(rows).texts)[0],
        kept=None,
    ),
    Learner(
        TransactionCategoriser,
        lambda world, seed: TransactionCategoriser(seed=seed).fit(
            movements(world.table), labelled(world), ("food", "travel", "fun")
        ),
        lambda model, rows: model.predict_proba(movements(rows)),
        learns_in_any_order=False,
    ),
    Learner(
        LowBalance,
        fit_low_balance,
        lambda model, rows: model.odds(wide(rows, len(LOW_BALANCE))),
        learns_in_any_order=False,
    ),
    Learner(
        LowestPoint,
        fit_lowest_point,
        lambda model, rows: model.lowest(wide(rows, len(LEVEL_FEATURES)), np.zeros((len(rows), 3))),
        learns_in_any_order=False,
    ),
    Learner(
        GlobalTrees,
        lambda world, seed: GlobalTrees(rounds=12, seed=seed).fit(windows(world.table)),
        lambda model, rows: model.predict(windows(rows))[0] / 10_000,
        learns_in_any_order=False,
    ),
    Learner(
        SpendingForecaster,
        lambda world, seed: SpendingForecaster(rounds=12, seed=seed).fit(windows(world.table)),
        lambda model, rows: model.predict(windows(rows)).total / 10_000,
        learns_in_any_order=False,
    ),
    Learner(
        GoalOdds,
        fit_goal_odds,
        lambda model, rows: np.column_stack([model.predict(rows).odds, model.predict(rows).low]),
        learns_in_any_order=False,
    ),
    Learner(
        PathOdds,
        lambda world, seed: PathOdds(200).fit(*shares(world.table), world.kinds == 0, np.arange(len(world.kinds))),
        lambda model, rows: np.column_stack([model.predict(*shares(rows)).odds, model.predict(*shares(rows)).low]),
        learns_in_any_order=False,
        kept=lambda model: model.to_json(),
        rebuild=lambda made, files: made.from_json(files),
    ),
)


def with_a_fit() -> set[type[Any]]:
    """Every class of the package that can be fitted, wherever it stands."""
    modules = [import_module(found.name) for found in walk_packages(estimators.__path__, f"{estimators.__name__}.")]
    classes = {made for module in modules for _, made in getmembers(module, isclass) if hasattr(made, "fit")}
    return {made for made in classes if made.__module__.startswith(estimators.__name__)}


def test_every_estimator_there_is_keeps_to_the_contract() -> None:
    assert {learner.makes for learner in LEARNERS} == with_a_fit()


@cache
def taught(learner: Learner) -> Any:
    """One that learned of WORLD, for the checks that only ask it."""
    return learner.fit(WORLD, 5)


def same_seed_same_answer(learner: Learner, world: World) -> None:
    once, again = (learner.answer(model, world.table[:40]) for model in (taught(learner), learner.fit(world, 5)))
    assert np.array_equal(once, again)


def each_row_is_answered_on_its_own(learner: Learner, world: World) -> None:
    fitted = taught(learner)
    backwards = learner.answer(fitted, world.table[39::-1])[::-1]
    assert np.allclose(backwards, learner.answer(fitted, world.table[:40]), atol=1e-9)


def the_order_of_those_it_learns_from_does_not_matter(learner: Learner, world: World) -> None:
    shuffled = world.subset(np.random.default_rng(1).permutation(len(world.kinds)))
    one, other = (learner.answer(model, world.table[:40]) for model in (taught(learner), learner.fit(shuffled, 5)))
    if learner.learns_in_any_order:
        assert np.allclose(one, other, atol=1e-5)
    else:
        assert np.median(np.abs(one - other)) < 0.1


def a_row_of_nothing_is_answered(learner: Learner, world: World) -> None:
    nothing = np.full((1, 8), np.nan)
    assert np.isfinite(learner.answer(taught(learner), nothing).astype(float)).all()


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
    if learner.kept is None:
        assert not hasattr(learner.makes, "from_state"), "what can be rebuilt is rebuilt here"
        return
    fitted = taught(learner)
    files = learner.kept(fitted)
    rebuilt = learner.rebuild(learner.makes, files)
    assert np.array_equal(learner.answer(rebuilt, world.table[:40]), learner.answer(fitted, world.table[:40]))
    assert learner.kept(rebuilt) == files


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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.makes.__name__)
def test_the_contract(learner: Learner, check: Callable[[Learner, World], None]) -> None:
    check(learner, WORLD)
