"""Reads the arguments of the planning tools."""

from __future__ import annotations

from seqmatch.errors import ArgumentError
from seqmatch.server.tools.argument_readers import Reader, read_rules_text
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.coaching_arguments import KEPT, WHOSE, cents, read_day
from seqmatch.server.tools.object_lists import list_of, objects_schema, read_name

MOST_GOALS, MOST_LOTS, MOST_ASSETS, MOST_DEBTS = 20, 500, 100, 20
GOALS_EXAMPLE = '[{"name": "Holiday", "target_cents": 120000, "deadline": "2027-06-30", "priority": 1}]'
_ROWS = ", ".join(
    f'{{"date": "2026-0{month}-01", "description": "PAY", "amount_cents": 300000}}, '
    f'{{"date": "2026-0{month}-03", "description": "RENT", "amount_cents": -200000}}'
    for month in range(1, 5)
)
HISTORY_CALL = f'"transactions": [{_ROWS}], "as_of": "2026-04-30"'
GOALS_CALL = f'{{"goals": {GOALS_EXAMPLE}, {HISTORY_CALL}}}'
LOTS_EXAMPLE = '[{"asset": "World", "value_cents": 700000, "basis_cents": 500000, "long_held": true}]'
TARGETS_EXAMPLE = '[{"asset": "World", "share": 0.6}, {"asset": "Bonds", "share": 0.4}]'
PORTFOLIO_CALL = f'{{"lots": {LOTS_EXAMPLE}, "targets": {TARGETS_EXAMPLE}, "cash_cents": 50000}}'


def share_of(lowest: float, highest: float, example: str) -> Reader:
    """A reader of a share within bounds."""

    def read(value: object, path: str) -> float:
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = None
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            raise ArgumentError(
                f"Must be a number from {lowest:g} to {highest:g}; 0.05 is 5 %.",
                code="invalid_value",
                path=path,
                example=example,
            )
        return float(value)

    return read


def _priority(value: object, path: str) -> int:
    if isinstance(value, str) and value.strip() in ("1", "2", "3"):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in (1, 2, 3):
        raise ArgumentError("Must be 1 (first), 2 or 3.", code="invalid_value", path=path, example="1")
    return value


def read_yes_or_no(value: object, path: str) -> bool:
    """A truth value.

    Raises
    ------
    ArgumentError : it is none.
    """
    if isinstance(value, bool):
        return value
    raise ArgumentError("Must be true or false.", code="invalid_value", path=path, allowed=("true", "false"))


