"""The coaching family's inputs, by column, that drift is measured on: the latest weekly state of each person.

One row a person: drift takes rows to be independent, and weeks of one person are not. With every 13th week of 50 other
people of the generator that the default models learned from, 2 to 4 of 8 columns raised a false alarm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.answers.whose import Whose, person_of
from seqmatch.families.coaching.dataset.weeks import weeks_of
from seqmatch.lifecycle.monitor.histogram import Histogram, of_numbers

if TYPE_CHECKING:
    from seqmatch.lifecycle.declared import Files, Inputs
    from seqmatch.store.engine import Store

LEAST_WEEKS = 13
"""Of history: the columns look back on a quarter."""
MOST_PEOPLE = 500
"""People of a store that are looked at, the first by name."""
INPUTS: Mapping[str, str] = {
    "savings rate": "savings_rate_13w",
    "spread of income": "income_volatility_13w",
    "spread of spending": "spend_volatility_13w",
    "share that repeats": "recurring_share_13w",
    "weeks of spending held": "buffer_weeks",
    "months of income owed": "debt_months",
    "weeks with a low balance": "low_balance_weeks_13w",
    "payments a week": "payments",
}
"""Name of an input -> column of the weekly states: ratios and counts, no amounts; none that reads a category."""


def inputs(weeks: pl.DataFrame, since: dt.date | None = None) -> dict[str, NDArray[np.float64]]:
    """Columns by name, shape (n_people,) each, NaN where unknown, as of each person's last week.

    Parameters
    ----------
    weeks : of :func:`seqmatch.families.coaching.dataset.weeks.weeks_of`.
    since : weeks that ended before it are left out.
    """
    rows = weeks.filter(pl.col("weeks_known") >= LEAST_WEEKS).sort("user", "currency", "week")
    if since is not None:
        rows = rows.filter(pl.col("week") >= since)
    rows = rows.group_by("user", "currency", maintain_order=True).last()
    return {name: rows[column].cast(pl.Float64).fill_null(np.nan).to_numpy() for name, column in INPUTS.items()}


def reference(weeks: pl.DataFrame) -> dict[str, Histogram]:
    """The same as counts by bin, for a version to keep."""
    return {name: of_numbers(column) for name, column in inputs(weeks).items()}


def seen(files: Files, store: Store | None, since: dt.date) -> Inputs:
    """The weekly states of the people in the store whose week ended since a day.

    Raises
    ------
    ArgumentError : files are named.
    """
    from seqmatch.store.transactions.transactions import first_and_last_day, users_between

    if files != (None, None):
        raise ArgumentError("Histories are read from the store, not from these files.", path="--profiles/--rules")
    days = None if store is None else first_and_last_day(store)
    if store is None or days is None or days[1] < since:
        return {}, 0
    users = [one.user for one in users_between(store, since, days[1]) if one.user is not None][:MOST_PEOPLE]
    if not users:
        return {}, 0
    found = inputs(weeks_of([person_of(Whose(user=user), store).person for user in users]), since)
    return found, len(found["savings rate"])
