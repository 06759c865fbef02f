"""Where a person stands among everybody else of the same week and currency."""

from __future__ import annotations

import polars as pl

FEWEST = 25
"""People among whom a position is told: of fewer it would say too much about each."""
PEERS = ("peers_income", "peers_spend", "peers_saving")


def compared(weeks: pl.DataFrame) -> pl.DataFrame:
    """``weeks`` with what people are compared by in peers_income, peers_spend and peers_saving."""
    spent = pl.when(pl.col("income_13w") > 0).then(pl.col("spend_4w") / pl.col("income_13w"))
    return weeks.with_columns(
        peers_income=pl.col("income_4w"), peers_spend=spent, peers_saving=pl.col("savings_rate_13w")
    )


def positions(weeks: pl.DataFrame, *among: str) -> pl.DataFrame:
    """What :func:`compared` gave with positions in its place; null among fewer than :data:`FEWEST` people.

    Parameters
    ----------
    among : columns that peers have in common besides currency and week.
    """
    same = ("currency", "week", *among)
    return weeks.with_columns(_position(pl.col(name), same).alias(name) for name in PEERS)


def _position(value: pl.Expr, same: tuple[str, ...]) -> pl.Expr:
    known = value.is_not_nan() & value.is_not_null()
    value = pl.when(known).then(value)
    count = value.count().over(same)
    rank = value.rank("average").over(same)
    return pl.when(count >= FEWEST).then((rank - 1) / (count - 1))
