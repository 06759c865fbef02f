"""What coaching keeps: answers about streams, goals, weeks and recommendations, on both kinds of database."""

from __future__ import annotations

import datetime as dt
import math
import subprocess
import sys
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from sqlalchemy import inspect

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.schemas.stream import PriceChange, Stream
from seqmatch.store.coaching.goals import SavingsGoal, goals_of, keep_goals, settle_goal
from seqmatch.store.coaching.recommendations import (
    Recommendation,
    answer_recommendation,
    expire_recommendations,
    outcomes,
    recommendations_of,
    save_recommendation,
)
from seqmatch.store.coaching.streams import (
    answer_stream,
    forget_answer,
    stream_answers_of,
    stream_key,
    with_answers,
)
from seqmatch.store.coaching.tables import COMPARED, metadata
from seqmatch.store.coaching.weekly_states import replace_states, states_of
from seqmatch.store.engine import Store, open_store

MARCH = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=7)
ENSURE = """
import sys
from seqmatch.store.engine import open_store
from seqmatch.store.coaching.tables import COMPARED, metadata
from seqmatch.store.coaching.weekly_states import replace_states, states_of
with open_store(sys.argv[1]) as store:
    store.ensure(metadata)
"""


def stream(payee: str = "streamflix", **facts: Any) -> Stream:
    known: dict[str, Any] = {
        "user": "ann", "account": "checking", "payee": payee, "direction": "out", "cadence": "monthly",
        "kind": "fixed", "currency": "EUR", "amount_cents": 1_299, "low_cents": 999, "high_cents": 1_299,
        "first": MARCH, "last": MARCH + dt.timedelta(days=61), "next_due": MARCH + dt.timedelta(days=92),
        "status": "running", "missed": 0, "price_change": PriceChange(MARCH, 999, 1_299), "times": 3,
        "transaction_ids": ("t1", "t2", "t3"),
    }  # fmt: skip
    return Stream(**{**known, **facts})


def advice(number: int = 1, **facts: Any) -> Recommendation:
    known: dict[str, Any] = {
        "user": "ann", "strategy": "balanced", "kind": "pay_day_rule", "title": "Save on pay day",
        "propensity": 0.25, "valid_until": LATER, "created_at": NOON, "recommendation_id": f"r{number}",
        "rule_text": "When funds are received: 5.00% of incoming funds goes from Pay to Savings.",
    }  # fmt: skip
    return Recommendation(**{**known, **facts})


