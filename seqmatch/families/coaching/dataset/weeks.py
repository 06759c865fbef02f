"""Weekly states of people, as of each person's today."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.data.taxonomy.purposes import PURPOSES
from seqmatch.families.coaching.person import Person
from seqmatch.features.weeks import NAMES, WEEK_FEATURES, weekly_states
from seqmatch.features.weeks.payments import Guess
from seqmatch.features.weeks.peers import positions


def weeks_of(
    people: Sequence[Person], guess: Guess | None = None, goals: pl.DataFrame | None = None, peers: bool = True
) -> pl.DataFrame:
    """KEYS and the columns of the catalogue; people of different todays have no peers in common.

    Parameters
    ----------
    guess : categories of payments whose own is none of the taxonomy.
    goals : user, target_cents, starts, deadline; None where none are known.
    peers : whether ``people`` are all there are; else see :func:`with_peers`.
    """
    by_today: dict[dt.date, list[pl.DataFrame]] = defaultdict(list)
    for person in people:
        by_today[person.today].append(_with_balances_told(person))
    tables = [weekly_states(pl.concat(rows), today, PURPOSES, guess, goals, peers) for today, rows in by_today.items()]
    return pl.concat(tables).sort("user", "currency", "week")


def with_peers(weeks: pl.DataFrame) -> pl.DataFrame:
    """Everybody's weeks with positions among peers, from those that were made of some people at a time."""
    today = pl.col("week").max().over("user", "currency").alias("today")  # the last week of each ends on that day
    return positions(weeks.with_columns(today), "today").drop("today")


def matrix(weeks: pl.DataFrame, names: Sequence[str] = NAMES) -> NDArray[np.float64]:
    """Shape (n_weeks, n_names), NaN where unknown; cents are parts of a week's mean spending of the last 4 weeks."""
    usual = weeks["spend_4w"].to_numpy().astype(float) / 4
    usual = np.where(usual > 0, usual, np.nan)
    columns = []
    for name in names:
        values = weeks[name].to_numpy().astype(float)
        columns.append(np.arcsinh(values / usual) if name in _CENTS else values)
    return np.column_stack(columns)


def with_segments(weeks: pl.DataFrame, segments: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """``weeks`` with a yes/no column ``segment_…`` per name; null for people whose segment is not told.

    Parameters
    ----------
    segments : user, currency, segment.
    """
    joined = weeks.join(
        segments.select("user", "currency", "segment"),
        on=["user", "currency"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    flags = [(pl.col("segment") == name).cast(pl.Float64).alias(column_of(name)) for name in names]
    return joined.with_columns(flags).drop("segment")


def column_of(segment: str) -> str:
    """``segment_conservative_savers``."""
    return "segment_" + segment.casefold().replace("-", "_").replace(" ", "_")


def _with_balances_told(person: Person) -> pl.DataFrame:
    """The person's rows, the balance of today on the last one of each account that tells none itself."""
    rows = person.frame
    told = {
        name: account.balance_cents for name, account in person.accounts.items() if account.balance_cents is not None
    }
    known = set(rows.filter(pl.col("balance_cents").is_not_null())["account"].fill_null("").unique())
    wanted = {name: cents for name, cents in told.items() if name not in known}
    if not wanted:
        return rows
    name = pl.col("account").fill_null("")
    at = pl.int_range(pl.len())
    last = at == at.max().over(name)
    by_hand = name.replace_strict(wanted, default=None, return_dtype=pl.Int64)
    return rows.with_columns(balance_cents=pl.coalesce("balance_cents", pl.when(last).then(by_hand)))


_CENTS = frozenset(feature.name for feature in WEEK_FEATURES if feature.unit == "cents")
