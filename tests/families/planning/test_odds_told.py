"""Odds of plans: told where they were learned from the operator's people and hold, else not. Synthetic people."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import polars as pl
import pytest
from savers import AS_OF, history

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.errors import TrainingError
from seqmatch.estimators.calibration.path_odds import PathOdds
from seqmatch.families.planning.answers.goals import AskedGoal, plan_goals_for
from seqmatch.families.planning.answers.goals_text import goal_plan_text
from seqmatch.families.planning.evaluation.judged import judged_of
from seqmatch.families.planning.evaluation.known_ends import cases_of, goals_of, simulated
from seqmatch.families.planning.evaluation.odds import ece, learn
from seqmatch.families.planning.models import PlanningModels, PlanOdds, files_of
from seqmatch.families.planning.person import Person, person_of
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.training.learn_odds import odds_learned


@cache
def curve() -> PathOdds:
    rng = np.random.default_rng(1)
    share, ambition = rng.random(2_000), rng.uniform(0.2, 2, 2_000)
    return PathOdds(200).fit(share, ambition, rng.random(2_000) < 0.2 + 0.6 * share, np.arange(2_000) % 100)


def models(told: bool) -> PlanningModels:
    return PlanningModels("v", files_of(Parameters(), PlanOdds(curve(), 0.04, told, "Learned from people like you.")))


def person() -> Person:
    frame = pl.DataFrame(history()).with_columns(
        pl.col("date").str.to_date(),
        pl.int_range(pl.len()).cast(pl.String).alias("transaction_id"),
        *(pl.lit(None, pl.String).alias(name) for name in ("user", "merchant", "currency")),
    )
    return person_of(frame, dt.date.fromisoformat(AS_OF))


SOON, LATE = AskedGoal("Laptop", 200_000, dt.date(2026, 12, 31)), AskedGoal("Car", 900_000, dt.date(2027, 12, 31))


def test_odds_that_hold_are_told_with_an_interval_and_only_within_the_year_that_was_checked() -> None:
    answer = plan_goals_for(models(told=True), person(), [SOON, LATE], balance_cents=300_000)
    laptop, car = answer.goals
    assert laptop.odds is not None and car.odds is None
    assert laptop.odds.interval80[0] < laptop.odds.probability < laptop.odds.interval80[1]
    assert 0.8 < laptop.odds.probability < 0.95  # every path fills it, and of such cases not all were met
    assert "Learned from people like you." in answer.unsure[0] and "1 of the goals are due later" in answer.unsure[0]
    assert f"odds {laptop.odds.probability:.0%} (" in goal_plan_text(answer)


def test_other_odds_are_not_told_but_the_share_of_paths_is() -> None:
    answer = plan_goals_for(models(told=False), person(), [SOON], balance_cents=300_000)
    (laptop,) = answer.goals
    assert laptop.odds is None and laptop.paths is not None and laptop.paths.share == 1.0
    assert "fills on 100% of simulated paths (no odds)" in goal_plan_text(answer)


@pytest.fixture(scope="module")
def lives() -> pl.DataFrame:
    made = generate_lives(54, 600, seed=41).transactions
    return made.with_columns(currency=pl.lit(None, pl.String))


def test_odds_are_learned_beside_their_rivals_and_those_of_few_people_are_refused(lives: pl.DataFrame) -> None:
    cases = cases_of(lives.partition_by("user", maintain_order=True), Parameters(), each=1)
    learned = learn(cases)
    goals = goals_of(cases)
    assert ece(learned.held_out, goals.met.astype(float)) < 0.15
    lines = {one.name: one for one in judged_of(cases, {"ours": learned.held_out, "paths": learned.said})}
    assert abs(lines["base rate"].r2) < 1e-6 and lines["ours"].r2 > 0.1
    assert lines["paths"].funded_r2 is not None and lines["boosted regression"].funded_rmse is not None
    assert simulated(cases[:2], 50, 0.0).share.shape == (12,)
    with pytest.raises(TrainingError, match="50 people"):
        odds_learned(lives.filter(pl.col("user") < "user-00010"), Parameters(), 1)
