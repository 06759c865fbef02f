"""Spending by day: how far it follows the weekend and payday."""

from __future__ import annotations

import polars as pl

AFTER_PAY = 4
"""Days from pay, its own day included, that count as after it."""


def day_habits(rows: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """By ``who`` and ``week``: wants on the weekend, days after pay and wants on them.

    Returns
    -------
    ``who``, ``week``, ``weekend`` (cents), ``after_days`` (0 to 7, null before the first pay), ``after`` (cents).
    """
    wants = pl.when((pl.col("purpose") == "want").fill_null(False)).then(pl.col("out")).otherwise(0)
    days = rows.group_by("who", "date").agg(wants.sum().alias("want"), pl.col("pay").any())
    every = grid.with_columns(ago=pl.lit([6, 5, 4, 3, 2, 1, 0])).explode("ago")
    every = every.with_columns(date=pl.col("week") - pl.duration(days="ago")).drop("ago")
    before = days.join(grid.group_by("who").agg(pl.col("week").min().alias("first")), on="who").filter(
        pl.col("date") <= pl.col("first") - pl.duration(days=7)
    )
    table = every.join(days, on=["who", "date"], how="left")
    table = pl.concat([table, before.select("who", pl.lit(None, pl.Date).alias("week"), "date", "want", "pay")])
    table = table.sort("who", "date").with_columns(
        paid=pl.when(pl.col("pay").fill_null(False)).then("date").forward_fill().over("who")
    )
    after = (pl.col("date") - pl.col("paid")).dt.total_days() < AFTER_PAY
    weekend = pl.col("date").dt.weekday() >= 6
    return (
        table.drop_nulls("week")
        .group_by("who", "week")
        .agg(
            pl.col("want").filter(weekend).sum().alias("weekend"),
            pl.when(after.count() == 7).then(after.sum()).alias("after_days"),
            pl.col("want").filter(after.fill_null(False)).sum().alias("after"),
            pl.col("paid").last().alias("last_pay"),
        )
    )
