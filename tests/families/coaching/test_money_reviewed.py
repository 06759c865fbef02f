"""Weeks, segments, health, habits, changes and peers of people; all of them are synthetic."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments
from seqmatch.families.coaching.dataset.segments import segment_table
from seqmatch.families.coaching.dataset.weeks import matrix, weeks_of, with_segments
from seqmatch.families.coaching.evaluation.habits import habit_figures
from seqmatch.families.coaching.evaluation.health import health_figures
from seqmatch.families.coaching.evaluation.segments import segments_figures
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.recipe import new_segments
from seqmatch.families.coaching.scoring.budgets import adherence
from seqmatch.families.coaching.scoring.changes import changes_of, season_of, unusual_payments
from seqmatch.families.coaching.scoring.habits import Spending, effects_of, habits_of, spending_of
from seqmatch.families.coaching.scoring.health import health_of
from seqmatch.families.coaching.scoring.peers import latest_states, positions_of
from seqmatch.families.coaching.scoring.segments import (
    UNNAMED,
    export_segments,
    name_of,
    segment_of,
    segment_profiles,
    segments_of,
)
from seqmatch.features.weeks import NAMES

DAY = dt.date(2025, 1, 6)


@pytest.fixture(scope="module")
def lives() -> list[Person]:
    """Forty people over eleven months."""
    made = generate_lives(40, 330, seed=3)
    return people(history(made.transactions), made.transactions["date"].max())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def weeks(lives: list[Person]) -> pl.DataFrame:
    return weeks_of(lives)


@pytest.fixture(scope="module")
def model(weeks: pl.DataFrame) -> BehaviourSegments:
    return new_segments().fit(segment_table(weeks)[1])


def person(*rows: tuple[int, str, int], balance: int | None = None, today: int = 330) -> Person:
    """Days after the first, text, cents; the balance of today is told by hand."""
    table = pl.DataFrame(
        {
            "transaction_id": [f"t{place}" for place in range(len(rows))],
            "user": "ann",
            "account": "a",
            "date": [DAY + dt.timedelta(days=day) for day, _, _ in rows],
            "time": pl.Series([None] * len(rows), dtype=pl.Time),
            "description": [text for _, text, _ in rows],
            "merchant": pl.Series([None] * len(rows), dtype=pl.String),
            "amount_cents": [cents for _, _, cents in rows],
            "mcc": pl.Series([None] * len(rows), dtype=pl.String),
            "category": ["income" if cents > 0 else "shopping" for _, _, cents in rows],
        }
    ).sort("date")
    told = {} if balance is None else {("ann", "a"): balance}
    [found] = people(history(table), DAY + dt.timedelta(days=today), told)
    return found


def test_every_person_has_a_row_for_each_whole_week(lives: list[Person], weeks: pl.DataFrame) -> None:
    assert len(weeks) == sum(one.days // 7 for one in lives)
    assert matrix(weeks).shape == (len(weeks), len(NAMES))


def test_weekly_spending_is_what_the_person_spent(lives: list[Person], weeks: pl.DataFrame) -> None:
    one = lives[0]
    mine = weeks.filter(pl.col("user") == one.user)
    assert mine["income"].sum() == pytest.approx(one.weeks(one.received).sum(), rel=0.05)
    assert mine["spend"].sum() == pytest.approx(one.weeks(one.spent).sum(), rel=0.1)


def test_a_transfer_that_arrives_tomorrow_is_not_known_today() -> None:
    rows = [(day, "SHOP", -1_000) for day in range(0, 119, 7)] + [(118, "TRANSFER TO SAVINGS", -20_000)]
    table = person(*rows, today=118).frame.with_columns(
        category=pl.when(pl.col("amount_cents") == -20_000).then(pl.lit("transfers")).otherwise("category")
    )
    arrived = table.tail(1).with_columns(
        account=pl.lit("b"),
        amount_cents=pl.lit(20_000, pl.Int64),
        transaction_id=pl.lit("in"),
        date=pl.col("date").dt.offset_by("1d"),
    )
    today = DAY + dt.timedelta(days=118)
    plain = table.drop("own_since", "own_transfer")
    knowing, cut = history(pl.concat([plain, arrived.select(plain.columns)])), history(plain)
    assert knowing["own_since"].to_list()[-2:] == [today + dt.timedelta(days=1)] * 2
    assert weeks_of(people(knowing, today)).equals(weeks_of(people(cut, today)))
    assert weeks_of(people(cut, today))["saving_weeks_13w"][-1] > 0


def test_a_balance_told_by_hand_counts_for_the_last_week_only() -> None:
    found = weeks_of([person((0, "KIOSK", -100), (300, "KIOSK", -100), (329, "KIOSK", -100), balance=90_000)])
    assert found["balance"].to_list()[-1] == 90_000
    assert found["balance"].to_list()[:-1] == [None] * (len(found) - 1)


def test_segments_are_exported_without_small_groups(
    model: BehaviourSegments, weeks: pl.DataFrame, tmp_path: Path
) -> None:
    csv, profiles = export_segments(model, weeks, tmp_path)
    told = json.loads(profiles.read_text())
    assert min(one["people"] for one in told["segments"]) >= 5
    names = [one["segment"] for one in told["segments"]]
    assert len(names) == len(set(names))
    assert all(one["persona"] for one in told["segments"])
    assert {"silhouette", "null", "stability_ari", "hierarchical_ari"} <= set(told["validity"])
    users = pl.read_csv(csv)
    assert users.columns == ["user", "currency", "segment", "clear", "between"]
    assert set(users["segment"]) == set(names)


def test_one_person_gets_the_segment_they_have_among_all(model: BehaviourSegments, weeks: pl.DataFrame) -> None:
    first = segments_of(model, weeks).row(0, named=True)
    alone = segment_of(model, weeks.filter(pl.col("user") == first["user"]))
    assert alone is not None
    assert (alone.segment, alone.clear) == (first["segment"], first["clear"])
    assert segment_of(model, weeks.filter(pl.col("user") == first["user"]).head(5)) is None


def test_who_stands_on_a_border_is_told_the_next_nearest_segment(
    model: BehaviourSegments, weeks: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, table = segment_table(weeks)
    far = np.linalg.norm(model.points(table)[:, None] - model.centres_, axis=2)
    nearest = np.argsort(far, axis=1)
    clear = model.assign(table).clear
    sure = segments_of(model, weeks)
    assert sure["segment"].to_list() == [name_of(model, group) for group in nearest[:, 0]]
    assert sure["clear"].to_list() == np.round(clear, 3).tolist()
    assert [other is None for other in sure["between"]] == [one >= 0.05 for one in clear]
    monkeypatch.setattr("seqmatch.families.coaching.scoring.segments.BORDER", 2.0)
    assert segments_of(model, weeks)["between"].to_list() == [name_of(model, group) for group in nearest[:, 1]]


def test_the_segment_is_one_column_each_of_the_weekly_state(model: BehaviourSegments, weeks: pl.DataFrame) -> None:
    names = segment_profiles(model, weeks)["segments"]
    flagged = with_segments(weeks, segments_of(model, weeks), [one["segment"] for one in names])
    flags = flagged.select(pl.col("^segment_.*$"))
    assert flags.width == len(names)
    assert set(flags.sum_horizontal().drop_nulls().to_list()) <= {0.0, 1.0}


def test_segment_figures_stand_beside_null_chance_and_truth(weeks: pl.DataFrame) -> None:
    truth = {f"user-{number:05d}": "saver" if number % 2 else "spender" for number in range(40)}
    rows = {row["figure"]: row for row in segments_figures(weeks, "synthetic", truth)}
    assert rows["silhouette"]["baseline"] is not None
    assert abs(rows["ari_with_truth"]["value"]) < 0.2
    assert rows["same_segment_in_both_halves"]["value"] > rows["same_segment_in_both_halves"]["baseline"]


def test_health_tells_four_parts_and_the_facts_behind_them(weeks: pl.DataFrame) -> None:
    told = health_of(weeks.filter(pl.col("user") == "user-00001"), low_balance_odds=0.7)
    assert told.total is not None
    assert 0 <= told.total <= 100
    assert set(told.parts) == {"spend", "save", "borrow", "plan"}
    assert told.total == pytest.approx(np.mean(list(told.parts.values())), abs=0.2)
    assert told.warnings == ("A low balance within 30 days is likely: 70%.",)
    assert [fact.gain for fact in told.facts] == sorted((fact.gain for fact in told.facts), reverse=True)
    assert all(round(one, 1) == one for fact in told.facts for one in (fact.gain, fact.points))


def test_without_a_balance_there_is_no_score_and_the_reason_is_told() -> None:
    rows = [(14 * time, "ACME PAYROLL", 100_000) for time in range(20)] + [
        (3 * time, "SHOP", -5_000) for time in range(90)
    ]
    told = health_of(weeks_of([person(*rows)]))
    assert told.total is None
    assert "spend" in told.parts
    assert "No balance" in told.why_not[0]


def test_under_eight_weeks_nothing_is_scored(weeks: pl.DataFrame) -> None:
    told = health_of(weeks.filter(pl.col("user") == "user-00001").head(7))
    assert (told.total, told.parts) == (None, {})
    assert told.why_not == ("The history has 7 whole weeks; a score needs 8.",)


def test_a_payday_habit_is_found_where_there_is_one() -> None:
    rng = np.random.default_rng(0)
    pays = [(28 * time, "ACME PAYROLL", 200_000) for time in range(12)]
    after = [(28 * time + day, "SHOP", -int(rng.integers(8_000, 9_000))) for time in range(12) for day in range(3)]
    always = [(day, "KIOSK", -int(rng.integers(900, 1_100))) for day in range(330)]
    assert "payday" in habits_of(person(*pays, *after, *always))
    assert "payday" not in habits_of(person(*pays, *always))


def test_what_is_bought_on_mondays_falls_on_mondays_week_by_week() -> None:
    mondays = np.where(np.arange(140) % 7 == 0, 100.0, 0.0)
    effects = effects_of(Spending(mondays, np.zeros(140), (), first_weekday=0))
    monday, weekend = effects["weekday Monday"], effects["weekend"]
    assert monday is not None and weekend is not None
    assert (monday.share, monday.blocks, weekend.share) == (1.0, 20, 0.0)


def test_what_nobody_can_place_is_no_spending_on_wants() -> None:
    shop = person((3, "SHOP", -1_000), (40, "SHOP", -2_345))
    unknown = replace(shop, frame=shop.frame.with_columns(pl.lit(None, pl.String).alias("category")))
    assert spending_of(shop).wants.sum() > 0
    assert spending_of(unknown).wants.sum() == 0


def test_a_price_rise_and_a_lapsed_bill_are_told() -> None:
    video = [(30 * time, "OAK VIDEO", -900 if time < 9 else -1_100) for time in range(11)]
    gym = [(5 + 30 * time, "ELM GYM", -4_000) for time in range(9)]
    found = {change.what: change for change in changes_of(person(*video, *gym))}
    assert found["price up"].stream.payee == "oak video"
    assert found["price up"].yearly_cents == pytest.approx(2_400, abs=50)
    assert found["lapsed"].stream.payee == "elm gym"


def test_an_unusual_payment_is_told_with_what_is_usual() -> None:
    bakery = [(20 * time, "ELM BAKERY", -500 - 10 * (time % 3)) for time in range(16)]
    [told] = unusual_payments(person(*bakery, (320, "ELM BAKERY", -9_000)))
    assert (told.of, told.cents, told.usual_cents) == ("elm bakery", 9_000, 510)


def test_a_season_needs_two_years() -> None:
    assert season_of(person((0, "SHOP", -100), (329, "SHOP", -100))) is None


def test_a_dear_december_is_a_season_and_a_yearly_bill_is_none() -> None:
    rng = np.random.default_rng(4)
    dear = [(day, "SHOP", -int(rng.integers(1_800, 2_200)) * (2 if day % 365 > 334 else 1)) for day in range(1_150)]
    assert list(season_of(person(*dear, today=1_150)) or {}) == [12]
    plain = [(day, "SHOP", -int(rng.integers(1_800, 2_200))) for day in range(1_150)]
    bills = [(120 + 365 * year, "ELM INSURANCE", -30_000) for year in range(3)]
    assert season_of(person(*plain, *bills, today=1_150)) == {}


def test_a_budget_is_kept_or_not_and_the_month_that_runs_is_told_by_the_rest_of_earlier_ones() -> None:
    shop = [(day, "SHOP", -1_000) for day in range(330)]  # 6 January to 1 December 2025
    [loose, tight] = adherence(person(*shop, today=312), {"all": 31_000, "groceries": 1}, None)
    assert (loose.months, loose.kept, loose.so_far, loose.would_exceed) == (9, 9, 14_000, 0)
    assert (tight.kept, tight.so_far) == (9, 0)  # none of it is known to be groceries
    [tight] = adherence(person(*shop, today=312), {"all": 30_000}, None)
    assert (tight.months, tight.kept, tight.usually_over) == (9, 4, 1_000)
    assert tight.would_exceed == 5


def test_neither_pay_nor_money_between_own_accounts_is_spent_of_a_budget() -> None:
    shop = [(day, "SHOP", -1_000) for day in range(330)]
    spent = adherence(person(*shop, today=312), {"all": 30_000}, None)
    paid = person(*shop, (70, "PAY", 200_000), today=312)
    moved = person(*shop, (45, "TO SAVINGS", -50_000), today=312)
    moved = replace(moved, frame=moved.frame.with_columns(own_transfer=pl.col("description") == "TO SAVINGS"))
    assert [adherence(one, {"all": 30_000}, None) for one in (paid, moved)] == [spent, spent]


def test_two_years_without_spending_have_no_season_and_no_segment(model: BehaviourSegments) -> None:
    nothing = person(*((30 * month, "CARD VERIFICATION", 0) for month in range(36)), today=1080)
    assert season_of(nothing) == {}
    assert segment_of(model, weeks_of([nothing])) is None


def test_no_position_is_told_among_few(weeks: pl.DataFrame) -> None:
    everybody = latest_states(weeks)
    some = everybody.filter(pl.col("user") < "user-00020")
    assert positions_of(some, "user-00001", None) == []
    among = positions_of(everybody, "user-00001", None)
    assert among
    assert all(one.among >= 25 and round(one.below * 10) == pytest.approx(one.below * 10) for one in among)


def test_among_equals_everybody_stands_in_the_middle(weeks: pl.DataFrame) -> None:
    everybody = latest_states(weeks)
    alike = everybody.with_columns(pl.lit(3.0).alias("buffer_weeks"))
    assert [one.below for one in positions_of(alike, "user-00001", None) if one.name == "buffer_weeks"] == [0.5]


def test_segments_that_match_no_name_are_numbered() -> None:
    model = new_segments()
    model.names_ = [None, "Balanced Planners", None]
    assert [name_of(model, group) for group in range(3)] == [f"{UNNAMED} (1)", "Balanced Planners", f"{UNNAMED} (2)"]
    model.names_ = [None, "Balanced Planners"]
    assert name_of(model, 0) == UNNAMED


def test_figures_of_health_and_habits_have_baselines(lives: list[Person], weeks: pl.DataFrame) -> None:
    rows = [*health_figures(weeks, "synthetic"), *habit_figures(lives[:6], "synthetic")]
    assert all({"baseline", "against"} <= set(row) or row["value"] is None for row in rows)
