"""The monitor's page says what was looked at, and no more than that supports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from seqmatch.lifecycle.monitor.drift import ColumnDrift
from seqmatch.lifecycle.monitor.page import in_short, looked_at, watch_page
from seqmatch.lifecycle.monitor.watch import Performance, Watch
from seqmatch.lifecycle.serving.rollout import Rollout
from seqmatch.store.suggestions.accept_rates import Reception

NOTHING = Watch(
    "onboarding", "0123456789ab", Rollout(), 0, (), (), Performance(None, (0.0, 1.0), None, 0), None, ("Try `this`.",)
)
JUDGED = Performance(0.8, (0.6, 0.9), 0.8, 20)


def answers(count: int) -> Reception:
    fields: dict[str, Any] = dict.fromkeys(Reception.__dataclass_fields__, 0)
    return Reception(
        **{
            **fields,
            "mode": "model",
            "source": "live",
            "model_version": "0123456789ab",
            "suggestions": count,
            "units": count,
            "latency_ms": None,
        }
    )


def drifted(verdict: str) -> Any:
    fields: dict[str, Any] = dict.fromkeys(ColumnDrift.__dataclass_fields__, 0.0)
    return ColumnDrift(**{**fields, "column": "age", "label": "none", "verdict": verdict})


def test_answers_are_counted_where_no_inputs_were_given() -> None:
    seen = replace(NOTHING, receptions=(answers(8),))
    assert looked_at(seen) == "No inputs were compared; 8 answers recorded, 0 of the live version's judged."
    assert "0 inputs" not in watch_page(seen, "the last 30 days")


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (NOTHING, "cannot be told"),
        (replace(NOTHING, performance=JUDGED), "the inputs were not looked at"),
        (replace(NOTHING, rows=50, drift=(drifted("stable"),)), "whether the answers are right was not judged"),
        (replace(NOTHING, rows=50, drift=(drifted("stable"),), performance=JUDGED), "neither in the inputs nor"),
        (
            replace(NOTHING, rows=5, drift=(drifted("stable"), drifted("not enough data"))),
            "in the inputs (in 1 of 2 columns there are too few to tell a major drift from chance); whether",
        ),
    ],
    ids=["nothing", "answers only", "inputs only", "both", "few inputs"],
)
def test_no_reason_to_retrain_is_said_of_what_was_looked_at(seen: Watch, says: str) -> None:
    assert says in in_short(seen)[0]


def test_what_one_types_is_set_as_code_and_no_backtick_is_left() -> None:
    page = watch_page(NOTHING, "the last 30 days")
    assert "<code>this</code>" in page and "`" not in page.partition("<body>")[2]
