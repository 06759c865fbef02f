"""Reads histories of many people for scoring: CSV or Parquet, a file or a folder of files.

Columns are named, not guessed, so that a million rows are read in seconds. Needed are ``user``, ``account``, ``date``
(YYYY-MM-DD), ``amount`` or ``amount_cents`` (spending negative) and ``description``. Where they are known: ``balance``
or ``balance_cents`` after the row, ``category``, ``currency``, ``merchant``, ``transaction_id``. A bank's own files are
read by :mod:`seqmatch.data.statements.statement`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from seqmatch.data.files.money import cents
from seqmatch.errors import DataError
from seqmatch.schemas.transaction import STATEMENT_COLUMNS

ENDINGS = (".csv", ".csv.gz", ".parquet")
HISTORY_FILE_COLUMNS = (*STATEMENT_COLUMNS, "category", "balance_cents")
_NEEDED = ("user", "account", "date", "description")
MOST_CENTS = 100_000_000_000


def read_histories(path: Path) -> pl.DataFrame:
    """The transactions of a file or of all files of a folder, HISTORY_FILE_COLUMNS, in the order they are in.

    A row that an earlier file of the folder holds too is read once, as statements of a bank overlap; rows that are
    alike within one file are two payments, unless they have one ``transaction_id``.

    Raises
    ------
    DataError : nothing to read, a column that is missing, or a value that is none of its kind; all is refused.
    """
    if not path.exists():
        raise DataError("There is no such file or folder. Check the path.", path=str(path))
    files = sorted(one for one in path.rglob("*") if one.name.endswith(ENDINGS)) if path.is_dir() else [path]
    if not files:
        raise DataError(f"There is no {' or '.join(ENDINGS)} in this folder.", path=str(path))
    return pl.concat([_once(_file(one)) for one in files]).unique(_SAME, keep="first", maintain_order=True).drop(_NTH)


_NTH = "nth"
_SAME = ("user", "account", "date", "description", "amount_cents", "currency", "balance_cents", _NTH)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """A file's rows, each name once, numbered among those that are alike."""
    named = rows.unique(["user", "transaction_id"], keep="first", maintain_order=True)
    return named.with_columns(pl.int_range(pl.len()).over(*_SAME[:-1]).alias(_NTH))


def _file(path: Path) -> pl.DataFrame:
    raw = _raw(path)
    missing = [name for name in _NEEDED if name not in raw.columns]
    if missing or not {"amount", "amount_cents"} & set(raw.columns):
        wanted = ", ".join((*_NEEDED, "amount or amount_cents"))
        raise DataError(f"Columns are missing. Needed are {wanted}.", path=str(path))
    if raw.is_empty():
        raise DataError("There are no transactions in it.", path=str(path))
    day = raw["date"] if raw["date"].dtype == pl.Date else raw["date"].cast(pl.String).str.slice(0, 10)
    dates = day if day.dtype == pl.Date else day.str.to_date("%Y-%m-%d", strict=False)
    _refuse_nulls(path, dates, "date", "a day, YYYY-MM-DD")
    amounts = _cents(raw, "amount")
    _refuse_nulls(path, amounts, "amount", "an amount of at most two decimals, spending negative")
    assert amounts is not None
    balances = _cents(raw, "balance")
    if balances is not None and (balances.is_null() & ~_blank(raw, "balance")).any():
        row = int((balances.is_null() & ~_blank(raw, "balance")).arg_max() or 0)
        raise DataError("Must be an amount of at most two decimals, or empty.", path=f"{path}, row {row + 2}, balance")
    return pl.DataFrame(
        {
            "transaction_id": _texts(raw, "transaction_id").fill_null(
                pl.Series([f"{path.name}:{row}" for row in range(len(raw))])
            ),
            "user": _texts(raw, "user"),
            "account": _texts(raw, "account"),
            "date": dates,
            "time": pl.Series([None] * len(raw), dtype=pl.Time),
            "description": _texts(raw, "description").fill_null(""),
            "merchant": _texts(raw, "merchant"),
            "amount_cents": amounts,
            "mcc": _texts(raw, "mcc"),
            "currency": _texts(raw, "currency"),
            "category": _texts(raw, "category"),
            "balance_cents": balances if balances is not None else pl.Series([None] * len(raw), dtype=pl.Int64),
        }
    )


def _raw(path: Path) -> pl.DataFrame:
    try:
        if path.name.endswith(".parquet"):
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        raise DataError(
            "It cannot be read as a table. Write CSV in UTF-8 with a header and commas, or Parquet.", path=str(path)
        ) from None


def _texts(raw: pl.DataFrame, name: str) -> pl.Series:
    if name not in raw.columns:
        return pl.Series(name, [None] * len(raw), dtype=pl.String)
    text = raw[name].cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def _blank(raw: pl.DataFrame, name: str) -> pl.Series:
    whole = raw[f"{name}_cents"] if f"{name}_cents" in raw.columns else raw[name]
    return whole.is_null() | (whole.cast(pl.String).str.strip_chars() == "")


def _cents(raw: pl.DataFrame, name: str) -> pl.Series | None:
    """Cents of a column of amounts, null where a value is none; None where there is no such column."""
    whole = f"{name}_cents"
    if whole in raw.columns:
        found = raw[whole].cast(pl.String).str.strip_chars().cast(pl.Int64, strict=False)
    elif name not in raw.columns:
        return None
    elif raw[name].dtype.is_numeric():
        hundredfold = raw[name].cast(pl.Float64) * 100
        found = hundredfold.round().set((hundredfold - hundredfold.round()).abs() > 1e-3, None).cast(pl.Int64)
    else:
        found = cents(raw[name], "point")
    return found.set(found.abs() > MOST_CENTS, None).alias(whole)


def _refuse_nulls(path: Path, found: pl.Series | None, name: str, needed: str) -> None:
    if found is not None and found.null_count():
        rows = [row + 2 for row in found.is_null().arg_true().to_list()]
        shown = ", ".join(map(str, rows[:5])) + (f" and {len(rows) - 5:,} more" if len(rows) > 5 else "")
        raise DataError(f"Must be {needed}; rows {shown} are not.", path=f"{path}, {name}")
