"""The coaching scores of many people as tables: what the tools would tell each of them."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.outlook import SCHEMA as OUTLOOK_SCHEMA
from seqmatch.families.coaching.scoring.outlook import outlook_frame
from seqmatch.families.coaching.scoring.totals import totals
from seqmatch.features.recurring import recurring
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH
from seqmatch.features.weeks.payments import Guess
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

MANY_ROWS = 200_000
"""Transactions from which recurring payments, half of the time, are looked for on all processors."""
AT_A_TIME = 16
"""People that a process is given at once."""
_DAYS_A_YEAR = 12 * DAYS_A_MONTH
FORECASTS = {
    **dict.fromkeys(("user", "currency"), pl.String()),
    **dict.fromkeys(("total_28d_p10", "total_28d_p50", "total_28d_p90", "typical_week", "typical_error"), pl.Int64()),
    "method": pl.String(),
    "backtests": pl.Int64(),
}
STREAMS = {
    **dict.fromkeys(("user", "account", "payee", "direction", "cadence"), pl.String()),
    "cadence_days": pl.Float64(),
    "amount_cents": pl.Int64(),
    "last_date": pl.Date(),
    "next_date": pl.Date(),
    "status": pl.String(),
    "times": pl.Int64(),
    "own_transfer": pl.Boolean(),
}


@dataclass(frozen=True, eq=False)
class Scores:
    """Tables by name; who has too short a history for one is not in it. ``weeks`` holds the weekly states."""

    forecasts: pl.DataFrame
    streams: pl.DataFrame
    outlook: pl.DataFrame
    weeks: pl.DataFrame


def scores_of(
    persons: Sequence[Person],
    models: CoachingModels,
    floors: Mapping[tuple[str | None, str], int] | None = None,
    guess: Guess | None = None,
) -> Scores:
    """Score people as of their day.

    Parameters
    ----------
    persons : of one store: forecasts compete on the past of all of them.
    floors : (user, account) -> cents below which a balance is low.
    guess : categories of rows that name none.
    """
    with _streams_found(persons):
        weeks = weeks_of(persons, guess) if persons else pl.DataFrame()
    return Scores(
        _forecasts(persons, models),
        streams_frame(persons),
        outlook_frame(persons, models.outlook, floors)
        if models.outlook is not None
        else pl.DataFrame(schema=OUTLOOK_SCHEMA),
        weeks,
    )


@contextmanager
def _streams_found(persons: Sequence[Person]) -> Iterator[None]:
    """Finds the streams of very many people on all processors, beside what is done meanwhile."""
    if sum(len(person.frame) for person in persons) < MANY_ROWS:
        yield
        return
    asked = [(person.frame, person.today) for person in persons]
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        found = pool.map(_streams, asked, chunksize=AT_A_TIME)
        yield
        for person, streams in zip(persons, found, strict=True):
            person.streams_are(streams)


def _streams(asked: tuple[pl.DataFrame, dt.date]) -> list[Stream]:
    return recurring(*asked)


def _forecasts(persons: Sequence[Person], models: CoachingModels) -> pl.DataFrame:
    rows = [
        (
            person.user,
            person.currency,
            one.total_28d_p10,
            one.total_28d_p50,
            one.total_28d_p90,
            one.typical_week,
            one.typical_error,
            one.method,
            one.backtests,
        )
        for person, one in zip(persons, totals(persons, models.spending), strict=True)
        if one is not None
    ]
    return pl.DataFrame(rows, schema=FORECASTS, orient="row")


def streams_frame(persons: Sequence[Person]) -> pl.DataFrame:
    """The recurring payments of people, ended ones too, STREAMS by user and next day."""
    rows = []
    for person in persons:
        outside = set(person.outside)
        rows += [
            (
                one.user,
                one.account,
                one.payee,
                one.direction,
                one.cadence,
                round(_DAYS_A_YEAR / TIMES_A_YEAR[one.cadence], 2),
                one.amount_cents,
                one.last,
                one.next_due,
                one.status,
                one.times,
                one not in outside,
            )
            for one in person.streams
        ]
    return pl.DataFrame(rows, schema=STREAMS, orient="row")
