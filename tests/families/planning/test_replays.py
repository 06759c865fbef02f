"""Replays fill the goals that the engine of the rules fills. The months are synthetic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from seqmatch.families.planning.scoring.chain import Goal, chain
from seqmatch.families.planning.scoring.ordering import Months
from seqmatch.families.planning.scoring.replays import fills, replay
from seqmatch.families.planning.scoring.timeline import Money, run_plan
from seqmatch.schemas.simulation import Arrival, Payment

FIRST, MONTHS, BUFFER = dt.date(2026, 1, 1), 12, 300_000
ENDS = {4: dt.date(2026, 4, 30), 8: dt.date(2026, 8, 31), 12: dt.date(2026, 12, 31)}


@pytest.mark.parametrize("seed", range(12))
def test_a_replay_fills_what_the_rules_fill(seed: int) -> None:
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
    full = fills(came[None, :], left[None, :], 300_000, BUFFER, [goal.target for goal in goals], list(ENDS))
    assert not run.failed
    assert full[0].tolist() == [day is not None for day in run.full]


def test_months_that_differ_widen_the_interval() -> None:
    came = np.full(12, 300_000)
    alike, unlike = np.full(12, 250_000), np.array([100_000, 400_000] * 6)
    (sure,) = replay(Months(came, alike), 300_000, 300_000, [400_000], [6], 6)
    (unsure,) = replay(Months(came, unlike), 300_000, 300_000, [400_000], [6], 6)
    assert (sure.share, sure.interval) == (1.0, (1.0, 1.0))
    assert 0 < unsure.share < 1
    assert unsure.interval[0] < unsure.share < unsure.interval[1]
