"""One transaction on an account, as a bank or card statement gives it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_DESCRIPTION = 200
"""Characters of a description that are read; statements hold far fewer."""
MAX_AMOUNT_CENTS = 100_000_000_000
LabelSource = Literal["human", "rule", "import"]
BalanceSource = Literal["statement", "row", "hand"]
"""Who told a balance: the bank in its statement, the running balance beside a row, or a person."""
BALANCE_SOURCES: tuple[BalanceSource, ...] = ("row", "statement", "hand")
"""The same, in the order they count where several tell a balance of one day: the last one stands."""
LABEL_WEIGHTS: dict[LabelSource, float] = {"human": 3.0, "rule": 1.0, "import": 0.5}
"""What a label counts in training, by who gave it; in measuring all count alike."""


class Transaction(BaseModel):
    """A transaction; everything but what it says, when and how much is optional."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    transaction_id: Annotated[str | None, Field(max_length=64, description="The caller's own name for it.")] = None
    date: Annotated[dt.date, Field(description="Day it was made, YYYY-MM-DD.")]
    time: Annotated[dt.time | None, Field(description="Time of day, where the statement tells it.")] = None
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION, description="As the statement prints it.")]
    merchant: Annotated[str | None, Field(max_length=MAX_DESCRIPTION, description="Where the bank names it.")] = None
    amount_cents: Annotated[
        int, Field(ge=-MAX_AMOUNT_CENTS, le=MAX_AMOUNT_CENTS, description="Cents; negative is money out.")
    ]
    mcc: Annotated[str | None, Field(pattern=r"^\d{4}$", description="Merchant category code, ISO 18245.")] = None
    account: Annotated[str | None, Field(max_length=64, description="The caller's own name for the account.")] = None
    user: Annotated[str | None, Field(max_length=64, description="The caller's own name for the person.")] = None


class StatementRow(Transaction):
    """A transaction with what a statement may tell beside it, for looking ahead."""

    balance_cents: Annotated[
        int | None,
        Field(ge=-MAX_AMOUNT_CENTS, le=MAX_AMOUNT_CENTS, description="The account's balance after it, in cents."),
    ] = None
    category: Annotated[str | None, Field(max_length=64, description="Where somebody has named it.")] = None
    currency: Annotated[
        str | None, Field(pattern="^[A-Z]{3}$", description="Three letters; of none, one is assumed.")
    ] = None


FRAME_COLUMNS = (
    "transaction_id",
    "user",
    "account",
    "date",
    "time",
    "description",
    "merchant",
    "amount_cents",
    "mcc",
)
"""Columns of a table of transactions, in order; labelled ones add ``category`` and ``source``."""
STATEMENT_COLUMNS = (*FRAME_COLUMNS, "currency")
"""Columns of a table of transactions as it is read from a file and kept in the store: three letters, null if untold."""
BALANCE_COLUMNS = ("user", "account", "currency", "date", "balance_cents", "source", "row")
"""Columns of a table of balances, which stands beside one of transactions: what an account held at the end of a day.

``row`` is the row of transactions, from 0, whose account it is; null where the account has none. A balance is no column
of a transaction: it says nothing of what was paid, a row told twice may come with it once, and names and fingerprints
of rows must not depend on it.
"""
