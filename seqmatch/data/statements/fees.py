"""Fees printed beside amounts: as rows of their own, unless the balance shows that the amounts hold them already."""

from __future__ import annotations

import polars as pl

from seqmatch.data.statements.columns import plain

NET = frozenset(plain(name) for name in ("net", "net amount", "net total", "amount net of fees"))


def fees_of(
    fees: pl.Series, amounts: pl.Series, balance: pl.Series | None, amount_header: str
) -> tuple[pl.Series | None, str]:
    """The fee of each row in cents, money out negative and 0 where there is none, and how it was told.

    None where the amounts hold the fees already. A column with a minus anywhere carries its own sign; one without is
    money out throughout.
    """
    printed = fees.fill_null(0)
    if not (printed != 0).any():
        return None, "no row has a fee"
    if plain(amount_header) in NET:
        return None, "fees are part of the amounts, which are net of them"
    signed = printed if (printed < 0).any() else -printed
    if balance is not None and _balance_says(amounts, balance, printed != 0) > _balance_says(
        amounts + signed, balance, printed != 0
    ):
        return None, "fees are part of the amounts, as the balance shows"
    return signed, f"{int((printed != 0).sum()):,} fees became rows of their own"


def _balance_says(amounts: pl.Series, balance: pl.Series, where: pl.Series) -> int:
    """In how many rows with a fee the balance moves by ``amounts``, whichever end of the file is the newer."""
    newer_last = (balance - balance.shift(1) == amounts) & where
    newer_first = (balance - balance.shift(-1) == amounts) & where
    return max(int(newer_last.sum()), int(newer_first.sum()))
