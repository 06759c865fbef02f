"""Transactions into the store: once each, whichever file came first, in batches of any size."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from sqlalchemy import delete
from statements import MARCH, rows_of, statement, statement_of, transaction

from seqmatch.store.engine import Store, open_store
from seqmatch.store.frames import FEATURES
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions
from seqmatch.store.tables import feedback, ml_features, suggestion_events, transaction_labels, transactions
from seqmatch.store.transactions.features import write_features
from seqmatch.store.transactions.labels import set_labels
from seqmatch.store.transactions.training_set import labelled_transactions
from seqmatch.store.transactions.transactions import (
    Added,
    UserRows,
    add_transactions,
    first_and_last_day,
    histories,
    unknown_transactions,
    users_between,
)


def features_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Features that need no model: enough to be stored."""
    return frame.select(
        "transaction_id",
        ts_month=pl.col("date").dt.truncate("1mo"),
        amount="amount_cents",
        abs_amount=pl.col("amount_cents").abs(),
        merchant="merchant",
        mcc="mcc",
        channel=pl.lit("pos"),
        hour_of_day=pl.col("time").dt.hour(),
        dow=(pl.col("date").dt.weekday() - 1),
        is_weekend=pl.col("date").dt.weekday() > 5,
        is_subscription=pl.lit(False),
        norm_desc=pl.col("description").str.to_lowercase(),
        tokens=pl.col("description").str.to_lowercase().str.split(" "),
    ).cast(dict(FEATURES))


def labels_of(frame: pl.DataFrame, category: str = "groceries", source: str = "human") -> pl.DataFrame:
    return frame.select("transaction_id", category=pl.lit(category), source=pl.lit(source))


def test_a_statement_reads_back_as_it_was_added(store: Store) -> None:
    frame = statement_of(30)
    assert add_transactions(store, frame) == Added(30, 0, 0)
    end = MARCH + dt.timedelta(days=40)
    assert_frame_equal(histories(store, ["ann"], end).sort("transaction_id"), frame)
    assert first_and_last_day(store) == (MARCH, MARCH + dt.timedelta(days=27))


def test_overlapping_statements_add_nothing_twice(store: Store) -> None:
    frame = statement_of(30)
    add_transactions(store, frame[:20])
    assert add_transactions(store, frame[10:]) == Added(10, 0, 10)
    before = rows_of(store, transactions)
    assert add_transactions(store, frame.sample(fraction=1, shuffle=True, seed=1)) == Added(0, 0, 30)
    assert rows_of(store, transactions) == before


def test_of_two_tellings_the_later_and_the_fuller_stays_whichever_came_first(store_address: str) -> None:
    pending = statement(transaction(1, date=MARCH, merchant=None, amount_cents=-1000))
    posted = statement(transaction(1, date=MARCH + dt.timedelta(days=2), amount_cents=-1000))
    enriched = posted.with_columns(merchant=pl.lit("Metro"))
    rival = enriched.with_columns(merchant=pl.lit("Metro Transit"))
    stayed = set()
    with open_store(store_address) as store:
        for order in itertools.permutations([pending, posted, enriched, rival]):
            for frame in order:
                add_transactions(store, frame)
            (row,) = rows_of(store, transactions)
            assert (row["date"], row["amount_cents"]) == (MARCH + dt.timedelta(days=2), -1000)
            stayed.add(row["merchant"])
            with store.writing() as connection:
                connection.execute(delete(transactions))
    assert len(stayed) == 1 and stayed <= {"Metro", "Metro Transit"}


def test_replacing_is_said_outright(store: Store) -> None:
    wrong = statement(transaction(1, date=dt.date(2026, 12, 3)))
    right = statement(transaction(1, date=dt.date(2026, 3, 12)))
    add_transactions(store, wrong)
    assert add_transactions(store, right, replace=True) == Added(0, 1, 0)
    assert add_transactions(store, right, replace=True) == Added(0, 0, 1)
    assert [row["date"] for row in rows_of(store, transactions)] == [dt.date(2026, 3, 12)]


