"""Amounts that carry no sign though some are money out: the running balance or the words of a card show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from seqmatch.data.statements.words import word

if TYPE_CHECKING:
    from seqmatch.data.statements.values import BankValues

PAID = re.compile(
    r"\b(?:payment (?:received )?thank you|thank you for your payment|(?:internet|mobile|online|web|automatic) payment"
    r"|autopay|payment received|paiement recu|zahlung erhalten|pago recibido)\b"
)
"""How card statements print that the card was paid off, in the form of :func:`word`."""


def refuse_doubtful(values: BankValues, amounts: pl.Series, balance: pl.Series | None, texts: pl.Series) -> None:
    """Refuse amounts in cents, as printed, where the file shows that money out stands there without a minus.

    Raises
    ------
    DataError : with the option that reads the file.
    """
    field = values.money_field()
    paid = pl.Series([bool(PAID.search(word(text or ""))) for text in texts], dtype=pl.Boolean)
    if (paid & (amounts < 0)).any() and not (paid & (amounts > 0)).any() and 2 * (amounts > 0).sum() > len(amounts):
        values.refuse_where(
            paid & (amounts < 0),
            field,
            "unclear_signs",
            "What was paid towards the card stands with a minus, and most rows without one. Say sign=turned in the "
            "mapping where rows without a minus were spent, or sign=as-is where they are money in.",
        )
    if balance is None or (amounts < 0).any():
        return
    against = _moves(balance, -amounts) & (amounts != 0)
    if against.sum() > 0 and (against & _moves(balance, amounts)).sum() == 0:
        values.refuse_where(
            against,
            field,
            "unclear_signs",
            "The balance falls by this amount, which has no minus. Say sign=turned in the mapping if all rows are "
            "money out, direction=COLUMN if a column tells money in from money out, or sign=as-is to take amounts as "
            "they stand.",
        )


def _moves(balance: pl.Series, amounts: pl.Series) -> pl.Series:
    """Which rows the balance moves by, in the order of the file that explains more of them."""
    older_first = (balance - balance.shift(1) == amounts).fill_null(False)
    newer_first = (balance - balance.shift(-1) == amounts).fill_null(False)
    return older_first if older_first.sum() >= newer_first.sum() else newer_first
