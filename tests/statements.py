"""A household's statements, as the readers hand them over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from sqlalchemy import Table, select

from seqmatch.store.engine import Store
from seqmatch.store.frames import TRANSACTIONS

MARCH = dt.date(2026, 3, 1)
WHAT = ("CORNER GROCERY 0412", "METRO TRANSIT", "SALARY ACME", "STREAMFLIX.COM", "CAFÉ ☕ 'OLÉ'; --")


def transaction(number: int, **facts: Any) -> dict[str, Any]:
    known = {
        "transaction_id": f"t{number:05d}",
        "user": "ann",
        "account": "checking",
        "date": MARCH + dt.timedelta(days=number % 28),
        "time": dt.time(number % 24, 30) if number % 3 else None,
        "description": WHAT[number % len(WHAT)],
        "merchant": None,
        "amount_cents": -100 - number,
        "mcc": "5411" if number % 2 else None,
    }
    return {**known, **facts}


def statement(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TRANSACTIONS, orient="row")


def statement_of(count: int, **facts: Any) -> pl.DataFrame:
    return statement(*(transaction(number, **facts) for number in range(count)))


def rows_of(store: Store, table: Table) -> list[dict[str, Any]]:
    """All rows, in the order of the primary key."""
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
