"""What accounts held at the end of a day, as a statement tells it: balances of its own, or beside its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from seqmatch.data.files.money import DECIMALS, Decimal, cents
from seqmatch.data.statements.grid import ToldBalance
from seqmatch.schemas.transaction import BALANCE_COLUMNS

SCHEMA = {
    "user": pl.String,
    "account": pl.String,
    "currency": pl.String,
    "date": pl.Date,
    "balance_cents": pl.Int64,
    "source": pl.String,
    "row": pl.Int64,
}
NONE = pl.DataFrame(schema=SCHEMA).select(BALANCE_COLUMNS)


def opening_day(printed: dt.date, first: dt.date | None) -> dt.date:
    """The day at whose end an account held its opening balance.

    Banks print the day of the last statement or the first day of this one: at the latest it is the day before the
    ``first`` row (None: there is none).
    """
    return printed if first is None else min(printed, first - dt.timedelta(days=1))


def of_rows(frame: pl.DataFrame, balance: pl.Series, ends_day: pl.Series) -> pl.DataFrame:
    """The balances at the ends of days, of those beside the rows: the columns of BALANCE_COLUMNS.

    Parameters
    ----------
    frame : the columns of STATEMENT_COLUMNS.
    balance, ends_day : of each row, shape (n_rows,); null where the row tells no balance.
    """
    found = frame.with_columns(balance_cents=balance, row=pl.int_range(pl.len()), source=pl.lit("row"))
    return found.filter(ends_day & balance.is_not_null()).select(BALANCE_COLUMNS).cast(SCHEMA)  # type: ignore[arg-type]


def of_statement(
    told: Sequence[ToldBalance], frame: pl.DataFrame, account: str | None, decimal: Decimal | None
) -> tuple[pl.DataFrame, int]:
    """The balances that a statement tells of its accounts, as :func:`of_rows`; and how many cannot be read.

    Parameters
    ----------
    frame : the rows of the statement, columns of STATEMENT_COLUMNS.
    account : what the account is called, whatever the statement calls it.
    decimal : what stands before the cents of the rows; None where nothing tells.
    """
    rows = []
    unread = 0
    first_choice: Decimal = decimal or "point"
    for one in dict.fromkeys(told):
        text = pl.Series([one.amount])
        tries = (cents(text, way)[0] for way in (first_choice, *(way for way in DECIMALS if way != first_choice)))
        value = next((value for value in tries if value is not None), None)
        if value is None:
            unread += 1
            continue
        mine = frame.with_row_index("row").filter(account=one.account if account is None else account)
        mine = mine.sort(pl.col("date") > one.day, "date", "row", descending=[True, False, False])
        row = int(mine["row"][-1]) if len(mine) else None
        user = frame["user"][row] if row is not None else None
        rows.append((user, account or one.account, one.currency or None, one.day, value, "statement", row))
    found = pl.DataFrame(rows, schema=SCHEMA, orient="row").select(BALANCE_COLUMNS)
    return found.unique(["user", "account", "currency", "date"], keep="last", maintain_order=True), unread
