"""Reads the arguments of the coaching tools."""

from __future__ import annotations

import datetime as dt

from seqmatch.data.taxonomy.purposes import PURPOSES
from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS, StatementRow
from seqmatch.server.tools.amounts import DollarRange
from seqmatch.server.tools.argument_readers import by_account, one_of, whole_number
from seqmatch.server.tools.arguments import Parameter, Reader
from seqmatch.server.tools.object_lists import MAX_NAME, MOST_SUM, list_of, objects_schema
from seqmatch.server.tools.text_values import value_in
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
NAMES = "as the transactions write it"
BALANCES_IN_DOLLARS = DollarRange(least=-MOST_SUM, most=MOST_SUM, period="")
WHOSE = (
    Parameter(
        "transactions",
        transactions_schema(StatementRow, MOST_TRANSACTIONS),
        transactions_reader(StatementRow, MOST_TRANSACTIONS, "Of more, send the latest."),
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


def cents_by_account(name: str, field: str, description: str, example: str) -> Parameter:
    """An argument that says cents of some accounts; also in dollars, and as JSON text."""
    item = {
        "type": "object",
        "properties": {"account": {"type": "string"}, field: {"type": "integer"}},
        "required": ["account", field],
    }
    return Parameter(
        name,
        {"type": "array", "items": item, "description": description},
        by_account(field, cents(), example, NAMES, BALANCES_IN_DOLLARS),
        example=example,
    )


BALANCES = cents_by_account(
    "balances", "balance_cents", "What is on an account today, where its rows do not tell it.", BALANCES_EXAMPLE
)
BUDGETED = ("all", *(one for one, purpose in PURPOSES.items() if purpose not in ("income", "transfer")))
BUDGETS_EXAMPLE = '[{"category": "groceries", "monthly_cents": 40000}]'
BUDGETS = Parameter(
    "budgets",
    objects_schema(
        {
            "category": {"type": "string", "enum": list(BUDGETED)},
            "monthly_cents": {"type": "integer", "minimum": 1},
        },
        ("category", "monthly_cents"),
        len(BUDGETED),
        "Their own budgets of a month, to see how well they are kept.",
    ),
    list_of(
        "budgets",
        {"category": one_of(*BUDGETED), "monthly_cents": cents(1)},
        ("category", "monthly_cents"),
        len(BUDGETED),
        BUDGETS_EXAMPLE,
    ),
    default=(),
)
MOST_DECLINED = 50
MAX_STEP = 200


def read_steps(value: object, path: str) -> tuple[str, ...]:
    """Names of steps, as a list or as one.

    Raises
    ------
    ArgumentError : it is no list of names.
    """
    value = value_in(value)
    names = [value] if isinstance(value, str) else value
    if (
        not isinstance(names, list)
        or len(names) > MOST_DECLINED
        or not all(isinstance(one, str) and one.isprintable() and 0 < len(one) <= MAX_STEP for one in names)
    ):
        raise ArgumentError(
            f"Must be a list of at most {MOST_DECLINED} names of steps, as `step` of the answer gives them.",
            code="invalid_value",
            path=path,
            example='["save_on_payday"]',
        )
    return tuple(names)


DECLINED = Parameter(
    "declined",
    {"type": "array", "items": {"type": "string"}, "description": "Steps the person said no to, by `step`."},
    read_steps,
    default=(),
)
DAYS = Parameter(
    "days",
    {"type": "integer", "minimum": 1, "maximum": 90, "description": "Days of each path. Default: 90."},
    whole_number(1, 90, 30),
    default=90,
)
FLOORS = cents_by_account(
    "floors",
    "floor_cents",
    "Below which balance an account is low.",
    '[{"account": "Checking", "floor_cents": 20000}]',
)
MOST_GOALS = 20
GOALS_EXAMPLE = '[{"name": "Holiday", "target_cents": 120000, "deadline": "2027-06-30", "saved_cents": 20000}]'


def read_label(value: object, path: str) -> str:
    """A name as it is, of a goal or of an account as the transactions write it; it is shown as data only.

    Raises
    ------
    ArgumentError : it is no name, or too long.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_NAME:
        raise ArgumentError(
            f"Must be a name of at most {MAX_NAME} characters.", code="invalid_value", path=path, example='"Holiday"'
        )
    return value.encode("utf-8", "replace").decode("utf-8")


_NEEDED = ("name", "target_cents", "deadline")
GOAL_FIELDS = (*_NEEDED, "saved_cents", "monthly_cents", "account")
KEPT = "Kept for the user. Default: those kept for the user."
GOALS = Parameter(
    "goals",
    objects_schema(
        {
            "name": {"type": "string"},
            "target_cents": {"type": "integer", "minimum": 1},
            "deadline": {"type": "string", "description": "YYYY-MM-DD"},
            "saved_cents": {"type": "integer", "minimum": 0},
            "monthly_cents": {"type": "integer", "description": "What the person means to put aside each month."},
            "account": {"type": "string", "description": "Where it is kept."},
        },
        _NEEDED,
        MOST_GOALS,
        KEPT,
    ),
    list_of(
        "goals",
        {
            "name": read_label,
            "target_cents": cents(1),
            "deadline": read_day,
            "saved_cents": cents(0),
            "monthly_cents": cents(0),
            "account": read_label,
        },
        _NEEDED,
        MOST_GOALS,
        GOALS_EXAMPLE,
    ),
    default=(),
    example=GOALS_EXAMPLE,
)
