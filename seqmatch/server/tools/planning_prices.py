"""Reads the arguments of ``rebalance_portfolio`` that aim by past prices instead of by targets."""

from __future__ import annotations

import math

from seqmatch.errors import ArgumentError
from seqmatch.server.tools.argument_readers import one_of
from seqmatch.server.tools.arguments import Parameter
from seqmatch.server.tools.object_lists import list_of, objects_schema, read_name
from seqmatch.server.tools.planning_arguments import share_of

OBJECTIVES = ("min-variance", "mean-variance", "hrp", "risk-parity", "equal")
EVERY = ("day", "week", "month")
MOST_PRICED, MOST_CLOSES = 50, 1_500
PRICES_EXAMPLE = '[{"asset": "World", "closes": [101.2, 100.9, 101.7]}, {"asset": "Bonds", "closes": [50, 50.1, 49.9]}]'


def _closes(value: object, path: str) -> tuple[float, ...]:
    numbers = value if isinstance(value, list) else []
    if not 2 <= len(numbers) <= MOST_CLOSES or not all(
        isinstance(one, int | float) and not isinstance(one, bool) and 1e-9 < one < 1e12 and math.isfinite(one)
        for one in numbers
    ):
        raise ArgumentError(
            f"Must be a list of 2 to {MOST_CLOSES} prices above 0, oldest first.",
            code="invalid_value",
            path=path,
            example="[101.2, 100.9, 101.7]",
        )
    return tuple(float(one) for one in numbers)


PRICE_PARAMETERS = (
    Parameter(
        "objective",
        {
            "type": "string",
            "enum": list(OBJECTIVES),
            "description": "Instead of targets; all but equal (1/N) need prices and the operator's extra `portfolio`.",
        },
        one_of(*OBJECTIVES),
    ),
    Parameter(
        "prices",
        objects_schema(
            {
                "asset": {"type": "string"},
                "closes": {
                    "type": "array",
                    "items": {"type": "number", "exclusiveMinimum": 0},
                    "maxItems": MOST_CLOSES,
                    "description": "Of the same days for every asset, oldest first, splits and payouts worked in.",
                },
            },
            ("asset", "closes"),
            MOST_PRICED,
            "Past prices, for an objective or to see risk by asset.",
        ),
        list_of("assets", {"asset": read_name, "closes": _closes}, ("asset", "closes"), MOST_PRICED, PRICES_EXAMPLE),
        default=(),
        example=PRICES_EXAMPLE,
    ),
    Parameter(
        "prices_every",
        {"type": "string", "enum": list(EVERY), "description": "How far prices are apart. Default: day."},
        one_of(*EVERY),
        default="day",
    ),
    Parameter(
        "most_share",
        {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "The most an objective may give to an asset. Default: 1.",
        },
        share_of(0, 1, "0.4"),
        default=1.0,
    ),
)
