"""Guesses how money moved from the words of the statement: pos, online, ach, transfer, atm, fee or other."""

from __future__ import annotations

from typing import Any

import polars as pl

_SAID_BY: tuple[tuple[str, str], ...] = (
    ("atm", r"\b(?:atm|abm|cash\s*point|cash (?:machine|withdrawal|advance)|geldautomat)\b"),
    ("fee", r"\b(?:fees?|service charge|overdraft|nsf|maintenance charge|interest charged?|finance charge)\b"),
    (
        "transfer",
        r"\b(?:zelle|venmo|cash ?app|p2p|e-?\s?transfer|e-?tfr|transfers?|tfr|trf|xfer|trsf|wire|remittance|bizum|twint"
        r"|paym)\b"
        r"|\b(?:sent|payment|money) (?:to|from)\b",
    ),
    (
        "ach",
        r"\b(?:ach|payroll|salary|wages|dir(?:ect)?\s?(?:dep(?:osit)?|debit)|sepa|bacs|eft|ppd|bill ?pay(?:ment)?"
        r"|auto ?pay|pre-?authori[sz]ed|standing order)\b",
    ),
    ("online", r"\b(?:paypal|pypl|online|internet|web|amzn|https?|www)\b|\.(?:com|net|org|io|ca|de|fr|uk)\b|\*"),
    ("pos", r"\b(?:pos|purchase|checkcard|debit card|contactless|tap)\b|#\s*\d|\b\d{3,}\b"),
)
"""The first that is found decides."""


def channel(description: str, has_mcc: pl.Expr) -> pl.Expr:
    """pos, online, ach, transfer, atm, fee or other, by the text as printed; a merchant category code means a card."""
    text = pl.col(description).str.to_lowercase()
    found: Any = pl.when(text.str.contains(_SAID_BY[0][1])).then(pl.lit(_SAID_BY[0][0]))
    for name, pattern in _SAID_BY[1:]:
        found = found.when(text.str.contains(pattern)).then(pl.lit(name))
    decided: pl.Expr = found.when(has_mcc).then(pl.lit("pos")).otherwise(pl.lit("other"))
    return decided
