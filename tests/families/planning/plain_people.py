"""People made by hand for the planning tests: every payment, month and day is told, so that answers can be reckoned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from seqmatch.families.planning.person import Person
from seqmatch.schemas.stream import Stream

TODAY = dt.date(2026, 6, 30)
Row = tuple[str, dt.date, int, str]
"""Name, day, cents and words of a payment."""


def stream(payee: str, cents: int, **told: Any) -> Stream:
    """A fixed monthly payment since January, due tomorrow; money out negative."""
    usual = Stream(
        user=None,
        account=None,
        payee=payee,
        direction="in" if cents > 0 else "out",
        cadence="monthly",
        kind="fixed",
        currency=None,
        amount_cents=abs(cents),
        low_cents=abs(cents),
        high_cents=abs(cents),
        first=dt.date(2026, 1, 1),
        last=dt.date(2026, 6, 1),
        next_due=dt.date(2026, 7, 1),
        status="running",
        missed=0,
        price_change=None,
        times=6,
        transaction_ids=(),
    )
    return replace(usual, **told)


def person(
    rows: Sequence[Row] = (),
    streams: Sequence[Stream] = (),
    ended: Sequence[Stream] = (),
    came: Sequence[int] = (),
    left: Sequence[int] = (),
    first: dt.date = dt.date(2026, 1, 1),
    balance: int | None = None,
) -> Person:
    """Who has these rows, payments that come again, and months."""
    frame = pl.DataFrame(
        [(*row, None) for row in sorted(rows, key=lambda row: row[1])],
        schema={
            "transaction_id": pl.String,
            "date": pl.Date,
            "amount_cents": pl.Int64,
            "description": pl.String,
            "merchant": pl.String,
        },
        orient="row",
    )
    cents = np.array(came, np.int64), np.array(left, np.int64)
    return Person(TODAY, first, *cents, frame, tuple(streams), tuple(ended), "Current", balance, None, len(rows), 0)