@settings(max_examples=10, deadline=None)
@given(
    order=st.permutations(range(12)), cut=st.integers(0, 12), batch_size=st.integers(1, 13), again=st.integers(0, 12)
)
def test_neither_order_nor_batches_change_what_is_stored(
    order: list[int], cut: int, batch_size: int, again: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frame = statement_of(12)
    frame = pl.concat([frame, frame[:3].with_columns(merchant=pl.lit("Known"))])
    tellings = [frame[index] for index in order] + [frame[12:]]
    shuffled = pl.concat(tellings)
    folder = tmp_path_factory.mktemp("orders")
    with open_store(str(folder / "a")) as straight, open_store(str(folder / "b")) as mixed:
        add_transactions(straight, frame[:12])
        add_transactions(straight, frame[12:])
        for part in (shuffled[12:], shuffled[:12][:cut], shuffled[:12][cut:], shuffled[:again]):
            add_transactions(mixed, part, batch_size=batch_size)
        assert rows_of(mixed, transactions) == rows_of(straight, transactions)


@pytest.mark.parametrize(
    "other",
    [
        {"account": "savings"},
        {"user": "ben"},
        {"account": None, "date": dt.date(2020, 1, 1), "description": "RENT", "amount_cents": 5},
    ],
    ids=["account", "user", "nothing alike"],
)
def test_an_id_that_another_bank_uses_too_swallows_nothing(store: Store, other: dict[str, Any]) -> None:
    frame = statement_of(10)
    add_transactions(store, frame)
    before = rows_of(store, transactions)
    others = statement(*(transaction(number, **other) for number in range(9, 20)))
    assert add_transactions(store, others, batch_size=2).added == 11
    after = rows_of(store, transactions)
    assert len(after) == 21 and [row for row in after if row in before] == before
    assert add_transactions(store, others) == Added(0, 0, 11)


def test_two_writers_at_once_lose_nothing(store_address: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    frame = statement_of(400)
    parts = [frame[:300], frame[100:], frame.reverse()]

    def add(part: pl.DataFrame) -> None:
        with open_store(store_address) as store:
            add_transactions(store, part, batch_size=50)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(add, parts))
    with open_store(store_address) as store:
        assert [row["transaction_id"] for row in rows_of(store, transactions)] == frame["transaction_id"].to_list()


def test_histories_are_whole_for_whoever_moved_money_in_the_window(store: Store) -> None:
    old = transaction(1, date=dt.date(2025, 1, 1))
    mine, theirs, nobodys = transaction(2), transaction(3, user="ben"), transaction(4, user=None, account=None)
    later = transaction(5, date=dt.date(2026, 6, 1))
    gone = transaction(6, user="cid", date=dt.date(2025, 5, 5))
    add_transactions(store, statement(old, mine, theirs, nobodys, later, gone))
    end = dt.date(2026, 3, 31)
    assert users_between(store, MARCH, end) == [UserRows(None, 1, 1), UserRows("ann", 2, 1), UserRows("ben", 1, 1)]
    assert histories(store, [None, "ann"], end)["transaction_id"].to_list() == ["t00001", "t00002", "t00004"]


def test_labels_and_features_go_with_the_transaction_while_events_and_feedback_stay(store: Store) -> None:
    frame = statement_of(2)
    add_transactions(store, frame)
    set_labels(store, labels_of(frame))
    write_features(store, features_of(frame), 1)
    record_suggestions(store, [SuggestionEvent("transactions", "t00000", "auto", "live", [], False, event_id="e0")])
    record_feedback(store, [Feedback("transactions", "t00000", "accept", "e0")])
    with store.writing() as connection:
        connection.execute(delete(transactions).where(transactions.c.transaction_id == "t00000"))
    left = {
        table.name: len(rows_of(store, table))
        for table in (transactions, transaction_labels, ml_features, suggestion_events, feedback)
    }
    assert left == {
        "transactions": 1,
        "transaction_labels": 1,
        "ml_features": 1,
        "suggestion_events": 1,
        "feedback": 1,
    }


def test_features_of_a_transaction_that_turned_out_otherwise_are_dropped(store: Store) -> None:
    frame = statement_of(3)
    add_transactions(store, frame)
    write_features(store, features_of(frame), 1)
    add_transactions(store, frame.with_columns(merchant=pl.when(pl.int_range(3) == 1).then(pl.lit("Metro"))))
    assert [row["transaction_id"] for row in rows_of(store, ml_features)] == ["t00000", "t00002"]


def test_what_is_learned_from_is_transactions_with_a_label_and_who_gave_it(store: Store) -> None:
    frame = statement_of(5)
    add_transactions(store, frame)
    for row, (category, source) in enumerate([("groceries", "human"), ("transport", "rule"), ("income", "import")]):
        set_labels(store, labels_of(frame[row], category, source))
    found = labelled_transactions(store).sort("transaction_id")
    assert_frame_equal(found.select(frame.columns), frame[:3])
    assert found.select("category", "source").rows() == [
        ("groceries", "human"),
        ("transport", "rule"),
        ("income", "import"),
    ]


def test_features_written_again_replace_those_there(store: Store) -> None:
    frame = statement_of(3)
    add_transactions(store, frame)
    write_features(store, features_of(frame), 1)
    write_features(store, features_of(frame).with_columns(is_subscription=pl.lit(True)), 2)
    assert [(row["is_subscription"], row["feature_version"]) for row in rows_of(store, ml_features)] == [(True, 2)] * 3


def test_unknown_transactions_are_told_in_the_order_asked(store: Store) -> None:
    add_transactions(store, statement_of(2))
    assert unknown_transactions(store, pl.Series(["t00001", "t9", "t00000"])).to_list() == [False, True, False]


def test_a_store_in_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a" / "b" / "store.sqlite")) as store:
        assert add_transactions(store, statement_of(1)).added == 1
