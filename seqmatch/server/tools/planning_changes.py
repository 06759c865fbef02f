"""Reads the arguments of ``what_if`` and ``detect_changes``."""

from __future__ import annotations

from typing import Any

from seqmatch.errors import ArgumentError
from seqmatch.server.tools.argument_readers import one_of, read_rules_text, whole_number
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.coaching_arguments import WHOSE, cents, read_day
from seqmatch.server.tools.object_lists import list_of, objects_schema, read_name
from seqmatch.server.tools.planning_arguments import GOALS, HISTORY_CALL, read_yes_or_no

MOST_CHANGES = 10
KINDS = ("pay", "lost_job", "bill", "new_bill", "cancelled_bill", "purchase", "repair", "move")
CHANGES_EXAMPLE = '[{"kind": "lost_job", "date": "2026-06-01", "months": 3}]'
WHAT_IF_CALL = f'{{"changes": {CHANGES_EXAMPLE}, "balance_cents": 250000, {HISTORY_CALL}}}'


def _kind(value: object, path: str) -> str:
    if isinstance(value, str) and value.strip().lower() in KINDS:
        return value.strip().lower()
    raise ArgumentError("Must be a kind of change.", code="invalid_value", path=path, allowed=KINDS)


def _percent(value: object, path: str) -> float:
    if isinstance(value, str):
        try:
            value = float(value.strip().rstrip("%"))
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -100 <= value <= 1_000:
        raise ArgumentError(
            "Must be a number from -100 to 1000; -20 is a fifth less.", code="invalid_value", path=path, example="-20"
        )
    return float(value)


_FIELDS: dict[str, dict[str, Any]] = {
    "kind": {"type": "string", "enum": list(KINDS)},
    "date": {"type": "string", "description": "YYYY-MM-DD; from when, or when. Default: tomorrow."},
    "payee": {"type": "string", "description": "Of which payment: words of its payee. Default: the pay, the rent."},
    "monthly_cents": {
        "type": "integer",
        "minimum": 0,
        "description": "The new pay, bill or rent a month; benefits while there is no job.",
    },
    "percent": {"type": "number", "description": "Of pay instead: 5 is a raise of 5 %."},
    "amount_cents": {"type": "integer", "minimum": 1, "description": "Paid once: purchase, repair, cost of a move."},
    "months": {"type": "integer", "minimum": 1, "maximum": 36, "description": "Without a job."},
}
WHAT_IF_PARAMETERS = (
    Parameter(
        "changes",
        objects_schema(_FIELDS, ("kind",), MOST_CHANGES, "What is supposed; all of it together."),
        list_of(
            "changes",
            {
                "kind": _kind,
                "date": read_day,
                "payee": read_name,
                "monthly_cents": cents(0),
                "percent": _percent,
                "amount_cents": cents(1),
                "months": whole_number(1, 36, 3),
            },
            ("kind",),
            MOST_CHANGES,
            CHANGES_EXAMPLE,
        ),
        required=True,
        example=CHANGES_EXAMPLE,
    ),
    *WHOSE,
    Parameter(
        "balance_cents",
        {"type": "integer", "description": "On the pay account today. Needed where no row tells it."},
        cents(),
    ),
    Parameter(
        "savings_cents",
        {"type": "integer", "minimum": 0, "description": "Elsewhere, that could be used; only compared."},
        cents(0),
    ),
    Parameter(
        "rules_text", {"type": "string", "description": "Their rules of today; they run in both."}, read_rules_text
    ),
    Parameter("goals", {**GOALS.schema, "description": "To see which are lost."}, GOALS.read, default=()),
    Parameter(
        "months",
        {"type": "integer", "minimum": 1, "maximum": 36, "description": "How far to look. Default: 12."},
        whole_number(1, 36, 12),
        default=12,
    ),
)
DETECT_CALL = f"{{{HISTORY_CALL}}}"
HOUSING, PARTNER = ("rent", "own", "other"), ("none", "partner", "married")
OUTLOOK_EXAMPLE = '[{"age": 31, "housing": "rent", "partner": "none", "employed": true, "years": 3}]'
DETECT_PARAMETERS = (
    *WHOSE,
    Parameter(
        "outlook",
        objects_schema(
            {
                "age": {"type": "integer", "minimum": 15, "maximum": 99},
                "housing": {"type": "string", "enum": list(HOUSING)},
                "partner": {"type": "string", "enum": list(PARTNER)},
                "mother_age": {
                    "type": "integer",
                    "minimum": 15,
                    "maximum": 99,
                    "description": "Of the woman who might have a child. Only if they say so.",
                },
                "employed": {"type": "boolean"},
                "years": {"type": "integer", "minimum": 2, "maximum": 5, "description": "Default: 3."},
            },
            (),
            1,
            "What they said of themselves, for published rates of such households; [{}] gives the questions.",
        ),
        list_of(
            "entries",
            {
                "age": whole_number(15, 99, 31),
                "housing": one_of(*HOUSING),
                "partner": one_of(*PARTNER),
                "mother_age": whole_number(15, 99, 31),
                "employed": read_yes_or_no,
                "years": whole_number(2, 5, 3),
            },
            (),
            1,
            OUTLOOK_EXAMPLE,
        ),
        default=(),
        example=OUTLOOK_EXAMPLE,
    ),
)
