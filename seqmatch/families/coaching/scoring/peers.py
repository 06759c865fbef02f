"""Where a person stands among others of like income; never among fewer than 25."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seqmatch.features.weeks.peers import FEWEST

COMPARED = ("savings_rate_13w", "want_share_13w", "buffer_weeks", "spend_volatility_13w", "weekend_share_13w")
STEP = 0.1


@dataclass(frozen=True)
class Position:
    """The share of others who have less, in steps of 0.1, among how many, and who they are."""

    name: str
    below: float
    among: int
    of: str


def positions_of(weeks: pl.DataFrame, user: str | None, currency: str | None) -> list[Position]:
    """The positions of a person among those with about the same income in the same last week, else among all.

    The person is not counted among the others. Nothing is told among fewer than FEWEST others.
    """
    last = weeks.filter(pl.col("week") == pl.col("week").max(), pl.col("currency").eq_missing(currency))
    mine = last.filter(pl.col("user").eq_missing(user))
    others = last.filter(~pl.col("user").eq_missing(user))
    if mine.is_empty():
        return []
    income = mine["income_4w"][0]
    alike, of = others, "everybody"
    if income:
        near = others.filter(pl.col("income_4w").is_between(income / 1.5, income * 1.5))
        if len(near) >= FEWEST:
            alike, of = near, "people with an income from two thirds to one and a half times yours"
    found = []
    for name in COMPARED:
        values, own = alike[name].drop_nulls(), mine[name][0]
        if own is not None and len(values) >= FEWEST:
            below = ((values < own).sum() + 0.5 * (values == own).sum()) / len(values)
            found.append(Position(name, round(round(below / STEP) * STEP, 1), len(values), of))
    return found