_GOAL = ("name", "target_cents", "deadline")
GOAL_FIELDS = (*_GOAL, "saved_cents", "priority")
GOALS = Parameter(
    "goals",
    objects_schema(
        {
            "name": {"type": "string"},
            "target_cents": {"type": "integer", "minimum": 1},
            "deadline": {"type": "string", "description": "YYYY-MM-DD"},
            "saved_cents": {"type": "integer", "minimum": 0},
            "priority": {"type": "integer", "minimum": 1, "maximum": 3, "description": "1 counts most. Default: 2."},
        },
        _GOAL,
        MOST_GOALS,
        KEPT,
    ),
    list_of(
        "goals",
        {
            "name": read_name,
            "target_cents": cents(1),
            "deadline": read_day,
            "saved_cents": cents(0),
            "priority": _priority,
        },
        _GOAL,
        MOST_GOALS,
        GOALS_EXAMPLE,
    ),
    default=(),
    example=GOALS_EXAMPLE,
)
_DEBT = ("name", "balance_cents", "minimum_cents", "rate")
DEBTS_EXAMPLE = '[{"name": "Card", "balance_cents": 240000, "minimum_cents": 6000, "rate": 0.22}]'
DEBTS = Parameter(
    "debts",
    objects_schema(
        {
            "name": {"type": "string"},
            "balance_cents": {"type": "integer", "minimum": 1},
            "minimum_cents": {"type": "integer", "minimum": 0, "description": "A month; leaves before any pot fills."},
            "rate": {"type": "number", "minimum": 0, "maximum": 5, "description": "A year; 0.22 is 22 %."},
        },
        _DEBT,
        MOST_DEBTS,
        "What is owed, to compare avalanche, snowball and minimums.",
    ),
    list_of(
        "debts",
        {
            "name": read_name,
            "balance_cents": cents(1),
            "minimum_cents": cents(0),
            "rate": share_of(0, 5, "0.22"),
        },
        _DEBT,
        MOST_DEBTS,
        DEBTS_EXAMPLE,
    ),
    default=(),
)
MATCH_EXAMPLE = '[{"rate": 0.5, "limit_cents": 30000, "now_cents": 10000}]'
MATCH = Parameter(
    "employer_match",
    objects_schema(
        {
            "rate": {"type": "number", "minimum": 0, "maximum": 5, "description": "Added to each cent of theirs."},
            "limit_cents": {"type": "integer", "minimum": 0, "description": "Of theirs a month, up to which."},
            "now_cents": {"type": "integer", "minimum": 0, "description": "What they put in a month now."},
        },
        ("rate", "limit_cents"),
        1,
        "What the employer adds to retirement savings.",
    ),
    list_of(
        "entries",
        {"rate": share_of(0, 5, "0.5"), "limit_cents": cents(0), "now_cents": cents(0)},
        ("rate", "limit_cents"),
        1,
        MATCH_EXAMPLE,
    ),
    default=(),
)
GOAL_PARAMETERS = (
    GOALS,
    *WHOSE,
    Parameter(
        "rules_text",
        {"type": "string", "description": "Their rules of today; kept, the chain comes after them."},
        read_rules_text,
    ),
    Parameter(
        "balance_cents",
        {"type": "integer", "description": "On the pay account today. Default: what the rows tell."},
        cents(),
    ),
    Parameter(
        "buffer_cents",
        {"type": "integer", "minimum": 0, "description": "Stays on the pay account. Default: from their months."},
        cents(0),
    ),
    DEBTS,
    MATCH,
)
_LOT = ("asset", "value_cents", "basis_cents")
_RATE = {"type": "number", "minimum": 0, "maximum": 1}
PORTFOLIO_PARAMETERS = (
    Parameter(
        "lots",
        objects_schema(
            {
                "asset": {"type": "string"},
                "value_cents": {"type": "integer", "minimum": 0},
                "basis_cents": {"type": "integer", "minimum": 0, "description": "What was paid."},
                "long_held": {"type": "boolean", "description": "Whether the long rate counts. Default: false."},
            },
            _LOT,
            MOST_LOTS,
            "What was bought together, one entry each.",
        ),
        list_of(
            "lots",
            {"asset": read_name, "value_cents": cents(0), "basis_cents": cents(0), "long_held": read_yes_or_no},
            _LOT,
            MOST_LOTS,
            LOTS_EXAMPLE,
        ),
        required=True,
    ),
    Parameter(
        "targets",
        objects_schema(
            {"asset": {"type": "string"}, "share": _RATE},
            ("asset", "share"),
            MOST_ASSETS,
            "The person's own targets; shares add up to 1. Or an objective.",
        ),
        list_of(
            "targets",
            {"asset": read_name, "share": share_of(0, 1, "0.6")},
            ("asset", "share"),
            MOST_ASSETS,
            TARGETS_EXAMPLE,
        ),
        default=(),
    ),
    Parameter(
        "band",
        {**_RATE, "maximum": 0.5, "description": "How far a share may be from its target. Default: 0.05."},
        share_of(0, 0.5, "0.05"),
        default=0.05,
    ),
    Parameter(
        "cash_cents", {"type": "integer", "minimum": 0, "description": "To invest; all of it is."}, cents(0), default=0
    ),
    Parameter(
        "short_rate",
        {**_RATE, "description": "Tax on short gains. Default: 0.30."},
        share_of(0, 1, "0.30"),
        default=0.3,
    ),
    Parameter(
        "long_rate", {**_RATE, "description": "Tax on long gains. Default: 0.15."}, share_of(0, 1, "0.15"), default=0.15
    ),
    Parameter(
        "cost",
        {**_RATE, "maximum": 0.1, "description": "Share of what is traded. Default: 0.0005."},
        share_of(0, 0.1, "0.0005"),
        default=0.0005,
    ),
)
