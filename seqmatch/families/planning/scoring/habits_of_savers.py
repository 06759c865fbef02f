"""How people put money aside: how often, how soon after pay, how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from seqmatch.families.planning.person import Whole
from seqmatch.features.transactions.own_transfers import legs

SOON = 3
"""Days after a pay within which money is put aside on payday."""
A_PAY = 0.2
"""Of what comes in a usual month: smaller sums are no pay."""


@dataclass(frozen=True)
class Habits:
    """Of one person.

    Attributes
    ----------
    monthly : whether money is put aside in at least half of the months.
    on_payday : whether at least half of it goes within SOON days after a pay.
    share : of what came, put aside; 0 or more.
    """

    monthly: bool
    on_payday: bool
    share: float


def habits_of(known: Whole) -> Habits:
    """From transfers between a person's own accounts, and pay."""
    moved = known.mine.filter(legs(known.mine).is_not_null() & (pl.col("amount_cents") < 0))
    months = len(known.came)
    usual = float(np.median(known.came))
    pays = known.rows.filter(pl.col("amount_cents") >= max(1.0, A_PAY * usual))["date"].unique().sort()
    dates = moved["date"]
    soon = [any(0 <= (day - pay).days <= SOON for pay in pays) for day in dates.to_list()]
    cents = np.abs(moved["amount_cents"].to_numpy()).astype(float)
    total = float(cents.sum())
    there = len({(day.year, day.month) for day in dates.to_list()})
    return Habits(
        there >= months / 2,
        total > 0 and float(cents[np.array(soon, bool)].sum()) >= total / 2,
        total / max(1.0, float(known.came.sum())),
    )
