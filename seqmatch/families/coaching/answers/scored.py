"""Scores a part of a file of histories: what the tools would tell each person, as tables.

Two things depend on everybody in the file. Spending forecasts compete on the past of all of them, before the first part
is scored; and positions among peers are told when all weeks are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from seqmatch.data.files.partitions import FILE, ROW
from seqmatch.errors import SeqmatchError
from seqmatch.estimators.forecasting.adapted_state import adapted_from, adapted_state
from seqmatch.estimators.state import State
from seqmatch.families.coaching.dataset.weeks import with_peers
from seqmatch.families.coaching.models import COACHING, CoachingModels
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.scoring.batch import TABLES, scores_of
from seqmatch.families.coaching.scoring.totals import of_parts
from seqmatch.features.weeks.payments import Guess
from seqmatch.lifecycle.batch.job import FAILURES, Job, Scored, Whole
from seqmatch.lifecycle.versions.artifact import Files, pack, unpack

MANY_ROWS = 200_000
"""Transactions from which people are scored on all processors."""
STORE = "store"
"""Stem of the files that hold the forecaster of everybody; its array ``rows`` has the ROW of each person's user."""


def everybody(models: CoachingModels, parts: Sequence[Path], options: Mapping[str, Any]) -> Files:
    """The forecaster of all people of the parts, one part in memory at a time where there are many."""
    rows: list[int] = []

    def persons() -> Iterator[list[Person]]:
        for part in parts:
            frame = pl.read_parquet(part)
            numbers = dict(frame.select("user", ROW).unique().iter_rows())
            found = _persons(frame, options)
            rows.extend(numbers[person.user] for person in found)
            yield found

    until = pl.lit(True) if options["as_of"] is None else pl.col("date") <= dt.date.fromisoformat(options["as_of"])
    size = sum(pl.scan_parquet(part).filter(until).select(pl.len()).collect().item() for part in parts)
    state = adapted_state(of_parts(persons(), size, models.spending))
    return pack(STORE, State(state.params, {**state.arrays, "rows": np.array(rows, np.int64)}))


def scored(
    models: CoachingModels, frame: pl.DataFrame, options: Mapping[str, Any], files: Files, guess: Guess | None = None
) -> Scored:
    """The tables of the people of a part that :func:`seqmatch.data.statements.people_parts.stage_people` wrote.

    Parameters
    ----------
    options : ``as_of``, the day that counts as today, or None for each person's last.
    files : what :func:`everybody` gave.
    guess : categories of rows that name none.
    """
    store = unpack(STORE, files)
    try:
        return Scored(_tables(models, frame, options, store, guess), pl.DataFrame(schema=FAILURES))
    except Exception:  # one person must not cost the others their answers: each is asked about alone
        found: list[Mapping[str, pl.DataFrame]] = []
        failures: list[tuple[Any, ...]] = []
        for mine in frame.partition_by(ROW, maintain_order=True):
            place = mine.select(FILE, ROW, "user").row(0)
            try:
                found.append(_tables(models, mine, options, store, guess))
            except SeqmatchError as error:
                failures.append((*place, error.code, str(error)))
            except Exception as error:
                failures.append((*place, "internal_error", f"Unexpected {type(error).__name__}: report this."))
        tables = {name: _together([one[name] for one in found]) for name in TABLES}
        return Scored(tables, pl.DataFrame(failures, FAILURES, orient="row"))


def joined(name: str, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """A table of everybody; weeks with positions among peers."""
    table = _together(parts)
    return with_peers(table) if name == "weeks" and table.width else table


def _together(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Tables as one; of a part in which nobody could be scored there is one without columns."""
    kept = [table for table in tables if table.width]
    return pl.concat(kept) if kept else pl.DataFrame()


def _tables(
    models: CoachingModels, frame: pl.DataFrame, options: Mapping[str, Any], store: State, guess: Guess | None
) -> dict[str, pl.DataFrame]:
    persons = _persons(frame, options)
    first = int(np.searchsorted(store.arrays["rows"], frame[ROW][0]))
    scores = scores_of(persons, models, adapted_from(models.spending, store, first, len(persons)), guess)
    return {name: getattr(scores, name) for name in TABLES}


def _persons(frame: pl.DataFrame, options: Mapping[str, Any]) -> list[Person]:
    return people(history(frame), None if options["as_of"] is None else dt.date.fromisoformat(options["as_of"]))


def coaching_job(as_of: dt.date | None = None, guess: Guess | None = None) -> Job[CoachingModels]:
    """Scores people as of a day."""
    return Job(
        COACHING,
        partial(scored, guess=guess),
        {"as_of": None if as_of is None else as_of.isoformat()},
        TABLES,
        Whole(everybody, joined, MANY_ROWS),
    )
