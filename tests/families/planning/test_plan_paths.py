"""Simulated paths fill what the engine of the rules fills, and know what a calendar knows. Synthetic months."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from savers import AS_OF, history

from seqmatch.families.planning.person import Person, person_of
from seqmatch.families.planning.scoring.chain import Goal, chain
from seqmatch.families.planning.scoring.paths import Asked, basis_of, draw, reached
from seqmatch.families.planning.scoring.timeline import Money, run_plan
from seqmatch.schemas.simulation import Arrival, Payment

FIRST, MONTHS, BUFFER = dt.date(2026, 1, 1), 12, 300_000
ENDS = {4: dt.date(2026, 4, 30), 8: dt.date(2026, 8, 31), 12: dt.date(2026, 12, 31)}


@pytest.mark.parametrize("seed", range(12))
def test_a_path_fills_what_the_rules_fill(seed: int) -> None:
    rng = np.random.default_rng(seed)
    came, left = rng.integers(200_000, 300_000, MONTHS), rng.integers(150_000, 220_000, MONTHS)
    goals = [Goal(f"Pot {end}", int(rng.integers(50_000, 350_000)), 0, day) for end, day in ENDS.items()]
    months = [dt.date(2026, month, 1) for month in range(1, 13)]
    money = Money(
        FIRST,
        ENDS[12],
        tuple(Arrival(day, "Checking", int(cents)) for day, cents in zip(months, came, strict=True)),
        tuple(Payment(day.replace(day=9), "Checking", int(cents)) for day, cents in zip(months, left, strict=True)),
        {"Checking": 300_000},
    )
    run = run_plan(lambda ahead: chain("Checking", BUFFER, ahead), goals, money)
    asked = [Asked(goal.target, end) for goal, end in zip(goals, ENDS, strict=True)]
    reach = reached(came[None, :].astype(float), left[None, :].astype(float), 300_000, BUFFER, asked)
    assert not run.failed
    assert reach.met[0].tolist() == [day is not None for day in run.full]
    assert [round(share * one.needed) for share, one in zip(reach.funded[0], asked, strict=True)] == list(run.funded)


def test_a_goal_that_fills_while_a_payment_fails_is_not_met() -> None:
    came, left = np.full((1, 3), 300_000.0), np.array([[100_000.0, 900_000.0, 100_000.0]])
    early, late = reached(came, left, 300_000, 100_000, [Asked(200_000, 1), Asked(100_000, 3)]).met[0]
    assert early and not late


def person(rows: list[dict[str, object]]) -> Person:
    frame = pl.DataFrame(rows).with_columns(
        pl.col("date").str.to_date(),
        pl.int_range(pl.len()).cast(pl.String).alias("transaction_id"),
        *(pl.lit(None, pl.String).alias(name) for name in ("user", "merchant", "currency")),
    )
    return person_of(frame, dt.date.fromisoformat(AS_OF))


def test_the_calendar_tells_in_which_months_there_are_three_paydays() -> None:
    rows = [row for row in history(6) if row["description"] != "ACME PAY"]
    first = dt.date(2026, 1, 2)
    days = [first + dt.timedelta(days=14 * number) for number in range(13)]
    rows += [
        {"date": str(day), "description": "ACME PAY", "amount_cents": 140_000, "account": "Current"} for day in days
    ]
    came, _ = draw(basis_of(person(rows), 6), 6, 50, 0.0)
    assert (came == came[0]).all()
    ahead = [days[-1] + dt.timedelta(days=14 * number) for number in range(1, 14)]
    assert came[0].tolist() == [140_000 * sum(day.month == month for day in ahead) for month in range(7, 13)]


def test_the_level_of_spending_is_no_certainty() -> None:
    basis = basis_of(person(history(6)), 6)
    _, sure = draw(basis, 6, 400, 0.0)
    _, unsure = draw(basis, 6, 400, 0.1)
    assert np.ptp(sure.sum(axis=1)) == 0
    assert unsure.sum(axis=1).std() == pytest.approx(0.1 * 6 * basis.level, rel=0.1)
