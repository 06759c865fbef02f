"""Where a person stands among everybody else of the same week and currency."""

from __future__ import annotations

import polars as pl

FEWEST = 25
"""People among whom a position is told: of fewer it would say too much about each."""


def positions(weeks: pl.DataFrame) -> pl.DataFrame:
    """``weeks`` with peers_income, peers_spend, peers_saving; null among fewer than :data:`FEWEST` people."""
    spent = pl.when(pl.col("income_13w") > 0).then(pl.col("spend_4w") / pl.col("income_13w"))
    return weeks.with_columns(
        peers_income=_position(pl.col("income_4w")),
        peers_spend=_position(spent),
        peers_saving=_position(pl.col("savings_rate_13w")),
    )


def _position(value: pl.Expr) -> pl.Expr:
    known = value.is_not_nan() & value.is_not_null()
    value = pl.when(known).then(value)
    count = value.count().over("currency", "week")
    rank = value.rank("average").over("currency", "week")
    return pl.when(count >= FEWEST).then((rank - 1) / (count - 1))
