"""Goal odds of a person: from what was known on the day, in the person's own scale, with what would make it likely.

All people are made up: paid once a month, with some share left that differs from month to month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError, DataError
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.families.coaching.dataset.goal_features import GROUPS, MONOTONE, NAMES, Goal, levers, past, rows
from seqmatch.families.coaching.dataset.goals import (
    TRAINED_PACES,
    Asked,
    GoalTable,
    goal_table,
    history_goals,
    stated_goals,
)
from seqmatch.families.coaching.evaluation.goals import Row, figures_of, leaking
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.scoring.goals import goal_odds

FIRST = dt.date(2024, 1, 1)
DAY = dt.date(2025, 1, 15)


def savers(number: int = 60, months: int = 20, scale: int = 1) -> pl.DataFrame:
    rng = np.random.default_rng(5)
    told = []
    for user in range(number):
        pay, left, spread = rng.integers(150_000, 500_000), rng.uniform(-0.05, 0.3), rng.uniform(0.02, 0.2)
        held = 0
        for month in range(months):
            spent = int(pay * (1 - left + rng.normal(0, spread)))
            for day, text, cents in ((1, "PAY", int(pay)), (11, "CARD", -spent // 2), (21, "CARD", -spent // 2)):
                held += cents
                date = dt.date(2024 + month // 12, month % 12 + 1, day)
                name = f"user-{user:02d}"
                told.append((f"{name}-{month}-{day}", name, name, date, text, cents * scale, held * scale))
    names = ("transaction_id", "user", "account", "date", "description", "amount_cents", "balance_cents")
    whole = pl.DataFrame(told, schema=names, orient="row")
    empty = {name: pl.lit(None, pl.String) for name in ("merchant", "mcc", "currency")}
    return whole.with_columns(**empty, time=pl.lit(None, pl.Time))


@cache
def table() -> GoalTable:
    whole = history(savers())
    return goal_table(whole, history_goals(whole))


@cache
def model() -> GoalOdds:
    whole = history(savers())
    known = goal_table(whole, history_goals(whole, TRAINED_PACES))
    return GoalOdds(MONOTONE, GROUPS).fit(known.table, known.met, known.person, known.asked, known.due)


def few(step: int = 4) -> GoalTable:
    """Some of the goals, evenly spread, so that a figure takes a second."""
    return table().subset(np.arange(0, len(table()), step))


def saver(place: int = 0) -> Person:
    return people(history(savers()), DAY)[place]


def test_nothing_after_the_day_of_the_question_changes_a_feature() -> None:
    asked = history_goals(history(savers(number=8)))
    assert leaking(savers(number=8), asked) == ()


def test_a_feature_that_looks_ahead_is_noticed() -> None:
    def peeking(whole: pl.DataFrame, asked: Sequence[Asked]) -> NDArray[np.float64]:
        late = [Asked(one.user, one.today + dt.timedelta(days=28), one.goal, one.met, one.pace, 61) for one in asked]
        honest, ahead = goal_table(whole, asked).table, goal_table(whole, late).table
        at = NAMES.index("velocity_4_weeks")
        honest[:, at] = ahead[:, at]
        return honest

    asked = [one for one in history_goals(history(savers(number=8))) if one.days == 122]
    assert leaking(savers(number=8), asked, peeking) == ("velocity_4_weeks",)


def test_a_hundredfold_of_all_money_is_the_same_goal() -> None:
    one, hundredfold = (people(history(savers(number=2, scale=scale)), DAY)[1] for scale in (1, 100))
    goal = Goal(600_000, 100_000, dt.date(2025, 9, 1), 40_000)
    larger = Goal(60_000_000, 10_000_000, dt.date(2025, 9, 1), 4_000_000)
    mine = rows(past(one, None), levers(goal, DAY))
    assert np.allclose(mine, rows(past(hundredfold, None), levers(larger, DAY)), equal_nan=True)


def test_how_a_goal_of_the_past_ended_is_what_the_balance_did() -> None:
    whole = history(savers(number=12))
    judged = goal_table(whole, history_goals(whole))

    def balance(person: int, day: int) -> int:
        until = (pl.col("user") == f"user-{person:02d}") & (pl.col("date") <= dt.date.fromordinal(day))
        return int(whole.filter(until)["balance_cents"][-1])

    rises = [
        balance(person, due) - balance(person, asked)
        for person, asked, due in zip(judged.person, judged.asked, judged.due, strict=True)
    ]
    assert judged.met.tolist() == [rise >= missing for rise, missing in zip(rises, judged.missing, strict=True)]
    assert 0 < judged.met.sum() < len(judged)


def test_a_stated_goal_is_asked_about_while_it_is_open() -> None:
    stated = pl.DataFrame(
        {
            "user": ["user-00", "user-01"],
            "account": ["user-00", "user-01"],
            "target_cents": [500_000, 500_000],
            "monthly_cents": [None, 20_000],
            "starts": [FIRST, FIRST],
            "deadline": [dt.date(2024, 6, 1)] * 2,
            "reached": [None, dt.date(2024, 3, 1)],
        }
    )
    asked = [(one.user, (one.today - FIRST).days, one.met) for one in stated_goals(stated)]
    assert asked == [
        ("user-00", 14, False),
        ("user-00", 45, False),
        ("user-00", 90, False),
        ("user-01", 14, True),
        ("user-01", 45, True),
    ]


@pytest.mark.parametrize("place", [2, 3])
def test_what_would_make_it_likely_does_and_a_little_less_does_not(place: int) -> None:
    person = saver(place)
    income = past(person, None).income
    goal = Goal(round(income * 4), round(income / 2), dt.date(2025, 7, 15))
    answer = goal_odds(person, goal, model())
    smaller = answer.likely.smaller_cents
    assert answer.low < answer.odds < 0.8 and smaller is not None

    def with_less(cents: int) -> float:
        target = goal.target_cents - cents
        return goal_odds(person, Goal(target, goal.saved_cents, goal.deadline), model()).odds

    assert with_less(smaller) >= 0.8 > with_less(smaller - 100)
    later = answer.likely.later_days
    if later is not None:
        at = [goal.deadline + dt.timedelta(days=later - step) for step in (0, 1)]
        moved = [goal_odds(person, Goal(goal.target_cents, goal.saved_cents, day), model()).odds for day in at]
        assert moved[0] >= 0.8 > moved[1]


def test_the_reasons_tell_the_persons_own_numbers() -> None:
    person = saver()
    answer = goal_odds(person, Goal(10_000_000, 0, dt.date(2025, 7, 15)), model())
    reasons = {one.group: one for one in answer.reasons}
    assert reasons["ambition"].weight < 0
    assert f"It needs {answer.needed_cents / 100:,.2f} a month" in reasons["ambition"].text
    assert "nan" not in " ".join(one.text for one in answer.reasons)


def test_a_goal_that_is_there_is_met_and_one_of_yesterday_is_refused() -> None:
    there = goal_odds(saver(), Goal(1_000, 1_000, dt.date(2025, 7, 15)), model())
    assert (there.odds, there.low, there.high, there.needed_cents, there.likely.more_a_month_cents) == (1, 1, 1, 0, 0)
    with pytest.raises(ArgumentError, match="deadline"):
        goal_odds(saver(), Goal(1_000, 0, DAY), model())


def test_figures_stand_beside_every_rival_with_an_interval() -> None:
    found = {(one.slice, one.figure, one.method): one for one in figures_of(few(), model())}

    def of(figure: str, method: str) -> Row:
        return found["other_people", figure, method]

    rivals = {"base_rate_by_ambition", "base_rate", "linear_extrapolation", "monte_carlo", "always_no"}
    methods = {method for slice_, figure, method in found if (slice_, figure) == ("other_people", "brier")}
    assert methods >= {"seqmatch", "seqmatch_default", "boosted", "forest", *rivals}
    assert all(one.low <= one.value <= one.high for one in found.values() if one.figure == "brier")
    assert of("skill", "base_rate_by_ambition").value == 0
    assert of("brier", "always_no").value == pytest.approx(few().met.mean())
    assert ("other_people_later", "brier", "seqmatch") in found
    assert of("brier", "seqmatch").value < of("brier", "base_rate").value


def test_odds_that_are_true_are_their_own_ceiling() -> None:
    known = few(10)
    truth = known.met.astype(np.float64)
    found = {(one.slice, one.figure, one.method): one.value for one in figures_of(known, None, truth, futures=10)}
    assert found["other_people", "skill", "ceiling"] == 1
    ours = found["other_people", "skill", "seqmatch"]
    assert found["other_people", "of_ceiling", "seqmatch"] == pytest.approx(ours)


def test_too_few_goals_are_no_figure() -> None:
    with pytest.raises(DataError, match="60 goals"):
        figures_of(table().subset(np.arange(20)), None)
