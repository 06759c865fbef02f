"""Tells which features know more than they may, and a builder that does, to show that the check can fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from seqmatch.features.weeks.catalog import KEYS

States = Callable[[pl.DataFrame, dt.date], pl.DataFrame]
"""Transactions and today to weekly states."""


def leaking(states: States, frame: pl.DataFrame, cut: dt.date, today: dt.date, *, told: bool = False) -> list[str]:
    """Features whose value in a week until ``cut`` is another one when asked on that day, without what came later.

    Parameters
    ----------
    cut, today : last days of weeks.
    told : compare only the weeks that both have, with the calendar of ``today``: values alone decide.
    """
    whole = states(frame, today).filter(pl.col("week") <= cut)
    known = states(frame.filter(pl.col("date") <= cut), today if told else cut).filter(pl.col("week") <= cut)
    keys = whole.select(KEYS)
    if told:
        keys = keys.join(known.select(KEYS), on=KEYS, nulls_equal=True, how="semi", maintain_order="left")
    whole = keys.join(whole, on=KEYS, nulls_equal=True, how="left", maintain_order="left")
    known = keys.join(known, on=KEYS, nulls_equal=True, how="left", maintain_order="left")
    return [name for name in whole.columns if name not in KEYS and not whole[name].equals(known[name])]


def ahead(states: States, days: int = 7) -> States:
    """The same features with the future in them: each week holds the state of so many days later."""

    def knowing(frame: pl.DataFrame, today: dt.date) -> pl.DataFrame:
        return states(frame, today).with_columns(pl.col("week") - pl.duration(days=days))

    return knowing
