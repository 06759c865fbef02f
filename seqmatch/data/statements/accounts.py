"""Own accounts by name; a stranger's number is none, and of one's own number only the last four digits are kept."""

from __future__ import annotations

import re

import polars as pl

from seqmatch.data.statements.columns import BankMapping, plain

NUMBERED = frozenset(
    plain(name) for name in ("account number", "account no", "iban", "rekening", "kontonummer", "konto")
)
"""Headers that also stand above the numbers of those who were paid."""
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{4,30}")
NUMBER = re.compile(r"[\d*xX•.-]*\d{4}")


def is_counterparty(header: str, values: pl.Series, mapping: BankMapping) -> bool:
    """Whether a column that may be one's own account is that of others: empty somewhere, or changing all the time."""
    if "account" in mapping.columns or plain(header) not in NUMBERED:
        return False
    return values.null_count() > 0 or values.n_unique() > max(1, len(values) // 5)


def kept(name: str) -> str:
    """How an account is called here: a number by its last four digits, a name as it is.

    Example
    -------
    >>> kept("NL00 TEST 0000 0000 01"), kept("Joint account")
    ('…0001', 'Joint account')
    """
    bare = re.sub(r"[\s/]", "", name).upper()
    if (IBAN.fullmatch(bare) or (NUMBER.fullmatch(bare) and len(bare) >= 6)) and any(
        letter.isdigit() for letter in bare
    ):
        return f"…{bare[-4:]}"
    return name
