"""Four-week totals of people: what was known on the day, and nothing later, decides them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.errors import DataError
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.windows import AHEAD
from seqmatch.families.coaching.dataset.totals import HORIZON, days_back, past_windows, windows
from seqmatch.families.coaching.evaluation.totals import OURS, totals_figures
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.scoring.totals import SpendingTotal, totals


@pytest.fixture(scope="module")
def whole() -> pl.DataFrame:
    return history(generate_lives(62, 340, seed=7).transactions)


@pytest.fixture(scope="module")
def persons(whole: pl.DataFrame) -> list[Person]:
    return people(whole, whole["date"].max())


@pytest.fixture(scope="module")
def model(persons: list[Person]) -> SpendingForecaster:
    return SpendingForecaster(rounds=30).fit(past_windows(persons))


def test_an_earlier_day_shows_what_a_cut_of_the_table_shows(whole: pl.DataFrame, persons: list[Person]) -> None:
    day = persons[0].today - dt.timedelta(days=100)
    for person, cut in zip(persons[:10], people(whole, day), strict=False):
        then = person.as_of(day)
        assert then is not None
        assert (then.today, then.days) == (cut.today, cut.days)
        assert np.array_equal(then.received, cut.received) and np.array_equal(then.spent, cut.spent)
        assert then.frame["transaction_id"].equals(cut.frame["transaction_id"])
        assert {name: one.balance_cents for name, one in then.accounts.items()} == {
            name: one.balance_cents for name, one in cut.accounts.items()
        }
    assert persons[0].as_of(persons[0].first - dt.timedelta(days=1)) is None


def test_what_came_later_changes_no_window_but_its_truth(persons: list[Person]) -> None:
    then = [found for one in persons[:5] if (found := one.as_of(one.today - dt.timedelta(days=HORIZON)))]
    late, early = windows(persons[:5], [HORIZON]), windows(then)
    for name in ("weeks", "received", "due", "usual_due", "months_back"):
        assert np.array_equal(getattr(late, name), getattr(early, name), equal_nan=True), name
    assert np.isnan(early.spent).all() and not np.isnan(late.spent).any()


def test_a_window_shows_weeks_bills_due_and_the_same_days_of_months_before() -> None:
    """A rent on the 1st of each month and 10.00 every day; today is 31 May 2026."""
    first, today = dt.date(2026, 1, 1), dt.date(2026, 5, 31)
    days = [first + dt.timedelta(days=place) for place in range((today - first).days + 1)]
    said = [(day, "CANTEEN", -1_000) for day in days] + [(day, "HARBOUR RENT", -90_000) for day in days if day.day == 1]
    frame = pl.DataFrame(
        [(f"t{place}", "ann", "a", day, text, cents) for place, (day, text, cents) in enumerate(said)],
        schema=["transaction_id", "user", "account", "date", "description", "amount_cents"],
        orient="row",
    ).with_columns(*(pl.lit(None, kind).alias(name) for name, kind in (("time", pl.Time), ("merchant", pl.String))))
    one = windows(people(history(frame.with_columns(pl.lit(None, pl.String).alias("mcc"))), today))
    assert one.weeks[0, -4:].tolist() == [7_000] * 4 and one.weeks[0, -5] == 97_000
    assert one.due[0, 0] >= 90_000 and one.due[0, 1:].max() < 90_000
    assert one.months_back[0, 0].tolist() == [97_000, 7_000, 7_000, 7_000]
    assert one.spent.shape == (1, AHEAD)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 1, 15), 3, dt.date(2025, 10, 15)),
        (dt.date(2024, 3, 30), 1, dt.date(2024, 2, 29)),
    ],
)
def test_months_before_end_where_the_month_ends(day: dt.date, months: int, before: dt.date) -> None:
    assert day - dt.timedelta(days=days_back(day, months)) == before


def test_everybody_is_told_a_total_and_those_without_a_history_nothing(
    persons: list[Person], model: SpendingForecaster
) -> None:
    short = [one.as_of(one.first + dt.timedelta(days=40)) for one in persons[:3]]
    hardly = persons[3].as_of(persons[3].first + dt.timedelta(days=9))
    said = totals([*persons[4:20], *(one for one in short if one), *([hardly] if hardly else [])], model)
    assert said[-1] is None
    for told in said[:-1]:
        assert told is not None
        assert 0 <= told.total_28d_p10 <= told.total_28d_p50 <= told.total_28d_p90
        assert told.typical_week >= 0 and told.typical_error > 0 and len(told.weeks) == AHEAD
    assert [told.short_history for told in said[:-1] if told][-3:] == [True] * 3
    assert totals([], model) == []


def test_a_person_alone_is_a_store_too(persons: list[Person], model: SpendingForecaster) -> None:
    [alone] = totals(persons[:1], model)
    assert alone is not None and alone.backtests >= 2
    assert alone.total_28d_p10 <= alone.total_28d_p50 <= alone.total_28d_p90 > alone.total_28d_p10


def test_few_people_are_told_what_looking_at_all_of_their_past_would_tell(
    persons: list[Person], model: SpendingForecaster
) -> None:
    """Recurring payments are looked for only in the windows by which forecasts are judged."""
    few = [one for one in persons[:6] if one.days >= 300]
    whole = model.adapted(past_windows(few))
    said = whole.predict(windows(few))
    found = totals(few, model)
    assert [one.total_28d_p90 for one in found if one] == [round(one) for one in said.total[:, 2].tolist()]
    assert [one.typical_error for one in found if one] == [
        round(one) for one in whole.typical_error(windows(few), said).tolist()
    ]


def test_of_somebody_who_hardly_spends_nothing_is_expected(model: SpendingForecaster) -> None:
    days = [dt.date(2026, 1, 5) + dt.timedelta(days=14 * place) for place in range(10)]
    rows = [(f"p{place}", day, "WIDGETS PAYROLL", 90_000) for place, day in enumerate(days)]
    rows.append(("out", dt.date(2026, 3, 1), "SWEETS", -3))
    frame = pl.DataFrame(
        [(name, "ann", "a", day, text, cents) for name, day, text, cents in rows],
        schema=["transaction_id", "user", "account", "date", "description", "amount_cents"],
        orient="row",
    ).with_columns(*(pl.lit(None, kind).alias(name) for name, kind in (("time", pl.Time), ("merchant", pl.String))))
    [told] = totals(people(history(frame.with_columns(pl.lit(None, pl.String).alias("mcc")))), model)
    assert told is not None
    assert told == SpendingTotal(0, 0, 0, (0, 0, 0, 0), 0, 0, 0, "nothing", told.short_history, silent=True)


def test_figures_tell_every_rival_beside_the_mean(whole: pl.DataFrame, model: SpendingForecaster) -> None:
    rows = totals_figures(whole, model, tests=2)
    said = {(row.figure, row.method): row for row in rows if row.slice == "all"}
    for name in ("mean_of_8_weeks", "median_of_8_weeks", "seasonal_naive", "theta", "recurring_and_rest", OURS):
        row = said["total_wape", name]
        assert row.low <= row.value <= row.high and row.baseline == said["total_wape", "mean_of_8_weeks"].value
    assert said["total_wape", OURS].difference_low <= 0.02
    assert 0.6 <= said["coverage", OURS].value <= 1
    assert {"weekly_wape", "typical_week_wape", "winkler", "total_bias"} <= {figure for figure, _ in said}


def test_nobody_with_a_history_is_an_error(whole: pl.DataFrame, model: SpendingForecaster) -> None:
    with pytest.raises(DataError):
        totals_figures(whole.filter(pl.col("date") <= whole["date"].min() + dt.timedelta(days=30)), model, tests=1)
