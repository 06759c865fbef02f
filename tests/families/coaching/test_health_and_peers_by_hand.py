"""Health and positions reckoned by hand, on weeks of a few round numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from seqmatch.families.coaching.scoring.health import LOW_WEEK, facts_of, health_of
from seqmatch.families.coaching.scoring.peers import latest_states, positions_of
from seqmatch.store.coaching.tables import COMPARED

MONDAY = dt.date(2025, 1, 6)
CALM: dict[str, Any] = {
    "income": 100_000,
    "spend": 90_000,
    "balance": 200_000,
    "savings_rate_13w": 0.1,
    "buffer_weeks": 2.0,
    "debt_months": 1.0,
    "low_balance_weeks_13w": 0.1,
    "goal_adherence_13w": 1.0,
    "returned_13w": 0,
    "missed_bills": 1,
    "saved_share_13w": 0.05,
    "days_since_saving": None,
    "income_4w": 400_000,
    "fees_4w": 2_000,
    "low_balance": False,
}
SCHEMA_OF = {"days_since_saving": pl.Float64, "savings_rate_13w": pl.Float64, "balance": pl.Int64}


def weeks(count: int = 26, **of: list[Any] | Any) -> pl.DataFrame:
    """So many calm weeks; what ``of`` names is a value of all of them, or a list."""
    columns = {name: value if isinstance(value, list) else [value] * count for name, value in (CALM | of).items()}
    days = [MONDAY + dt.timedelta(weeks=number) for number in range(count)]
    return pl.DataFrame(
        {"week": days, "weeks_known": list(range(1, count + 1)), **columns}, schema_overrides=SCHEMA_OF, strict=False
    )


def test_a_calm_persons_score_is_the_mean_of_four_parts_and_each_of_its_facts() -> None:
    told = health_of(weeks())
    # spend: 75 for a tenth kept and 50 for one bill missed; save: 30; borrow: 60 and 60; plan: 70 and 90
    assert told.parts == {"spend": 62.5, "save": 30.0, "borrow": 60.0, "plan": 80.0}
    assert (told.total, told.savings_rate, told.expected_savings_rate, told.change_13w) == (58.1, 0.1, 0.1, 0.0)
    assert [(fact.name, fact.value, fact.points, fact.better, fact.gain) for fact in told.facts] == [
        ("troubles_13w", 1.0, 50.0, 0.0, 25.0),
        ("buffer_weeks", 2.0, 30.0, 4.0, 20.0),
        ("fee_share_4w", 0.005, 60.0, 0.0, 20.0),
        ("low_balance_weeks_13w", 0.1, 70.0, 0.0, 15.0),
        ("savings_rate_13w", 0.1, 75.0, 0.2, 12.5),
        ("debt_months", 1.0, 60.0, 0.5, 10.0),
        ("goal_adherence_13w", 1.0, 90.0, 1.5, 5.0),
    ]
    assert told.why_not == told.warnings == ()


def test_what_is_best_already_cannot_be_raised() -> None:
    best = {fact.name: fact for fact in health_of(weeks(missed_bills=0, buffer_weeks=30.0)).facts}
    assert [(best[name].points, best[name].better, best[name].gain) for name in ("troubles_13w", "buffer_weeks")] == [
        (100.0, None, 0.0)
    ] * 2


def test_a_step_of_the_table_that_gives_a_point_or_less_is_none_worth_taking() -> None:
    [plan] = [fact for fact in health_of(weeks(goal_adherence_13w=1.45)).facts if fact.name == "goal_adherence_13w"]
    assert (plan.points, plan.better) == (99.0, None)


def test_bills_missed_and_payments_returned_are_troubles_together() -> None:
    names = ("savings_rate_13w", "troubles_13w", "buffer_weeks", "saved_share_13w")
    facts = dict(zip(names, facts_of(weeks(1, returned_13w=2, missed_bills=1, days_since_saving=3))[0], strict=False))
    assert facts == {"savings_rate_13w": 0.1, "troubles_13w": 3.0, "buffer_weeks": 2.0, "saved_share_13w": 0.05}


def test_who_never_put_anything_aside_has_no_share_of_it_and_who_has_no_income_no_share_of_fees() -> None:
    told = {fact.name for fact in health_of(weeks(income_4w=0)).facts}
    assert {"saved_share_13w", "fee_share_4w"}.isdisjoint(told) and "debt_months" in told


def test_eight_weeks_are_scored_and_the_change_of_a_quarter_needs_21() -> None:
    assert health_of(weeks(7)).why_not == ("The history has 7 whole weeks; a score needs 8.",)
    assert health_of(weeks(8)).total == 58.1
    assert [health_of(weeks(count)).change_13w for count in (13, 20, 21)] == [None, None, 0.0]


def test_the_change_is_that_against_the_week_a_quarter_ago() -> None:
    rose = health_of(weeks(savings_rate_13w=[0.0] * 13 + [0.1] * 13))  # spend was 45 then and is 62.5 now
    assert (rose.total, rose.change_13w) == (58.1, 4.4)


@pytest.mark.parametrize(
    ("spend", "expected"),
    [(50_000, 0.5), (49_000, None), (150_000, -0.5), (151_000, None), (90_400, 0.096)],
)
def test_a_savings_rate_is_expected_only_where_the_accounts_show_the_whole_of_the_money(
    spend: int, expected: float | None
) -> None:
    assert health_of(weeks(spend=spend)).expected_savings_rate == expected


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([0.0, 0.28] * 13, 0.1),
        ([0.0, 0.32] * 13, None),
        ([None] * 13 + [0.1] * 13, 0.1),
        ([None] * 14 + [0.1] * 12, None),
    ],
    ids=["varies a little", "varies much", "a quarter is known", "less is known"],
)
def test_a_savings_rate_is_expected_only_of_a_steady_quarter_or_more(
    rates: list[float | None], expected: float | None
) -> None:
    assert health_of(weeks(savings_rate_13w=rates)).expected_savings_rate == expected


def test_half_a_year_counts_for_what_is_expected_and_for_the_path_of_the_balance() -> None:
    told = health_of(weeks(40, spend=[10_000] * 14 + [90_000] * 26, balance=[None] * 39 + [5]))
    assert told.expected_savings_rate == 0.1
    assert told.balance_path == (((MONDAY + dt.timedelta(weeks=39)).isoformat(), 5),)
    assert len(health_of(weeks(40)).balance_path) == 26
    assert health_of(weeks(26, income=0)).expected_savings_rate is None


def test_signs_of_stress_are_those_of_the_last_week() -> None:
    calm = {"fees_4w": 0, "missed_bills": 0}
    assert health_of(weeks(**calm)).stress == ()
    assert health_of(weeks(**calm, low_balance=[True] * 25 + [False])).stress == ()
    assert health_of(weeks(low_balance=True, returned_13w=1)).stress == (
        LOW_WEEK,
        "Fees or interest were charged within four weeks.",
        "Payments were returned unpaid within 13 weeks.",
        "A bill that usually comes is overdue.",
    )


def test_a_warning_is_given_from_even_odds_on() -> None:
    assert health_of(weeks(), 0.5).warnings == ("A low balance within 30 days is likely: 50%.",)
    assert health_of(weeks(), 0.49).warnings == ()


def test_what_is_missing_is_told_with_the_reason() -> None:
    no_balance = dict.fromkeys(("balance", "buffer_weeks", "debt_months", "low_balance_weeks_13w"))
    told = health_of(weeks(**no_balance, savings_rate_13w=None, goal_adherence_13w=None, income_4w=0))
    assert (told.total, told.change_13w, told.savings_rate) == (None, None, None)
    assert [why.split(":")[0] for why in told.why_not] == [
        "No balance is told",
        "No income is seen in 13 weeks",
    ]
    assert health_of(weeks(low_balance_weeks_13w=None, goal_adherence_13w=None)).why_not == (
        "Too few weeks with a balance to tell how often it is low.",
    )


# Among others


def states(own: float | None, others: list[float | None], income: int | None = 1_000, **of: Any) -> pl.DataFrame:
    """Ann among others of the same week with the buffers told; ``of`` are columns of the others."""
    count = len(others)
    table = {
        "user": ["ann", *(f"other-{number}" for number in range(count))],
        "currency": [None] * (count + 1),
        "week": [MONDAY] * (count + 1),
        "income_13w": [income, *of.get("incomes", [1_000] * count)],
        **{name: [None] * (count + 1) for name in COMPARED},
        "buffer_weeks": [own, *others],
    }
    schema = {"currency": pl.String, **dict.fromkeys(COMPARED, pl.Float64)}
    return pl.DataFrame(table, schema_overrides=schema)


NUMBERS: list[float | None] = [float(number) for number in range(1, 26)]


@pytest.mark.parametrize(("own", "below"), [(13.0, 0.5), (26.0, 1.0), (0.0, 0.0), (3.0, 0.1), (4.0, 0.1), (5.0, 0.2)])
def test_a_position_is_the_share_of_others_below_in_tenths_and_equals_count_half(own: float, below: float) -> None:
    [told] = positions_of(states(own, NUMBERS), "ann", None)
    assert (told.name, told.below, told.among, told.of) == ("buffer_weeks", below, 25, "people of like income")


def test_nothing_is_told_among_24_nor_of_who_has_no_value() -> None:
    assert positions_of(states(13.0, NUMBERS[1:]), "ann", None) == []
    assert positions_of(states(13.0, [*NUMBERS[1:], None]), "ann", None) == []
    assert positions_of(states(None, NUMBERS), "ann", None) == []
    assert positions_of(states(13.0, NUMBERS), "nobody", None) == []


@pytest.mark.parametrize(
    ("incomes", "among", "of"),
    [
        ([1_000, 2_250] * 13, 26, "people of like income"),
        ([999, 2_251] + [1_500] * 25, 25, "people of like income"),
        ([999, 2_251] + [1_500] * 24, 26, "everybody"),
    ],
    ids=["from two thirds to half as much again", "beyond is left out", "too few are alike"],
)
def test_others_have_a_like_income_where_25_do(incomes: list[int], among: int, of: str) -> None:
    table = states(13.0, [1.0] * len(incomes), income=1_500, incomes=incomes)
    assert [(one.among, one.of) for one in positions_of(table, "ann", None)] == [(among, of)]


@pytest.mark.parametrize("income", [0, None])
def test_without_an_income_the_others_are_everybody(income: int | None) -> None:
    [told] = positions_of(states(13.0, NUMBERS, income=income), "ann", None)
    assert (told.among, told.of) == (25, "everybody")


def test_others_have_the_same_currency_and_the_same_last_week() -> None:
    table = states(13.0, NUMBERS)
    early = table.with_columns(
        week=pl.when(pl.col("user") == "other-3").then(MONDAY - dt.timedelta(weeks=1)).otherwise("week")
    )
    abroad = table.with_columns(currency=pl.when(pl.col("user") == "other-3").then(pl.lit("EUR")))
    assert positions_of(early, "ann", None) == positions_of(abroad, "ann", None) == []
    assert positions_of(abroad, "ann", "EUR") == []


def test_the_latest_state_has_the_income_of_13_weeks_and_the_last_of_the_rest() -> None:
    table = weeks(14, income=list(range(1, 15)), buffer_weeks=[1.0] * 13 + [7.0]).with_columns(
        user=pl.lit("ann"),
        currency=pl.lit(None, pl.String),
        **{name: pl.lit(0.5) for name in COMPARED if name not in CALM},
    )
    [told] = latest_states(table.reverse()).to_dicts()
    assert (told["income_13w"], told["buffer_weeks"], told["week"]) == (104, 7.0, MONDAY + dt.timedelta(weeks=13))
