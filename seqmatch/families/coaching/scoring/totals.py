"""Four-week totals, typical week and typical error of people as of their day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from seqmatch.estimators.forecasting.held_out import MOST_TESTS
from seqmatch.estimators.forecasting.spending_forecaster import FEWEST_FOR_TREES, SpendingForecaster
from seqmatch.families.coaching.dataset.totals import MOST_ROWS, past_windows, past_windows_of_parts, windows
from seqmatch.families.coaching.person import Person

FEW_WEEKS = 10
"""Of history, below which the band is that of people alike more than of this one."""
HALF_YEAR, FEWEST_DAYS = 182, 2
"""Of the last so many days, so many have to have spending; else nothing is expected."""


@dataclass(frozen=True)
class SpendingTotal:
    """What one person is expected to spend, in cents of the person's currency.

    Attributes
    ----------
    total_28d_p10, total_28d_p50, total_28d_p90 : of the next 28 days: the middle, and the ends of an 80 % band.
    weeks : of each of the next four weeks.
    typical_week : median.
    typical_error : how far the total of 28 days is off on average, by the person's own backtest where there is one.
    backtests : times that the person's own total was forecast and is known by now.
    method : the forecast that answered, the best one on the backtest of people with such a history.
    short_history : whether fewer than :data:`FEW_WEEKS` weeks are known.
    silent : whether hardly anything is spent: all amounts are 0, and that is no forecast.
    """

    total_28d_p10: int
    total_28d_p50: int
    total_28d_p90: int
    weeks: tuple[int, ...]
    typical_week: int
    typical_error: int
    backtests: int
    method: str
    short_history: bool
    silent: bool = False


def hardly_spends(person: Person) -> bool:
    """Whether there is spending on fewer than :data:`FEWEST_DAYS` of the last :data:`HALF_YEAR` days."""
    return int((person.spent[-HALF_YEAR:] > 0).sum()) < FEWEST_DAYS


def of_store(persons: Sequence[Person], model: SpendingForecaster) -> SpendingForecaster:
    """The forecaster of a store: forecasts compete on its people's past, and what was best there answers.

    Few people leave the choice and most of the band to ``model``, which was trained on others.
    """
    return model.adapted(past_windows(persons, looked=_looked(persons)))


def of_parts(parts: Iterable[Sequence[Person]], size: int, model: SpendingForecaster) -> SpendingForecaster:
    """As :func:`of_store` of all people of the parts together, numbered through; who cannot be read is left out.

    Parameters
    ----------
    parts : one is asked for at a time, and not kept where there are too many rows to look for recurring payments.
    size : transactions of all parts.
    """
    looked = None
    if size <= MOST_ROWS:
        persons = list(chain.from_iterable(parts))
        parts, looked = [persons], _looked(persons)
    return model.adapted(past_windows_of_parts(parts, size, looked))


def _looked(persons: Sequence[Person]) -> int | None:
    """In how many of the latest windows recurring payments are looked for."""
    return None if len(persons) >= FEWEST_FOR_TREES else MOST_TESTS  # so few learn nothing from earlier ones


def totals(
    persons: Sequence[Person], model: SpendingForecaster, adapted: SpendingForecaster | None = None
) -> list[SpendingTotal | None]:
    """A forecast for each person at the end of the person's today, in order; None of less than two weeks of history.

    Parameters
    ----------
    persons : of one store; one person alone is a store too.
    model : trained on other people.
    adapted : what :func:`of_store` made of it, where that is known.
    """
    now = windows(persons)
    found: list[SpendingTotal | None] = [None] * len(persons)
    if not len(now):
        return found
    forecaster = adapted or of_store(persons, model)
    said = forecaster.predict(now)
    error = forecaster.typical_error(now, said)
    methods = forecaster.methods(now)
    times = np.bincount(forecaster.backtest_[0], minlength=len(persons))
    for row, number in enumerate(now.person.tolist()):
        short = bool(now.known[row] < FEW_WEEKS)
        if hardly_spends(persons[number]):
            found[number] = SpendingTotal(0, 0, 0, (0,) * 4, 0, 0, 0, "nothing", short, silent=True)
            continue
        low, middle, high = (round(one) for one in said.total[row].tolist())
        found[number] = SpendingTotal(
            low,
            middle,
            high,
            tuple(round(one) for one in said.weeks[row].tolist()),
            round(float(said.typical_week[row])),
            round(float(error[row])),
            int(times[number]),
            methods[row],
            short,
        )
    return found
