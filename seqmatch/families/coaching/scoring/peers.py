"""Where a person stands among others of like income; never among fewer than 25."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seqmatch.features.weeks.peers import FEWEST
from seqmatch.store.coaching.tables import COMPARED

QUARTER = 13
"""Weeks."""
LIKE = 1.5
"""Times as much, or as little, that is still a like income."""


@dataclass(frozen=True)
class Position:
    """The share of others who have less, in steps of 0.1, among how many, and who they are."""

    name: str
    below: float
    among: int
    of: str


def latest_states(weeks: pl.DataFrame) -> pl.DataFrame:
    """The last week of each person in ``weeks`` and its quarter's income: user, currency, week, income_13w, COMPARED.

    A quarter holds as many pays of everybody; in four weeks a monthly one may be missing or come twice.
    """
    whose = ["user", "currency"]
    last = weeks.sort("week").group_by(whose, maintain_order=True).tail(QUARTER)
    return last.group_by(whose, maintain_order=True).agg(
        pl.col("week").last(), pl.col("income").sum().alias("income_13w"), pl.col(*COMPARED).last()
    )


def positions_of(states: pl.DataFrame, user: str | None, currency: str | None) -> list[Position]:
    """The positions of a person among those with about the same income in the same last week, else among all.

    The person is not counted among the others. Nothing is told among fewer than FEWEST others.

    Parameters
    ----------
    states : as :func:`latest_states` gives them.
    """
    last = states.filter(pl.col("week") == pl.col("week").max(), pl.col("currency").eq_missing(currency))
    mine = last.filter(pl.col("user").eq_missing(user))
    others = last.filter(~pl.col("user").eq_missing(user))
    if mine.is_empty():
        return []
    income = mine["income_13w"][0]
    alike, of = others, "everybody"
    if income:
        near = others.filter(pl.col("income_13w").is_between(income / LIKE, income * LIKE))
        if len(near) >= FEWEST:
            alike, of = near, "people of like income"
    found = []
    for name in COMPARED:
        values, own = alike[name].drop_nulls(), mine[name][0]
        if own is not None and len(values) >= FEWEST:
            below = ((values < own).sum() + 0.5 * (values == own).sum()) / len(values)
            found.append(Position(name, round(below, 1), len(values), of))
    return found
