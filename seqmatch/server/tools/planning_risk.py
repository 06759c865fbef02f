"""Reads the arguments of ``assess_risk``."""

from __future__ import annotations

from seqmatch.errors import ArgumentError
from seqmatch.server.tools.argument_readers import Reader, whole_number
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.coaching_arguments import WHOSE, cents
from seqmatch.server.tools.object_lists import list_of, objects_schema, read_name
from seqmatch.server.tools.planning_arguments import HISTORY_CALL

QUESTIONS = ("fall", "sleep", "range", "past", "regret", "windfall", "friend")
LETTERS = ("a", "b", "c", "d")
KINDS = ("cash", "bonds", "stocks", "property", "crypto", "other")
FALLS = ("sold", "kept", "bought")
ANSWERS_EXAMPLE = '[{"question": "fall", "choice": "c"}]'
HOLDINGS_EXAMPLE = '[{"asset": "World fund", "kind": "stocks", "value_cents": 700000}]'
RISK_CALL = f'{{"holdings": {HOLDINGS_EXAMPLE}, "savings_cents": 900000, "horizon_years": 12, {HISTORY_CALL}}}'


def one_of(allowed: tuple[str, ...], example: str) -> Reader:
    """A reader of one of a few words."""

    def read(value: object, path: str) -> str:
        said = value.strip().lower() if isinstance(value, str) else ""
        if said not in allowed:
            raise ArgumentError(
                "Must be one of what is allowed.", code="invalid_value", path=path, allowed=allowed, example=example
            )
        return said

    return read


RISK_PARAMETERS = (
    *WHOSE,
    Parameter(
        "answers",
        objects_schema(
            {
                "question": {"type": "string", "enum": list(QUESTIONS)},
                "choice": {"type": "string", "enum": list(LETTERS)},
            },
            ("question", "choice"),
            len(QUESTIONS),
            "Of the questions that an answer without them gives.",
        ),
        list_of(
            "answers",
            {"question": one_of(QUESTIONS, '"fall"'), "choice": one_of(LETTERS, '"c"')},
            ("question", "choice"),
            len(QUESTIONS),
            ANSWERS_EXAMPLE,
        ),
        default=(),
    ),
    Parameter(
        "holdings",
        objects_schema(
            {
                "asset": {"type": "string"},
                "kind": {"type": "string", "enum": list(KINDS)},
                "value_cents": {"type": "integer", "minimum": 0},
            },
            ("asset", "kind", "value_cents"),
            100,
            "What they hold.",
        ),
        list_of(
            "holdings",
            {"asset": read_name, "kind": one_of(KINDS, '"stocks"'), "value_cents": cents(0)},
            ("asset", "kind", "value_cents"),
            100,
            HOLDINGS_EXAMPLE,
        ),
        default=(),
    ),
    Parameter(
        "horizon_years",
        {"type": "integer", "minimum": 0, "maximum": 60, "description": "Until the money is needed."},
        whole_number(0, 60, 10),
    ),
    Parameter(
        "savings_cents",
        {"type": "integer", "minimum": 0, "description": "At hand beside the pay account."},
        cents(0),
    ),
    Parameter(
        "in_last_fall",
        {"type": "string", "enum": list(FALLS), "description": "What they did when prices fell last."},
        one_of(FALLS, '"kept"'),
    ),
)
