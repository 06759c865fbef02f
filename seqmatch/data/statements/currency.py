"""Which currency each amount is in: a column, the amount itself, its header, or what was said."""

from __future__ import annotations

import polars as pl

from seqmatch.data.files.money import CODES
from seqmatch.data.files.records import Records
from seqmatch.data.statements.columns import BankMapping, currency_in
from seqmatch.data.statements.rows import shown
from seqmatch.errors import DataError

SYMBOLS = {
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
}
SYMBOLS |= {"EURO": "EUR", "EUROS": "EUR", "ZŁ": "PLN", "KČ": "CZK", "FR": "CHF", "FR.": "CHF", "$": ""}
"""What stands for a currency; the dollar sign alone is that of many countries and says none."""
THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
CODE = rf"(?i)\b({'|'.join(code for code in CODES.split('|') if len(code) == 3)})\b"


def currencies(
    records: Records, place: int | None, column: str, amounts: list[int], mapping: BankMapping, notes: list[str]
) -> pl.Series:
    """The currency of each row as three letters, null where nothing tells it.

    Raises
    ------
    DataError : a column of currencies that holds something else in some rows.
    """
    rows = len(records.lines)
    said = pl.Series("currency", [None] * rows, dtype=pl.String)
    if place is not None:
        said = _column(records, place, column, "currency" in mapping.columns, notes)
    printed = pl.Series("currency", [None] * rows, dtype=pl.String)
    for at in amounts:
        printed = printed.fill_null(_in_amounts(pl.Series(records.columns[at], dtype=pl.String)))
    clash = said.is_not_null() & printed.is_not_null() & (said != printed)
    records.refuse_where(
        clash,
        column,
        "two_currencies",
        "The amount is printed in another currency than this column says. Say currency=- to go by the amounts.",
    )
    in_header = {code for at in amounts if (code := currency_in(records.header[at]))}
    named = mapping.currency or (in_header.pop() if len(in_header) == 1 else None)
    return said.fill_null(printed).fill_null(pl.Series([named], dtype=pl.String))


def _column(records: Records, place: int, column: str, named: bool, notes: list[str]) -> pl.Series:
    raw = pl.Series("currency", records.columns[place], dtype=pl.String).fill_null("").str.strip_chars()
    read = {text: code_of(text) for text in raw.unique()}
    codes = raw.replace_strict(read, default=None, return_dtype=pl.String)
    unknown = (raw != "") & codes.is_null()
    if unknown.any() and not named and not codes.drop_nulls().len():
        notes.append(f"{column}: not read as currencies, since none of its values is one")
        return pl.Series("currency", [None] * len(raw), dtype=pl.String)
    if unknown.any():
        first = int(unknown.arg_true()[0])
        line = records.lines[first]
        raise DataError(
            f"{shown(raw[first])} is no currency of three letters. Say currency=- to leave the column out, or name "
            "another.",
            code="not_a_currency",
            path=f"{records.file}:{line}:{column}",
        )
    return codes.replace("", None)


def code_of(text: str) -> str | None:
    """Three letters for a currency as printed, ``""`` for a sign that several share, None for anything else."""
    text = text.strip().upper()
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text
    return SYMBOLS.get(text)


def _in_amounts(texts: pl.Series) -> pl.Series:
    if not texts.str.contains(r"[^\d.,+\- '’()]").any():
        return pl.Series("currency", [None] * len(texts), dtype=pl.String)
    found = texts.str.extract(CODE, 1).str.to_uppercase()
    for symbol, code in SYMBOLS.items():
        if code and len(symbol) == 1:
            found = found.fill_null(
                pl.select(pl.when(texts.str.contains(symbol, literal=True)).then(pl.lit(code))).to_series()
            )
    return found
