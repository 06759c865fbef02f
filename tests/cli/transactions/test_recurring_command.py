"""``seqmatch transactions recurring`` reads the store or a file, and says what comes again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from statements import statement, transaction

from seqmatch.store.engine import Store
from seqmatch.store.transactions.transactions import add_transactions


def months(text: str, cents: int, last: int = 12, **facts: Any) -> list[dict[str, Any]]:
    return [
        transaction(
            0,
            transaction_id=f"{text} {month}",
            description=text,
            date=dt.date(2025, month, 3),
            amount_cents=cents,
            **facts,
        )
        for month in range(1, last + 1)
    ]


def test_the_store_says_what_comes_again(seqmatch: Any, store: Store, store_address: str) -> None:
    add_transactions(store, statement(*months("RENT", -90_000), *months("GYM", -2500, last=6)))
    ran = seqmatch("transactions", "recurring", "--store", store_address, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["transactions"]) == (0, 18)
    assert [(one["payee"], one["status"], one["next_due"]) for one in told["streams"]] == [
        ("rent", "running", "2026-01-03"),
        ("gym", "ended", "2025-07-03"),
    ]
    assert told["streams"][0] == {
        "user": "ann",
        "account": "checking",
        "payee": "rent",
        "direction": "out",
        "cadence": "monthly",
        "kind": "fixed",
        "currency": None,
        "amount_cents": 90_000,
        "low_cents": 90_000,
        "high_cents": 90_000,
        "first": "2025-01-03",
        "last": "2025-12-03",
        "next_due": "2026-01-03",
        "overdue": None,
        "status": "running",
        "missed": 0,
        "price_change": None,
        "times": 12,
        "transaction_ids": [f"RENT {month}" for month in range(1, 13)],
    }


def test_people_see_a_table_without_what_has_ended(seqmatch: Any, store: Store, store_address: str) -> None:
    add_transactions(store, statement(*months("RENT", -90_000), *months("GYM", -2500, last=6)))
    ran = seqmatch("transactions", "recurring", "--store", store_address)
    assert "rent" in ran.out and "900.00" in ran.out and "gym" not in ran.out
    assert "1 in 18 transactions; 1 that have ended are shown with --all." in ran.out
    assert "gym" in seqmatch("transactions", "recurring", "--store", store_address, "--all").out


def test_one_user_and_one_day(seqmatch: Any, store: Store, store_address: str) -> None:
    add_transactions(store, statement(*months("RENT", -90_000), *months("LOAN", -100_00, user="ben")))
    ran = seqmatch("transactions", "recurring", "--store", store_address, "--user", "ben", "--json")
    assert [one["user"] for one in json.loads(ran.out)["streams"]] == ["ben"]
    ran = seqmatch("transactions", "recurring", "--store", store_address, "--as-of", "2025-06-10", "--json")
    assert [one["times"] for one in json.loads(ran.out)["streams"]] == [6, 6]
    ran = seqmatch("transactions", "recurring", "--store", store_address, "--as-of", "June")
    assert (ran.code, ran.out) == (2, "") and "--as-of" in ran.err


def test_a_file_needs_no_store(seqmatch: Any, tmp_path: Path) -> None:
    rows = "".join(f"2025-{month:02d}-03,RENT,-900.00\n" for month in range(1, 13))
    (tmp_path / "bank.csv").write_text(f"date,description,amount\n{rows}")
    ran = seqmatch("transactions", "recurring", tmp_path / "bank.csv", "--json")
    assert [(one["payee"], one["times"]) for one in json.loads(ran.out)["streams"]] == [("rent", 12)]


def test_an_empty_store_has_none(seqmatch: Any, store: Store, store_address: str) -> None:
    ran = seqmatch("transactions", "recurring", "--store", store_address, "--json")
    assert json.loads(ran.out) == {"as_of": None, "transactions": 0, "streams": []}
