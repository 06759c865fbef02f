"""The coaching scores of many people as tables: what the tools would tell each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import polars as pl

from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.person import Person
from seqmatch.families.coaching.scoring.outlook import SCHEMA as OUTLOOK_SCHEMA
from seqmatch.families.coaching.scoring.outlook import outlook_frame
from seqmatch.families.coaching.scoring.totals import totals
from seqmatch.features.recurring.calendar_days import DAYS_A_MONTH
from seqmatch.features.weeks.payments import Guess
from seqmatch.schemas.stream import TIMES_A_YEAR

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


TABLES = tuple(one.name for one in fields(Scores))


def scores_of(
    persons: Sequence[Person], models: CoachingModels, adapted: SpendingForecaster, guess: Guess | None = None
) -> Scores:
    """Score people as of their day; what positions among peers compare stands in the place of these.

    Parameters
    ----------
    persons : at least one.
    adapted : the forecaster of the store that they are of, who are numbered as here.
    guess : categories of rows that name none.
    """
    outlook = pl.DataFrame(schema=OUTLOOK_SCHEMA) if models.outlook is None else outlook_frame(persons, models.outlook)
    weeks = weeks_of(persons, guess, peers=False)
    return Scores(_forecasts(persons, models, adapted), streams_frame(persons), outlook, weeks)


def _forecasts(persons: Sequence[Person], models: CoachingModels, adapted: SpendingForecaster) -> pl.DataFrame:
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
