"""Reads the arguments of the coaching tools."""

from __future__ import annotations

import datetime as dt

from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS, StatementRow
from seqmatch.server.tools.argument_readers import by_account
from seqmatch.server.tools.arguments import Parameter, Reader
from seqmatch.server.tools.transaction_arguments import transactions_reader, transactions_schema

MOST_TRANSACTIONS = 2_000
MAX_USER = 64
EXAMPLE = (
    '{"transactions": [{"date": "2026-01-02", "description": "RENT", "amount_cents": -90000}, '
    '{"date": "2026-02-02", "description": "RENT", "amount_cents": -90000}, '
    '{"date": "2026-03-02", "description": "RENT", "amount_cents": -90000}]}'
)


def read_day(value: object, path: str) -> dt.date:
    """A day written YYYY-MM-DD.

    Raises
    ------
    ArgumentError : it is none.
    """
    try:
        return dt.date.fromisoformat(value.strip()) if isinstance(value, str) else _no_day()
    except ValueError:
        raise ArgumentError(
            "Must be a day, YYYY-MM-DD.", code="invalid_value", path=path, example='"2026-03-31"'
        ) from None


def _no_day() -> dt.date:
    raise ValueError


def read_user(value: object, path: str) -> str:
    """The store's name for a person.

    Raises
    ------
    ArgumentError : it cannot be one.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > MAX_USER or not text.isprintable():
        raise ArgumentError(
            f"Must be the name of a user in the store, at most {MAX_USER} characters.",
            code="invalid_value",
            path=path,
            example='"user-1"',
        )
    return text


def cents(lowest: int = -MAX_AMOUNT_CENTS) -> Reader:
    """A reader of whole cents that may be negative."""

    def read(value: object, path: str) -> int:
        if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 20:
            value = int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= MAX_AMOUNT_CENTS:
            raise ArgumentError("Must be a whole number of cents.", code="invalid_value", path=path, example="125000")
        return value

    return read


BALANCES_EXAMPLE = '[{"account": "Checking", "balance_cents": 125000}]'
WHOSE = (
    Parameter(
        "transactions",
        transactions_schema(StatementRow, MOST_TRANSACTIONS),
        transactions_reader(StatementRow, MOST_TRANSACTIONS),
    ),
    Parameter(
        "user",
        {"type": "string", "maxLength": MAX_USER, "description": "Instead of transactions: a user of the store."},
        read_user,
    ),
    Parameter(
        "as_of",
        {"type": "string", "description": "The day that is today, YYYY-MM-DD. Default: of the last transaction."},
        read_day,
    ),
)
"""Of every coaching tool: whose money it is."""
BALANCES = Parameter(
    "balances",
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"account": {"type": "string"}, "balance_cents": {"type": "integer"}},
            "required": ["account", "balance_cents"],
        },
        "description": "What is on an account today, where its rows do not tell it.",
    },
    by_account("balance_cents", cents(), BALANCES_EXAMPLE),
)
