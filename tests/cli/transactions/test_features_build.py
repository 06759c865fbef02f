"""``seqmatch features build``: the same features whatever the window and the batches; none knows the future."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from statements import rows_of, statement, transaction

from seqmatch.families.transactions.build_features import MOST_USERS, plan, steps
from seqmatch.store.audit_log import audit_entries
from seqmatch.store.engine import Store, open_store
from seqmatch.store.tables import ml_features, transactions
from seqmatch.store.transactions.transactions import UserRows, add_transactions

END = dt.date(2026, 6, 30)


def year_of_bills() -> pl.DataFrame:
    """Ann and Ben and someone without a name each pay a film service monthly and shop in between."""
    rows = []
    for user in ("ann", "ben", None):
        for month in range(12):
            first = dt.date(2025, 7, 1) + dt.timedelta(days=round(month * 30.4))
            rows.append({"user": user, "date": first, "description": "STREAMFLIX.COM", "amount_cents": -999})
            rows.append({"user": user, "date": first, "description": "CORNER GYM", "amount_cents": -4500, "time": None})
            rows.append({"user": user, "date": first + dt.timedelta(days=9), "amount_cents": -50 * month - 7})
    return statement(*(transaction(number, **row) for number, row in enumerate(rows)))


@pytest.fixture
def build(seqmatch: Any, store_address: str) -> Any:
    def run(*options: object, address: str = store_address) -> Any:
        return seqmatch("features", "build", *options, "--store", address)

    return run


def test_all_transactions_get_their_features(build: Any, store: Store) -> None:
    frame = year_of_bills()
    add_transactions(store, frame)
    told = json.loads(build("--all", "--json").out)
    assert told == {"start": str(frame["date"].min()), "end": str(frame["date"].max()), "features": len(frame)}
    built = rows_of(store, ml_features)
    assert [row["transaction_id"] for row in built] == frame["transaction_id"].to_list()
    first = built[0]
    assert (first["ts_month"], first["amount"], first["abs_amount"]) == (dt.date(2025, 7, 1), -999, 999)
    assert (first["dow"], first["is_weekend"], first["feature_version"]) == (1, False, 1)
    assert "streamflix" in first["norm_desc"] and isinstance(first["tokens"], list)
    assert [(entry.event, entry.facts["features"]) for entry in audit_entries(store)] == [("features", len(frame))]


def test_by_default_the_last_180_days_and_else_those_named(build: Any, store: Store) -> None:
    days = [END, END - dt.timedelta(days=179), END - dt.timedelta(days=180), dt.date(2020, 1, 1)]
    add_transactions(store, statement(*(transaction(number, date=day) for number, day in enumerate(days))))
    assert json.loads(build("--end-date", END, "--json").out)["features"] == 2
    assert json.loads(build("--end-date", END, "--days", 181, "--json").out)["features"] == 3
    told = build("--start-date", "2020-01-01", "--end-date", "2020-01-01")
    assert told.out == "Built the features of 1 transactions from 2020-01-01 to 2020-01-01.\n"
    assert len(rows_of(store, ml_features)) == 4


def test_a_window_that_holds_nothing_says_where_the_transactions_are(build: Any, store: Store) -> None:
    add_transactions(store, statement(transaction(1, date=dt.date(2016, 12, 30))))
    told = build()
    assert told.code == 0
    assert "those in the store are of 2016-12-30 to 2016-12-30. --all builds" in told.out
    assert rows_of(store, ml_features) == []


@pytest.mark.parametrize("batch_size", [1, 7, 40])
def test_neither_window_nor_batches_change_a_feature(build: Any, store: Store, tmp_path: Path, batch_size: int) -> None:
    straight = str(tmp_path / "straight.sqlite")
    with open_store(straight) as other:
        add_transactions(other, year_of_bills())
        build("--all", address=straight)
        whole = rows_of(other, ml_features)
    assert any(row["is_subscription"] and "gym" in row["norm_desc"] for row in whole)
    add_transactions(store, year_of_bills())
    for start, end in (("2026-03-01", "2026-12-31"), ("2025-10-01", "2026-02-28"), ("2025-01-01", "2025-09-30")):
        assert build("--start-date", start, "--end-date", end, "--batch-size", batch_size).code == 0
    assert rows_of(store, ml_features) == whole


def test_whatever_happens_later_changes_no_feature_of_before(build: Any, store: Store) -> None:
    frame = year_of_bills()
    add_transactions(store, frame)
    build("--all")
    day = dt.date(2025, 12, 31)
    earlier = set(frame.filter(pl.col("date") <= day)["transaction_id"])
    before = [row for row in rows_of(store, ml_features) if row["transaction_id"] in earlier]
    future = pl.col("date") > day
    add_transactions(
        store,
        frame.with_columns(
            description=pl.when(future).then(pl.lit("CANARY CORNER GYM")).otherwise("description"),
            amount_cents=pl.when(future).then(-4500).otherwise("amount_cents"),
        ),
        replace=True,
    )
    assert json.loads(build("--all", "--json").out)["features"] == len(frame)
    after = rows_of(store, ml_features)
    assert [row for row in after if row["transaction_id"] in earlier] == before
    assert any("canary" in row["norm_desc"] for row in after)


@pytest.mark.parametrize(
    "options",
    [
        ("--all", "--days", 3),
        ("--all", "--end-date", "2026-01-01"),
        ("--days", 3, "--start-date", "2026-01-01"),
        ("--start-date", "2026-01-02", "--end-date", "2026-01-01"),
        ("--start-date", "01.02.2026"),
        ("--days", 0),
    ],
    ids=lambda options: " ".join(map(str, options)),
)
def test_windows_that_make_no_sense_are_refused(build: Any, store: Store, options: tuple[object, ...]) -> None:
    told = build(*options)
    assert (told.code, told.out) == (2, "")


def test_an_empty_store_has_no_features_to_build(build: Any, store: Store) -> None:
    assert json.loads(build("--all", "--json").out)["features"] == 0
    assert rows_of(store, transactions) == []


def test_batches_hold_whole_users_and_little_more_rows_than_asked(store: Store) -> None:
    sizes = {"ann": 5, "ben": 1, "cid": 1, "dee": 4}
    rows = [{"user": user, "date": END} for user, count in sizes.items() for _ in range(count)]
    add_transactions(store, statement(*(transaction(number, **row) for number, row in enumerate(rows))))
    planned = plan(store, END, END, batch_size=5)
    assert planned == [
        [UserRows("ann", 5, 5)],
        [UserRows("ben", 1, 1), UserRows("cid", 1, 1), UserRows("dee", 4, 4)],
    ]
    assert steps(planned, batch_size=5) == (1 + 1) + (1 + 2)
    assert MOST_USERS < 32_766, "SQLite takes no more values in one query"
