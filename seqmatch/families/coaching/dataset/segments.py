"""What segments are learned from: a person's last half year, along five axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

LATEST = 26
FEWEST = 8
"""Weeks of a person that are read, and that are needed."""
AXES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "keeps": {"savings_rate_13w": 1.0, "saved_share_13w": 1.0},
        "regular": {"saving_weeks_13w": 1.0, "days_since_saving": -1.0},
        "impulse": {"payday_effect_13w": 1.0, "weekend_share_13w": 1.0, "impulse_share_13w": 1.0},
        "cushion": {"buffer_weeks": 1.0, "debt_months": -1.0, "low_balance_weeks_13w": -1.0},
        "scale": {"typical_payment_13w": 1.0, "spend_4w": 1.0},
    }
)
"""Axis -> column of the weekly states -> direction."""
INPUTS: tuple[str, ...] = tuple(dict.fromkeys(name for parts in AXES.values() for name in parts))
PROFILES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "Conservative Savers": {"keeps": 1.0, "regular": 0.3, "impulse": -0.6, "cushion": 1.0, "scale": -0.3},
        "Impulse Buyers": {"keeps": -0.8, "regular": -0.4, "impulse": 1.0, "cushion": -0.8},
        "Goal-Oriented": {"keeps": 0.6, "regular": 1.0, "impulse": 0.2, "cushion": 0.3},
        "Budget Conscious": {"keeps": -0.2, "regular": -0.6, "impulse": -0.6, "scale": -1.0},
        "High Spenders": {"keeps": -0.4, "impulse": 0.3, "cushion": -0.2, "scale": 1.0},
    }
)
"""The five names, and how their people differ from others on the axes."""


def segment_table(weeks: pl.DataFrame, latest: int = LATEST) -> tuple[pl.DataFrame, NDArray[np.float64]]:
    """People with enough history that show spending, and the means of their latest weeks.

    Returns
    -------
    ``user``, ``currency``, ``weeks``; and shape (n_people, n_inputs) in the order of INPUTS, NaN where unknown.
    """
    by_user = weeks.sort("user", "currency", "week").group_by("user", "currency", maintain_order=True)
    means = by_user.tail(latest).group_by("user", "currency", maintain_order=True)
    table = means.agg(pl.len().alias("weeks"), pl.col(INPUTS).mean()).filter(
        pl.col("weeks") >= FEWEST, pl.col("spend_4w") > 0
    )
    return table.select("user", "currency", "weeks"), table.select(INPUTS).to_numpy().astype(float)


def half(weeks: pl.DataFrame, which: int) -> pl.DataFrame:
    """The first (0) or the second (1) half of each person's weeks."""
    place = pl.int_range(pl.len()).over("user", "currency")
    middle = pl.len().over("user", "currency") // 2
    ordered = weeks.sort("user", "currency", "week")
    return ordered.filter(place < middle if which == 0 else place >= middle)


def people_of(users: pl.DataFrame, truth: Mapping[str, str]) -> Sequence[str | None]:
    """The true segment of each of ``users``, where it is known."""
    return [truth.get(user) for user in users["user"]]
