"""A file whose first row is a transaction already: which columns its rows seem to hold, by number."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from seqmatch.data.files.days import readings, split_time
from seqmatch.data.files.money import DECIMALS, cents

LOOKED_AT = 50
"""Rows that are looked at."""
Row = Sequence[str]


def options_for(rows: Sequence[Row]) -> str | None:
    """The mapping that reads rows without a header, as ``date=1,amount=2,description=5``; None where none is seen."""
    some = [row for row in rows[:LOOKED_AT] if len(row) == len(rows[0])]
    columns = [[value.strip() for value in column] for column in zip(*some, strict=True)]
    dates = [at for at, column in enumerate(columns) if all(readings(split_time(value[:40])[0]) for value in column)]
    money = [at for at, column in enumerate(columns) if at not in dates and _is_money(column)]
    texts = {
        at: sum(sum(letter.isalpha() for letter in value) for value in column)
        for at, column in enumerate(columns)
        if at not in dates and at not in money
    }
    if not dates or not money or not any(texts.values()):
        return None
    said = f"date={dates[0] + 1},description={max(texts, key=lambda at: texts[at]) + 1}"
    sides = [at for at in money if not all(columns[at])]
    first, second = (columns[at] for at in sides[:2]) if len(sides) > 1 else ([], [])
    if first and all(bool(one) != bool(other) for one, other in zip(first, second, strict=True)):
        return f"{said},debit={sides[0] + 1},credit={sides[1] + 1}"
    signed = [at for at in money if any(value.startswith("-") for value in columns[at])]
    whole = [at for at in money if all(columns[at])]
    amount = next(iter([*signed, *whole]), None)
    return None if amount is None else f"{said},amount={amount + 1}"


def _is_money(column: list[str]) -> bool:
    """Amounts with cents somewhere, or a sign: whole numbers alone may be anything."""
    told = pl.Series([value for value in column if value], dtype=pl.String)
    if not len(told) or not told.str.contains(r"[.,]\d{2}\b|^[+-]").any():
        return False
    return any(not cents(told, decimal).null_count() for decimal in DECIMALS)
