"""Scores a part of a file of histories: what ``detect_changes`` would ask each person, as columns.

The other tools of the family need what only a person can tell: goals, lots, answers about risk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from seqmatch.data.files.partitions import FILE, ROW
from seqmatch.errors import SeqmatchError
from seqmatch.families.planning.answers.changes import changes_for
from seqmatch.families.planning.models import PLANNING, PlanningModels
from seqmatch.families.planning.person import person_of
from seqmatch.lifecycle.batch.job import FAILURES, SCORES, Job, Scored

_TEXT, _DAY, _CENTS = pl.String(), pl.Date(), pl.Int64()
_CHANGE = {
    **dict.fromkeys(("kind", "question", "payee"), _TEXT),
    "since": _DAY,
    **dict.fromkeys(("before_cents", "after_cents", "yearly_cents", "seen"), _CENTS),
    "if_so": _TEXT,
}
COLUMNS = {
    "user": _TEXT,
    "as_of": _DAY,
    "first": _DAY,
    "transactions": _CENTS,
    "changes": pl.List(pl.Struct(_CHANGE)),
    "more": _CENTS,
    "unsure": pl.List(pl.String),
}
"""``changes`` are questions, the largest a year first; ``more`` counts smaller ones that are not listed."""


def scored(models: PlanningModels, frame: pl.DataFrame, options: Mapping[str, Any]) -> Scored:
    """Questions for the people of a part that :func:`seqmatch.data.statements.people_parts.stage_people` wrote.

    Parameters
    ----------
    options : ``as_of``, the day that counts as today, or None for each person's last.
    """
    as_of = None if options["as_of"] is None else dt.date.fromisoformat(options["as_of"])
    rows: list[tuple[Any, ...]] = []
    failures: list[tuple[Any, ...]] = []
    for history in frame.partition_by(ROW, maintain_order=True):
        file, number, user = history.select(FILE, ROW, "user").row(0)
        try:
            rows.append((user, *_answer(models, history.drop(FILE, ROW), as_of)))
        except SeqmatchError as error:
            failures.append((file, number, user, error.code, str(error)))
        except Exception as error:  # one person must not cost the others their answers
            failures.append((file, number, user, "internal_error", f"Unexpected {type(error).__name__}: report this."))
    return Scored({SCORES: pl.DataFrame(rows, COLUMNS, orient="row")}, pl.DataFrame(failures, FAILURES, orient="row"))


def _answer(models: PlanningModels, history: pl.DataFrame, as_of: dt.date | None) -> tuple[Any, ...]:
    person = person_of(history.with_columns(user=pl.lit(None, pl.String)), as_of)
    told = changes_for(models, person)
    changes = [one.model_dump(include=set(_CHANGE)) for one in told.changes]
    return told.basis.as_of, told.basis.first, told.basis.transactions, changes, told.more, told.unsure


def planning_job(as_of: dt.date | None = None) -> Job[PlanningModels]:
    """Asks about changes as of a day."""
    return Job(PLANNING, scored, {"as_of": None if as_of is None else as_of.isoformat()})
