"""Reads amounts as people and banks print them, to whole cents, never through a float."""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl

Decimal = Literal["point", "comma"]
"""Which sign stands before the cents: ``1,234.50`` or ``1.234,50``."""
DECIMALS: tuple[Decimal, ...] = get_args(Decimal)

CODES = (
    "USD CAD EUR GBP AUD NZD CHF JPY INR SEK NOK DKK PLN CZK HUF RON BRL MXN ZAR SGD HKD CNY TRY KRW ILS KR ZŁ KČ FR "
    "US CA C AU A NZ HK S R MX"
).replace(" ", "|")
SIGNS = r"[$€£¥₹₩₽]"
LETTERS = rf"(?i)^({CODES})\b|\b({CODES})\.?$"
MINUS = "-−–"
BLANKS = " \u00a0\u202f\u2009'’"
"""What sets thousands apart, besides the comma or point."""


def _shape(group: str, point: str) -> str:
    apart = rf"[{group}{BLANKS}]"
    return rf"^(\d{{1,12}}|\d{{1,3}}(?:{apart}\d{{2,3}}){{0,3}}{apart}\d{{3}})?(?:{point}(\d{{0,2}})0*)?$"


SHAPES: dict[Decimal, str] = {"point": _shape(",", r"\."), "comma": _shape(".", ",")}


def cents(texts: pl.Series, decimal: Decimal) -> pl.Series:
    """The amounts in cents, Int64; null where the text is null or no amount of at most two decimals.

    A minus before or behind, brackets around, or ``DR`` behind make it negative; ``CR``, a plus, currency signs and
    codes count for nothing.

    Example
    -------
    >>> cents(pl.Series(["$1,234.5", "(20.00)", "7-", "12.50 DR", "abc"]), "point").to_list()
    [123450, -2000, -700, -1250, None]
    """
    text = texts.str.strip_chars()
    owed = bracketed = pl.Series([False])
    if text.str.contains(r"[^\d.,+-]").any():
        text, owed, bracketed = _bare(text)
    minus = text.str.contains(rf"^[{MINUS}]|[{MINUS}]$")
    signs = text.str.count_matches(rf"[{MINUS}+]") + owed.cast(pl.UInt32) + bracketed.cast(pl.UInt32)
    digits = text.str.strip_chars(f"{MINUS}+{BLANKS}")
    whole = digits.str.extract(SHAPES[decimal], 1).str.replace_all(rf"[.,{BLANKS}]", "").fill_null("")
    part = digits.str.extract(SHAPES[decimal], 2).fill_null("")
    readable = digits.str.contains(SHAPES[decimal]) & ((whole != "") | (part != "")) & (signs <= 1)
    value = whole.replace("", "0").cast(pl.Int64, strict=False) * 100
    value += part.str.pad_end(2, "0").cast(pl.Int64, strict=False)
    sign = 1 - 2 * (minus | bracketed | owed).cast(pl.Int64)
    return pl.select(pl.when(readable).then(value * sign)).to_series().alias(texts.name)


def _bare(text: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """The amounts without currency, side and brackets; whether ``DR`` stood behind them, and brackets around."""
    owed, bracketed = text.str.contains(r"(?i)dr\.?$"), text.str.contains(r"^\(.*\)$")
    text = text.str.replace_all(SIGNS, " ").str.strip_chars().str.replace(r"^\((.*)\)$", "${1}")
    if text.str.contains(r"\pL").any():
        text = text.str.replace(r"(?i)\s*(dr|cr)\.?$", "").str.replace_all(LETTERS, "")
        text = text.str.replace(rf"(?i)^([{MINUS}+])\s*(?:{CODES})\b|\b(?:{CODES})\s*([{MINUS}+])$", "${1}${2}")
    return text.str.strip_chars(), owed, bracketed
