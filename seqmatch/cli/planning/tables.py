"""Reads lots and prices from CSV files, as the arguments of ``rebalance_portfolio``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from seqmatch.data.files.csv_file import read_records
from seqmatch.errors import DataError

LOTS = ("asset", "value", "basis")
YES, NO = frozenset(("yes", "true", "1", "long")), frozenset(("no", "false", "0", "short", ""))


def lots_in(file: Path) -> list[dict[str, Any]]:
    """Lots: columns asset, value, basis (in units of the currency, as 1234.56), and long_held (yes or no) if known.

    Raises
    ------
    DataError : no such file, a missing column, or a value that cannot be read.
    """
    records = read_records(file)
    table = records.select({name: (name,) for name in (*LOTS, "long_held")}, optional=("long_held",))
    found = []
    for line, row in zip(records.lines, table.iter_rows(named=True), strict=True):
        lot: dict[str, Any] = {"asset": row["asset"]}
        for name in ("value", "basis"):
            lot[f"{name}_cents"] = round(_number(row[name], file, line, name) * 100)
        held = (row.get("long_held") or "").strip().lower()
        if held not in YES | NO:
            raise DataError("Must be yes or no.", code="invalid_value", path=f"{file}:{line}:long_held")
        found.append({**lot, "long_held": held in YES})
    return found


def prices_in(file: Path) -> list[dict[str, Any]]:
    """Prices: the first column holds days (YYYY-MM-DD), each other one the closes of the asset that it names.

    Raises
    ------
    DataError : no such file, or a day or price that cannot be read.
    """
    records = read_records(file)
    days = [_day(value, file, line) for value, line in zip(records.columns[0], records.lines, strict=True)]
    order = sorted(range(len(days)), key=lambda place: days[place])
    found = []
    for name, values in zip(records.header[1:], records.columns[1:], strict=True):
        closes = [float(_number(value, file, line, "price")) for value, line in zip(values, records.lines, strict=True)]
        found.append({"asset": name, "closes": [closes[place] for place in order]})
    return found


def _number(value: str | None, file: Path, line: int, column: str) -> Decimal:
    try:
        number = Decimal((value or "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise DataError("Must be a number such as 1234.56.", code="invalid_value", path=f"{file}:{line}:{column}")
    return number


def _day(value: str | None, file: Path, line: int) -> dt.date:
    try:
        return dt.date.fromisoformat((value or "").strip())
    except ValueError:
        raise DataError("Must be a day, YYYY-MM-DD.", code="invalid_value", path=f"{file}:{line}:1") from None
