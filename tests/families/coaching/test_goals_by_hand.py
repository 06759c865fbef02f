"""What is said of a goal beside its odds: a household to count with, a model that says what it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from households import LAST, Household, steady

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.dataset.goal_features import NAMES, Goal, past
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.goals import WouldMakeLikely, arithmetic_of, goal_odds

IN_61_DAYS = LAST + dt.timedelta(days=61)
GOAL = Goal(50_000, 10_000, IN_61_DAYS, monthly_cents=10_000)


class Says:
    """Gives the odds and the weights it was made with."""

    def __init__(
        self, weights: Mapping[str, float] | None = None, odds: Callable[[dict[str, Any]], Any] = lambda facts: 0.5
    ) -> None:
        self.weights, self.odds = weights or {}, odds

    def predict(self, rows: Any) -> Any:
        odds = np.broadcast_to(self.odds(dict(zip(NAMES, rows.T, strict=True))), len(rows)).astype(float)
        return SimpleNamespace(odds=odds, low=odds - 0.1, high=odds + 0.1)

    def reasons(self, row: Any) -> Mapping[str, float]:
        return self.weights


def ann(home: Household | None = None) -> Person:
    return (home or steady()).told().person


def said(group: str, goal: Goal = GOAL, person: Person | None = None) -> str | None:
    """The sentence about a group of facts; None where nothing is said."""
    reasons = goal_odds(person or ann(), goal, Says({group: 1.0})).reasons  # type: ignore[arg-type]
    return reasons[0].text if reasons else None


def test_odds_and_their_ends_are_the_models_and_needs_are_a_months_share() -> None:
    answer = goal_odds(ann(), GOAL, Says())  # type: ignore[arg-type]
    assert (answer.odds, answer.low, answer.high) == (0.5, 0.4, 0.6)
    assert answer.needed_cents == round(40_000 * 30.4375 / 61) == 19_959
    assert arithmetic_of(ann(), GOAL) == (answer.needed_cents, answer.usual_cents)


def test_reasons_stand_by_weight_the_four_weightiest_and_none_below_a_tenth() -> None:
    weights = {"time": 0.1, "history": -0.5, "income": 0.09, "surplus": 0.3, "consistency": -0.2, "no group": 9.0}
    found = goal_odds(ann(), GOAL, Says(weights)).reasons  # type: ignore[arg-type]
    assert [(one.group, one.weight) for one in found] == [
        *(("history", -0.5), ("surplus", 0.3), ("consistency", -0.2), ("time", 0.1))
    ]
    more = goal_odds(ann(), GOAL, Says(weights | {"volatility": -0.15})).reasons  # type: ignore[arg-type]
    assert [one.group for one in more] == ["history", "surplus", "consistency", "volatility"]


def test_each_reason_tells_its_own_number() -> None:
    assert said("time") == "2.0 months are left."
    assert said("plan") == "The plan covers 50% of what is missing."
    assert said("plan", Goal(50_000, 10_000, IN_61_DAYS)) is None
    assert said("history") == "9 months of history are known."
    assert said("season", Goal(50_000, 0, dt.date(2026, 12, 31))) == (
        "11% of the time left is December, an expensive month."
    )
    assert said("season") == "0% of the time left is December, an expensive month."
    assert (
        said("ambition") == f"It needs 199.59 a month; usually {past(ann(), None).surplus / 100:,.2f} a month is left."
    )


def test_what_is_held_or_the_account_grew_or_fell() -> None:
    assert (said("progress") or "").startswith("100.00 of 500.00 is there; what is held grew by ")
    spends = ann(steady().every(7, "CASINO", -60_000))
    assert (said("progress", person=spends) or "").startswith("100.00 of 500.00 is there; what is held fell by ")
    kept = Goal(50_000, 10_000, IN_61_DAYS, account="Savings")
    assert said("progress", kept) == "100.00 of 500.00 is there; the account grew by 0.00 a month in the last 12 weeks."


def test_a_balance_is_told_against_its_own_level_and_that_of_other_accounts_as_a_cushion() -> None:
    flat = Household().every(7, "IN", 10_000).every(7, "OUT", -10_000)
    assert said("balance", person=ann(flat)) is None  # as usual: nothing to tell
    richer = Household().every(7, "IN", 10_000).every(7, "OUT", -10_000).on([LAST], "GIFT", 168_000)
    assert said("balance", person=ann(richer)) == "The balance is 1,670.00 above its own usual level."
    poorer = Household().every(7, "IN", 10_000).every(7, "OUT", -10_000).on([LAST], "FINE", -16_800)
    assert said("balance", person=ann(poorer)) == "The balance is 167.00 below its own usual level."
    two = steady().on([dt.date(2025, 7, 1)], "OPENING", 70_000, "Savings")
    assert said("balance", Goal(50_000, 0, IN_61_DAYS, account="Checking"), ann(two)) == (
        "The other accounts hold 700.00 together."
    )


def likely(odds: Callable[[dict[str, Any]], Any], goal: Goal = GOAL) -> tuple[int | None, int | None, int | None]:
    """More a month, days later and cents smaller that make it likely."""
    found = goal_odds(ann(), goal, Says(odds=odds)).likely  # type: ignore[arg-type]
    assert found.odds == 0.8
    return found.more_a_month_cents, found.later_days, found.smaller_cents


def test_the_smallest_change_of_each_lever_is_found_to_the_dollar_and_the_day() -> None:
    income = past(ann(), None).income
    enough = 30_000 / income  # of the 40,000 cents that are missing
    assert likely(lambda facts: np.where(facts["missing_of_income"] <= enough + 1e-12, 0.8, 0.7)) == (
        5_000,
        None,
        10_000,
    )
    assert likely(lambda facts: np.where(facts["months_left"] >= 3, 0.9, 0.1)) == (None, 31, None)
    assert likely(lambda facts: 0.8) == (0, 0, 0)
    assert likely(lambda facts: 0.79) == (None, None, None)


def test_a_lever_is_moved_to_its_end_and_no_further() -> None:
    three_years = (61 + 1_096) / 30.4375
    assert likely(lambda facts: np.where(facts["months_left"] >= three_years, 0.9, 0.1))[1] == 1_096
    assert likely(lambda facts: np.where(facts["months_left"] > three_years, 0.9, 0.1))[1] is None
    assert likely(lambda facts: np.where(facts["missing_of_income"] <= 0, 0.9, 0.1)) == (20_000, None, 40_000)


def test_other_odds_may_be_called_likely() -> None:
    answer = goal_odds(ann(), GOAL, Says(odds=lambda facts: 0.5), likely=0.5)  # type: ignore[arg-type]
    assert answer.likely == WouldMakeLikely(0.5, 0, 0, 0)


def test_a_goal_that_is_there_needs_nothing() -> None:
    answer = goal_odds(ann(), Goal(10_000, 20_000, IN_61_DAYS), Says())  # type: ignore[arg-type]
    assert (answer.odds, answer.low, answer.high, answer.needed_cents) == (1.0, 1.0, 1.0, 0)
    assert (answer.likely, [(one.group, one.weight, one.text) for one in answer.reasons]) == (
        WouldMakeLikely(0.8, 0, 0, 0),
        [("progress", 0.0, "All of it is there already.")],
    )


@pytest.mark.parametrize(("days", "refused"), [(27, True), (28, False)])
def test_four_weeks_of_history_are_needed_and_a_day_after_today(days: int, refused: bool) -> None:
    home = Household().on([LAST - dt.timedelta(days=days - 1), LAST], "PAY", 100_000)
    if refused:
        with pytest.raises(ArgumentError, match="There are 27 days of history; goals need 28") as short:
            arithmetic_of(ann(home), GOAL)
        assert (short.value.code, short.value.path) == ("too_short", "transactions")
    else:
        assert arithmetic_of(ann(home), GOAL)[0] == 19_959
    with pytest.raises(ArgumentError, match=f"Give a day after {LAST}") as past_day:
        arithmetic_of(ann(), Goal(50_000, 0, LAST))
    assert past_day.value.path == "deadline"
    assert arithmetic_of(ann(), Goal(50_000, 0, LAST + dt.timedelta(days=1)))[0] == round(50_000 * 30.4375)
