"""What months ahead are expected to bring, and how plans count on it. The person is synthetic."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
from savers import AS_OF, history

from seqmatch.families.planning.models import PLANNING
from seqmatch.families.planning.person import Person, person_of
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.chain import Goal
from seqmatch.families.planning.scoring.expected import OTHER_PAY, expected_flows
from seqmatch.families.planning.scoring.futures import drawn_lows
from seqmatch.families.planning.scoring.likely import likely
from seqmatch.families.planning.scoring.ordering import Months, counted_on
from seqmatch.families.planning.scoring.paths import Asked, basis_of, draw, reached
from seqmatch.families.planning.scoring.strategy import FUND_ELSE, FUND_STEADY, strategy_of
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import default_settings

END = dt.date(2026, 12, 31)


def person(rows: list[dict[str, Any]]) -> Person:
    frame = pl.DataFrame(rows).with_columns(
        pl.col("date").str.to_date(),
        pl.int_range(pl.len()).cast(pl.String).alias("transaction_id"),
        *(pl.lit(None, pl.String).alias(name) for name in ("user", "merchant", "currency")),
    )
    return person_of(frame, dt.date.fromisoformat(AS_OF))


def on(day: str, text: str, cents: int) -> dict[str, Any]:
    return {"date": day, "description": text, "amount_cents": cents, "account": "Current"}


def test_what_comes_beyond_the_pay_arrives_on_the_first_of_each_month_tomorrow_too() -> None:
    jobs = ("WEDDING PHOTOS", "FENCE PAINTED", "PIANO SOLD", "LOGO DRAWN", "DOG WALKED", "ESSAY READ")
    odd = [on(f"2026-{month:02}-15", text, 50_000) for month, text in enumerate(jobs, 1)]
    flows = expected_flows(person([*history(6), *odd]), dt.date(2026, 9, 30))
    beyond = [(one.day, one.cents) for one in flows if one.of == OTHER_PAY]
    assert beyond == [(dt.date(2026, month, 1), 50_000) for month in (7, 8, 9)]


def test_a_bill_that_rose_is_drawn_at_its_last_price() -> None:
    dear = [{**row, "amount_cents": -150_000} if row["description"] == "RENT" else row for row in history(6)]
    risen = [
        {**row, "amount_cents": -150_000} if row["date"] > "2026-05" and row in history(6)[1::6] else row
        for row in history(6)
    ]
    assert [row["amount_cents"] for row in risen if row["description"] == "RENT"] == [-140_000] * 4 + [-150_000] * 2
    lows = [
        drawn_lows(one, 500_000, 60, [expected_flows(one, dt.date(2026, 8, 29))]) for one in map(person, (risen, dear))
    ]
    assert np.array_equal(*lows)


def test_the_band_of_a_goal_is_the_tenth_and_the_ninetieth_of_a_hundred_paths() -> None:
    rng = np.random.default_rng(4)
    rows = [
        {**row, "amount_cents": -int(rng.integers(5_000, 45_000))} if row["description"] == "GROCER" else row
        for row in history(6)
    ]
    home, models = person(rows), ModelHost(default_settings(None)).live(PLANNING)
    [told] = likely(models, home, 300_000, 200_000, [Goal("Pot", 4_000_000, 0, END)])
    came, left = draw(basis_of(home, 6), 6, 200, models.odds.drift)
    filled = reached(came, left, 300_000, 200_000, [Asked(4_000_000, 6)], basis_of(home, 6).parts).filled[:, :, 0]
    inside = (filled[2] >= told.band[0, 2]) & (filled[2] <= told.band[2, 2])
    assert np.ptp(filled[2]) > 10_000
    assert 0.78 < inside.mean() < 0.83
    assert told.band[1, 2] == np.median(filled[2])


def test_a_plan_counts_on_as_many_months_as_are_ahead() -> None:
    months = Months(np.full(12, 300_000), np.full(12, 200_000))
    counted = counted_on(months, 100_000, 100_000, 6, Parameters(caution=0.0))
    assert counted.tolist() == [300_000, *[100_000] * 5]


def test_pay_that_comes_each_quarter_is_as_steady_as_pay_that_comes_each_month() -> None:
    monthly = history(12)
    pays = [row for row in monthly if row["description"] == "ACME PAY"]
    quarterly = [{**row, "amount_cents": 900_000} for row in pays[2::3]]
    seldom = [{**row, "amount_cents": 1_800_000} for row in pays[5::6]]
    rest = [row for row in monthly if row["description"] != "ACME PAY"]
    funds = [strategy_of(person(rest + some), 900_000, 0.0).fund_months for some in (pays, quarterly, seldom)]
    assert funds == [FUND_STEADY, FUND_STEADY, FUND_ELSE]
