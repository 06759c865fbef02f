"""Synthetic lives: accounts that add up, truth that statements bear out, and all of it from the seed."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from seqmatch.data.synthetic.lives.due import business_day, due_days
from seqmatch.data.synthetic.lives.generate import SyntheticLives, generate_lives
from seqmatch.data.synthetic.lives.segments import SEGMENTS
from seqmatch.errors import ArgumentError
from seqmatch.schemas.stream import Cadence
from seqmatch.schemas.transaction import FRAME_COLUMNS, Transaction

DAYS = 540
LAST = dt.date(2024, 1, 1) + dt.timedelta(days=DAYS - 1)


@cache
def lives() -> SyntheticLives:
    return generate_lives(users=40, days=DAYS, seed=5)


def rows() -> pl.DataFrame:
    return lives().transactions.sort("transaction_id")


def test_it_is_a_table_of_transactions_with_a_balance_after_each() -> None:
    frame = lives().transactions
    assert tuple(frame.columns) == (*FRAME_COLUMNS, "category", "balance_cents", "stream")
    for row in frame.sample(100, seed=1).select(FRAME_COLUMNS).iter_rows(named=True):
        Transaction(**row)
    assert frame["date"].is_sorted() and frame["date"].max() == LAST


def test_every_balance_is_the_one_before_plus_the_amount() -> None:
    before = rows().with_columns(before=pl.col("balance_cents").shift(1).over("account")).drop_nulls("before")
    assert (before["before"] + before["amount_cents"] == before["balance_cents"]).all()


def test_money_moved_between_own_accounts_leaves_one_and_reaches_the_other_on_the_same_day() -> None:
    own = "^(ONLINE TRANSFER|CREDIT CARD PAYMENT|PAYMENT THANK YOU)"
    moved = rows().filter(pl.col("description").str.to_uppercase().str.contains(own))
    assert len(moved) > 100
    assert (moved.group_by("user", "date").agg(pl.col("amount_cents").sum())["amount_cents"] == 0).all()


def test_the_seed_decides_everything_and_more_people_change_no_one() -> None:
    fewer = generate_lives(users=3, days=DAYS, seed=5)
    users = fewer.people["user"].to_list()
    assert lives().transactions.filter(pl.col("user").is_in(users)).equals(fewer.transactions)
    assert not generate_lives(users=3, days=DAYS, seed=6).transactions.equals(fewer.transactions)


def test_what_truly_comes_again_is_on_the_statements_as_often_as_the_truth_says() -> None:
    """Names are cut short by some banks, so the first twelve letters are looked for."""
    frame = rows().with_columns(text=pl.col("description").str.to_uppercase())
    for stream in lives().streams.iter_rows(named=True):
        mine = frame.filter(
            (pl.col("user") == stream["user"])
            & pl.col("text").str.contains(stream["payee"][:12].upper(), literal=True)
            & ((pl.col("amount_cents") > 0) == (stream["direction"] == "in"))
        )
        assert len(mine) >= stream["times"]
        assert mine["date"].max() >= stream["last"]


def test_bills_of_all_cadences_change_lapse_and_skip() -> None:
    streams = lives().streams
    assert set(streams["cadence"]) >= {"weekly", "fortnightly", "twice_monthly", "monthly", "quarterly", "half_yearly"}
    assert len(streams.drop_nulls("price_changed")) > 0.1 * len(streams)
    assert 0.03 * len(streams) < len(streams.filter(pl.col("status") == "ended")) < 0.3 * len(streams)
    assert (streams["missed"] > 0).any()
    running = streams.filter(pl.col("status") == "running")
    assert (running["next_due"] > LAST).all()
    assert streams.filter(pl.col("status") == "ended")["next_due"].is_null().all()


def test_a_card_bill_never_pays_more_than_was_bought() -> None:
    cards = rows().filter(pl.col("account").str.ends_with("-card"))
    assert (cards["balance_cents"] <= 0).all()


def test_five_segments_differ_as_they_are_described() -> None:
    people = generate_lives(users=150, days=360, seed=8)
    assert set(people.people["segment"]) == {segment.name for segment in SEGMENTS}
    flows = (
        people.transactions.filter(pl.col("category") != "transfers")
        .join(people.people.select("user", "segment"), on="user")
        .group_by("segment")
        .agg(saved=pl.col("amount_cents").sum() / pl.col("amount_cents").filter(pl.col("amount_cents") > 0).sum())
    )
    saved = dict(flows.iter_rows())
    assert saved["conservative_saver"] > saved["high_spender"] and saved["goal_oriented"] > saved["impulse_buyer"]
    bounced = dict(people.people.group_by("segment").agg(pl.col("bounced").mean()).iter_rows())
    assert bounced["impulse_buyer"] > bounced["conservative_saver"]


def test_a_goal_is_reached_by_some_and_missed_by_others() -> None:
    people = generate_lives(users=150, days=540, seed=8).people.drop_nulls("goal")
    reached = people.drop_nulls("goal_reached")
    assert 0.15 * len(people) < len(reached) < 0.85 * len(people)
    assert (reached["goal_reached"] <= reached["goal_deadline"]).all()


@pytest.mark.parametrize(
    ("cadence", "anchor", "expected"),
    [
        ("weekly", "2024-01-05", ["2024-02-02", "2024-02-09"]),
        ("fortnightly", "2024-01-05", ["2024-02-02", "2024-02-16"]),
        ("twice_monthly", "2024-01-31", ["2024-02-16", "2024-02-29"]),
        ("monthly", "2024-01-31", ["2024-02-29", "2024-03-31"]),
        ("quarterly", "2024-03-10", ["2024-03-10", "2024-06-10"]),
        ("yearly", "2023-01-15", ["2025-01-15", "2026-01-15"]),
    ],
)
def test_a_cadence_is_due_on_these_days_from_february_on(cadence: Cadence, anchor: str, expected: list[str]) -> None:
    days = due_days(cadence, dt.date.fromisoformat(anchor), dt.date(2024, 2, 1))
    assert [next(days).isoformat() for _ in expected] == expected


def test_a_weekend_moves_a_payment_to_the_day_before_or_after() -> None:
    saturday = dt.date(2024, 6, 1)
    assert business_day(saturday, -1) == dt.date(2024, 5, 31) and business_day(saturday, 1) == dt.date(2024, 6, 3)


def test_too_few_people_or_days_are_refused() -> None:
    for wrong in ({"users": 0}, {"days": 100}, {"days": 5000}):
        with pytest.raises(ArgumentError):
            generate_lives(**wrong)  # type: ignore[arg-type]
