"""Futures of synthetic households: the same past, then other luck."""

from __future__ import annotations

import datetime as dt

import polars as pl

from seqmatch.data.synthetic.lives.futures import true_odds
from seqmatch.data.synthetic.lives.generate import generate_lives


def test_true_odds_know_what_is_decided_and_doubt_what_is_not() -> None:
    people = generate_lives(users=24, days=360, seed=5).people
    reached = people.filter(pl.col("goal_reached") <= pl.col("goal_deadline"))
    user, day, starts = reached.select("user", "goal_reached", "goal_starts").row(0)
    asked = (starts + dt.timedelta(days=1), day)
    odds = true_odds(int(user[-5:]), asked, days=360, seed=5, futures=4)
    assert odds[day] == 1
    assert 0 <= odds[asked[0]] <= 1
    assert odds == true_odds(int(user[-5:]), asked, days=360, seed=5, futures=4)
    without = people.filter(pl.col("goal").is_null())["user"][0]
    assert true_odds(int(without[-5:]), asked, days=360, seed=5) == {}
