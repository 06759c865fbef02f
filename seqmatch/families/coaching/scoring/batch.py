"""The coaching scores of many people as tables: what the tools would tell each of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.recipe import OutlookModels
from seqmatch.families.coaching.scoring.outlook import SCHEMA as OUTLOOK_SCHEMA
from seqmatch.families.coaching.scoring.outlook import outlook_frame
from seqmatch.families.coaching.scoring.totals import of_store, totals
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH
from seqmatch.features.weeks.payments import Guess
from seqmatch.schemas.stream import TIMES_A_YEAR, Stream

Floors = Mapping[tuple[str | None, str], int]
MANY_ROWS = 200_000
"""Transactions from which people are scored on all processors."""
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
    floors: Floors | None = None,
    guess: Guess | None = None,
) -> Scores:
    """Score people as of their day.

    Parameters
    ----------
    persons : of one store: forecasts compete on the past of all of them.
    floors : (user, account) -> cents below which a balance is low.
    guess : categories of rows that name none.
    """
    if sum(len(person.frame) for person in persons) < MANY_ROWS:
        adapted = None
        weeks = weeks_of(persons, guess) if persons else pl.DataFrame()
        outlook = _outlook(persons, models.outlook, floors)
    else:
        apart = [replace(person) for person in persons]  # what this process finds out meanwhile is not sent
        asked = [apart[start : start + AT_A_TIME] for start in range(0, len(persons), AT_A_TIME)]
        given = (models.outlook, dict(floors or {}))
        with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn"), _given, given) as pool:
            found = pool.map(_streams_and_outlook, asked)
            weeks = weeks_of(persons, guess)
            adapted = of_store(persons, models.spending)
            streams, outlooks = zip(*found, strict=True)
        for person, mine in zip(persons, chain.from_iterable(streams), strict=True):
            person.streams_are(mine)
        outlook = pl.concat(outlooks)
    return Scores(_forecasts(persons, models, adapted), streams_frame(persons), outlook, weeks)


_GIVEN: list[tuple[OutlookModels | None, Floors]] = []
"""What a process is given once, for all people that follow."""


def _given(models: OutlookModels | None, floors: Floors) -> None:
    _GIVEN[:] = [(models, floors)]
    gc.disable()  # payments are many small objects in no circle: looking for circles takes an eighth of the time


def _streams_and_outlook(persons: Sequence[Person]) -> tuple[list[tuple[Stream, ...]], pl.DataFrame]:
    models, floors = _GIVEN[0]
    return [person.streams for person in persons], _outlook(persons, models, floors)


def _outlook(persons: Sequence[Person], models: OutlookModels | None, floors: Floors | None) -> pl.DataFrame:
    return pl.DataFrame(schema=OUTLOOK_SCHEMA) if models is None else outlook_frame(persons, models, floors)


def _forecasts(persons: Sequence[Person], models: CoachingModels, adapted: SpendingForecaster | None) -> pl.DataFrame:
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
        for person, one in zip(persons, totals(persons, models.spending, adapted), strict=True)
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
