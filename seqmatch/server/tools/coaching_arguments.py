"""Reads the arguments of the coaching tools."""

from __future__ import annotations

import datetime as dt
from typing import Any

from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.schemas.transaction import MAX_AMOUNT_CENTS, StatementRow
from seqmatch.server.tools.amounts import DollarRange, in_dollars
from seqmatch.server.tools.argument_readers import by_account, whole_number
from seqmatch.server.tools.arguments import Parameter, Reader
from seqmatch.server.tools.text_values import value_in
from seqmatch.server.tools.transaction_arguments import transactions_reader, transactions_schema

MOST_TRANSACTIONS = 2_000
MOST_SUM = 1_000_000
"""DollarRange of a balance or a goal; more may be cents by mistake."""
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
GOALS_IN_DOLLARS = DollarRange(least=0, most=MOST_SUM, period="")
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
    by_account("balance_cents", cents(), BALANCES_EXAMPLE, NAMES, BALANCES_IN_DOLLARS),
    example=BALANCES_EXAMPLE,
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
FLOORS_EXAMPLE = '[{"account": "Checking", "floor_cents": 20000}]'
FLOORS = Parameter(
    "floors",
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"account": {"type": "string"}, "floor_cents": {"type": "integer"}},
            "required": ["account", "floor_cents"],
        },
        "description": "Below which balance an account is low.",
    },
    by_account("floor_cents", cents(), FLOORS_EXAMPLE, NAMES, BALANCES_IN_DOLLARS),
    example=FLOORS_EXAMPLE,
)
MOST_GOALS = 20
MAX_NAME = 80
GOALS_EXAMPLE = '[{"name": "Holiday", "target_cents": 120000, "deadline": "2027-06-30", "saved_cents": 20000}]'
_NEEDED = ("name", "target_cents", "deadline")
_ALLOWED = (*_NEEDED, "saved_cents", "monthly_cents", "account")


def read_goals(value: object, path: str) -> tuple[dict[str, Any], ...]:
    """Savings goals, as a list of objects or as one.

    Raises
    ------
    ArgumentError : names the goal and the field, and never repeats a value.
    """
    value = value_in(value, 20_000)
    listed = [value] if isinstance(value, dict) else value
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_GOALS:
        raise ArgumentError(
            f"Must be a list of 1 to {MOST_GOALS} goals.", code="invalid_value", path=path, example=GOALS_EXAMPLE
        )
    return tuple(_goal(one, f"{path}[{place}]") for place, one in enumerate(listed))


def _goal(value: object, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ArgumentError("A goal is an object.", code="invalid_value", path=path, example=GOALS_EXAMPLE)
    said = {str(name): one for name, one in in_dollars(_ALLOWED, value, GOALS_IN_DOLLARS).items() if one is not None}
    unknown = next((name for name in said if name not in _ALLOWED), None)
    if unknown is not None:
        raise ArgumentError(
            "There is an unknown field.",
            code="unknown_argument",
            path=path,
            nearest=nearest_name(unknown, _ALLOWED),
            allowed=_ALLOWED,
        )
    missing = next((name for name in _NEEDED if name not in said), None)
    if missing is not None:
        raise ArgumentError(
            "This field is required.", code="missing_argument", path=f"{path}.{missing}", example=GOALS_EXAMPLE
        )
    read: dict[str, Any] = {"deadline": read_day(said["deadline"], f"{path}.deadline")}
    read["name"] = _name(said["name"], f"{path}.name")
    if "account" in said:
        _name(said["account"], f"{path}.account")
        read["account"] = str(said["account"]).encode("utf-8", "replace").decode("utf-8")  # as transactions write it
    for name in ("target_cents", "saved_cents", "monthly_cents"):
        if name in said:
            read[name] = cents(1 if name == "target_cents" else 0)(said[name], f"{path}.{name}")
    return read


def _name(value: object, path: str) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > MAX_NAME:
        raise ArgumentError(
            f"Must be a name of at most {MAX_NAME} characters.", code="invalid_value", path=path, example='"Holiday"'
        )
    return text.encode("utf-8", "replace").decode("utf-8")


GOALS = Parameter(
    "goals",
    {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_GOALS,
        "items": {
            "type": "object",
            "properties": {
                "name": {"type": "string"},
                "target_cents": {"type": "integer", "minimum": 1},
                "deadline": {"type": "string", "description": "YYYY-MM-DD"},
                "saved_cents": {"type": "integer", "minimum": 0},
                "monthly_cents": {"type": "integer", "description": "What the person means to put aside each month."},
                "account": {"type": "string", "description": "Where it is kept."},
            },
            "required": list(_NEEDED),
        },
    },
    read_goals,
    required=True,
)
