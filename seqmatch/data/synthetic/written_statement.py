"""The statement of an invented person: movements by day as the lines that a bank would write."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Movement = tuple[dt.date, str, str, int]
"""Day, account, description and cents; money that leaves is negative."""
COLUMNS = ("user", "date", "account", "description", "amount", "balance")


@dataclass(frozen=True)
class Row:
    """One line of the statement; money that leaves is negative, and ``balance_cents`` is after it."""

    date: dt.date
    account: str
    description: str
    amount_cents: int
    balance_cents: int


def rows_of(movements: Iterable[Movement], opening: Mapping[str, int]) -> list[Row]:
    """Every line, by date; balances add up from ``opening``, cents by account."""
    held = dict(opening)
    rows = []
    for day, account, description, cents in sorted(movements, key=lambda one: one[0]):
        held[account] += cents
        rows.append(Row(day, account, description, cents, held[account]))
    return rows


def csv_of(name: str, rows: Sequence[Row]) -> str:
    """The lines as a bank would write them, for the user ``name``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        amounts = (f"{cents / 100:.2f}" for cents in (row.amount_cents, row.balance_cents))
        writer.writerow((name, row.date, row.account, row.description, *amounts))
    return text.getvalue()