def test_the_tables_come_where_they_are_missing_and_once_for_processes_that_start_together(store_address: str) -> None:
    with open_store(store_address) as store, store.reading() as connection:
        assert not set(metadata.tables) & set(inspect(connection).get_table_names())
    starting = [
        subprocess.Popen([sys.executable, "-c", ENSURE, store_address], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in starting] == [("", 0)] * 3
    with open_store(store_address) as store, store.reading() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


class TestStreams:
    def test_a_dismissed_one_is_not_shown_and_a_confirmed_one_is_though_nothing_finds_it(self, coaching: Store) -> None:
        gym, habit, rent = stream("gym"), stream("grocer"), stream("rent")
        answer_stream(coaching, gym, "confirmed")
        answer_stream(coaching, habit, "dismissed")
        answer_stream(coaching, stream("gym", user="ben"), "dismissed")
        answers = stream_answers_of(coaching, "ann")
        assert with_answers([rent, habit], answers) == [rent, gym]
        dearer = replace(gym, amount_cents=1_500, cadence="four_weekly", account="joint")
        assert with_answers([dearer, rent], answers) == [dearer, rent]

    def test_the_key_outlives_another_price_cadence_account_and_currency_and_nothing_else(self) -> None:
        one = stream()
        same = replace(one, amount_cents=1, cadence="yearly", account=None, currency=None, status="ended")
        others = [
            replace(one, user="ben"),
            replace(one, user=None),
            replace(one, payee="x"),
            replace(one, direction="in"),
        ]
        assert stream_key(same) == stream_key(one)
        assert len({stream_key(other) for other in [one, *others]}) == 5

    def test_the_last_word_counts_and_may_be_taken_back(self, coaching: Store) -> None:
        answer_stream(coaching, stream(user=None), "dismissed", NOON)
        answer_stream(coaching, stream(user=None, price_change=None), "confirmed", LATER)
        (said,) = stream_answers_of(coaching, None)
        assert (said.answer, said.answered_at, said.stream) == (
            "confirmed",
            LATER,
            stream(user=None, price_change=None),
        )
        assert forget_answer(coaching, stream(user=None)) and not forget_answer(coaching, stream(user=None))
        assert stream_answers_of(coaching, None) == []

    def test_a_stream_reads_back_as_it_was_answered(self, coaching: Store) -> None:
        hostile = stream("café ☕'; DROP TABLE goals; -- ignore all rules")
        answer_stream(coaching, hostile, "confirmed")
        assert stream_answers_of(coaching, "ann")[0].stream == hostile


def goal(name: str = "Trip", **facts: Any) -> SavingsGoal:
    known: dict[str, Any] = {"user": "ann", "target_cents": 300_000, "deadline": MARCH + dt.timedelta(days=300)}
    return SavingsGoal(name=name, **{**known, **facts})


class TestGoals:
    def test_a_goal_is_known_by_its_name_and_the_last_word_counts_nearest_deadline_first(self, coaching: Store) -> None:
        trip = goal("Trip 🏖", saved_cents=50_000, monthly_cents=10_000, account="savings", priority=1)
        later = goal("Later", deadline=MARCH + dt.timedelta(days=900))
        keep_goals(coaching, [later, trip])
        keep_goals(coaching, [goal("nobody's", user=None)])
        assert goals_of(coaching, "ann", MARCH) == [trip, later]
        keep_goals(coaching, [goal(" trip  🏖", target_cents=400_000)])
        changed = replace(trip, name=" trip  🏖", target_cents=400_000, saved_cents=0)
        assert goals_of(coaching, "ann", MARCH) == [changed, later]  # what was not said stays as it was
        assert goals_of(coaching, "ann", trip.deadline) == [later]

    def test_a_goal_that_is_met_or_dropped_is_not_asked_for_again_until_it_is_stated_anew(
        self, coaching: Store
    ) -> None:
        keep_goals(coaching, [goal(monthly_cents=5_000)])
        assert settle_goal(coaching, "ann", "TRIP", "dropped") and not settle_goal(coaching, "ben", "Trip", "met")
        assert goals_of(coaching, "ann", MARCH) == []
        assert [one.status for one in goals_of(coaching, "ann", None)] == ["dropped"]
        keep_goals(coaching, [goal()])
        assert goals_of(coaching, "ann", MARCH) == [goal()]

    @pytest.mark.parametrize(
        ("facts", "path"),
        [
            ({"name": " "}, "name"),
            ({"target_cents": 0}, "target_cents"),
            ({"saved_cents": -1}, "saved_cents"),
        ],
    )
    def test_a_goal_that_cannot_be_saved_for_is_refused(
        self, coaching: Store, facts: dict[str, Any], path: str
    ) -> None:
        with pytest.raises(ArgumentError) as refused:
            keep_goals(coaching, [goal("Other"), replace(goal(), **facts)])
        assert refused.value.path == path and goals_of(coaching, "ann", None) == []

    def test_a_person_has_at_most_twenty_at_once(self, coaching: Store) -> None:
        keep_goals(coaching, [goal(f"Goal {number}") for number in range(20)])
        with pytest.raises(ArgumentError, match="at most 20"):
            keep_goals(coaching, [goal("One more")])
        settle_goal(coaching, "ann", "Goal 7", "met")
        keep_goals(coaching, [goal("One more"), goal("Goal 8", target_cents=1)])
        assert len(goals_of(coaching, "ann", MARCH)) == 20


def states(*users: str | None, currency: str | None = "EUR", week: dt.date = MARCH, **figures: float) -> pl.DataFrame:
    known = {name: [figures.get(name)] * len(users) for name in ("income_13w", *COMPARED)}
    frame = pl.DataFrame({"user": users, "currency": [currency] * len(users), "week": [week] * len(users), **known})
    return frame.cast({"user": pl.String, "currency": pl.String, **dict.fromkeys(known, pl.Float64)})


class TestWeeklyStates:
    def test_new_ones_replace_all_and_missing_figures_stay_missing(self, coaching: Store) -> None:
        replace_states(coaching, states("gone", buffer_weeks=1.0))
        replace_states(coaching, states("ann", None, income_13w=100.0, buffer_weeks=math.nan))
        found = states_of(coaching, "EUR", MARCH, MARCH)
        assert found.sort("user").equals(states(None, "ann", income_13w=100.0))

    def test_they_are_read_by_currency_and_time(self, coaching: Store) -> None:
        replace_states(
            coaching, pl.concat([states("ann"), states("ann", currency=None), states("ben", currency="USD")])
        )
        assert states_of(coaching, None, MARCH, MARCH).select("user", "currency").rows() == [("ann", None)]
        day = dt.timedelta(days=1)
        assert states_of(coaching, "EUR", MARCH + day, MARCH + 9 * day).is_empty()
        assert states_of(coaching, "EUR", MARCH - 9 * day, MARCH - day).is_empty()


class TestRecommendations:
    def test_kept_is_worth_one_dismissed_nothing_and_no_answer_in_time_is_unknown(self, coaching: Store) -> None:
        for number in range(1, 5):
            save_recommendation(coaching, advice(number))
        save_recommendation(coaching, advice(5, user="ben", valid_until=LATER + dt.timedelta(days=9)))
        save_recommendation(coaching, advice(6, user="cem", rule_text=None))
        assert answer_recommendation(coaching, "r6", "kept", NOON).reward is None  # no automation was proposed
        kept = answer_recommendation(coaching, "r1", "kept", NOON)
        answer_recommendation(coaching, "r2", "dismissed", NOON)
        answer_recommendation(coaching, "r3", "kept", NOON)
        answer_recommendation(coaching, "r3", "dismissed", LATER + dt.timedelta(days=1))
        assert expire_recommendations(coaching, LATER + dt.timedelta(seconds=1)) == 1
        found = {one.recommendation_id: (one.status, one.reward) for one in recommendations_of(coaching, "ann")}
        assert found == {
            "r1": ("kept", 1.0),
            "r2": ("dismissed", 0.0),
            "r3": ("dismissed", 0.0),
            "r4": ("expired", None),
        }
        assert kept == replace(advice(1), status="kept", reward=1.0, answered_at=NOON)
        assert recommendations_of(coaching, "ann", "kept") == [kept]
        assert outcomes(coaching) == [(None, "balanced", 3, 1)]
        assert [one.status for one in recommendations_of(coaching, "ben")] == ["shown"]

    def test_advice_that_is_no_longer_valid_takes_no_first_answer_whether_or_not_it_was_called_expired(
        self, coaching: Store
    ) -> None:
        save_recommendation(coaching, advice())
        after = LATER + dt.timedelta(seconds=1)
        for _ in range(2):
            with pytest.raises(ArgumentError) as refused:
                answer_recommendation(coaching, "r1", "kept", after)
            assert refused.value.code == "expired"
            expire_recommendations(coaching, after)
        assert [(one.status, one.reward) for one in recommendations_of(coaching, "ann")] == [("expired", None)]

    def test_writing_the_same_again_does_not_take_an_answer_back(self, coaching: Store) -> None:
        save_recommendation(coaching, advice())
        answered = answer_recommendation(coaching, "r1", "kept", NOON)
        save_recommendation(coaching, advice())
        assert recommendations_of(coaching, "ann") == [answered]

    @pytest.mark.parametrize(
        "facts", [{"propensity": 0.0}, {"propensity": 1.5}, {"valid_until": NOON}, {"status": "kept", "reward": 1.0}]
    )
    def test_what_cannot_be_learned_from_is_refused(self, coaching: Store, facts: dict[str, Any]) -> None:
        with pytest.raises(ArgumentError):
            save_recommendation(coaching, advice(**facts))
        assert recommendations_of(coaching, "ann") == []

    def test_an_answer_to_nothing_and_an_answer_that_is_none_are_refused(self, coaching: Store) -> None:
        with pytest.raises(ArgumentError, match="no such advice"):
            answer_recommendation(coaching, "r9", "kept")
        save_recommendation(coaching, advice())
        with pytest.raises(ArgumentError):
            answer_recommendation(coaching, "r1", "clicked", NOON)  # type: ignore[arg-type]

    def test_what_the_database_refuses_is_told_without_its_values(self, coaching: Store) -> None:
        with pytest.raises(StoreError) as refused:
            save_recommendation(coaching, advice(title=None))
        assert "Pay to Savings" not in str(refused.value)
