"""Households of a few lines each, for tests of coaching: pay, bills and purchases on one or more accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from seqmatch.families.coaching.answers.whose import Told, person_in

FIRST = dt.date(2025, 7, 1)
LAST = dt.date(2026, 3, 31)
SCHEMA = {
    "transaction_id": pl.String,
    "user": pl.String,
    "account": pl.String,
    "date": pl.Date,
    "time": pl.Time,
    "description": pl.String,
    "merchant": pl.String,
    "amount_cents": pl.Int64,
    "mcc": pl.String,
    "currency": pl.String,
    "balance_cents": pl.Int64,
}


@dataclass
class Household:
    """Rows of one person, added one kind at a time; balances run from ``opening``."""

    opening: dict[str, int] = field(default_factory=lambda: {"Checking": 100_000})
    rows: list[tuple[dt.date, str, str, int]] = field(default_factory=list)

    def on(self, days: Iterable[dt.date], text: str, cents: int, account: str = "Checking") -> Household:
        self.rows += [(day, account, text, cents) for day in days]
        return self

    def monthly(
        self,
        day: int,
        text: str,
        cents: int,
        account: str = "Checking",
        *,
        first: dt.date = FIRST,
        last: dt.date = LAST,
    ) -> Household:
        months = ((first.year, first.month + step) for step in range(40))
        days = (dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, day) for year, month in months)
        return self.on((one for one in days if first <= one <= last), text, cents, account)

    def every(self, step: int, text: str, cents: int, account: str = "Checking") -> Household:
        days = range(0, (LAST - FIRST).days + 1, step)
        return self.on((FIRST + dt.timedelta(days=one) for one in days), text, cents, account)

    def frame(self) -> pl.DataFrame:
        held = dict(self.opening)
        told = []
        for place, (day, account, text, cents) in enumerate(sorted(self.rows, key=lambda row: row[0])):
            held[account] = held.get(account, 0) + cents
            told.append((f"t{place}", "ann", account, day, None, text, None, cents, None, None, held[account]))
        return pl.DataFrame(told, schema=SCHEMA, orient="row")

    def told(self, as_of: dt.date = LAST) -> Told:
        return person_in(self.frame(), as_of, {})


def steady() -> Household:
    """Pay of 3,000 on the 1st, rent of 1,200 on the 3rd, groceries of 100 a week: 1,350 or so is left each month."""
    return (
        Household()
        .monthly(1, "ACME PAYROLL", 300_000)
        .monthly(3, "NORTH REALTY RENT", -120_000)
        .every(7, "GREEN GROCER", -10_000)
    )
