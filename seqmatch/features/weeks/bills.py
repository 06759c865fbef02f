"""Bills that are overdue at the end of a week."""

from __future__ import annotations

import polars as pl

OVERDUE = 0.5
FORGOTTEN = 2.5
"""Periods after the last payment, and of being late, between which a bill counts as missed."""


def missed_bills(rows: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """``grid`` with ``missed_bills``: payees whose same amount repeated and is now overdue.

    A bill becomes overdue half a period after its next payment was due, and stops to be with its next payment or two
    and a half periods after the last: it has ended then.
    """
    same = ["who", "payee"]
    days = rows.filter((pl.col("cents") < 0) & (pl.col("payee") != 0)).select(*same, "date", "repeats")
    days = days.sort(*same, "date")
    before = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in same)
    after = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in same)
    days = days.with_columns(
        gap=pl.when(before).then((pl.col("date") - pl.col("date").shift(1)).dt.total_days()),
        then=pl.when(after).then(pl.col("date").shift(-1)),
    )
    due = days.filter("repeats").with_columns(
        begins=pl.col("date") + pl.duration(days=(pl.col("gap") * (1 + OVERDUE)).cast(pl.Int64)),
        ends=pl.col("date") + pl.duration(days=(pl.col("gap") * FORGOTTEN).cast(pl.Int64)),
    )
    due = due.with_columns(ends=pl.min_horizontal("ends", "then")).filter(pl.col("begins") < pl.col("ends"))
    moves = pl.concat(
        [
            due.select("who", pl.col("begins").alias("date"), pl.lit(1, pl.Int64).alias("move")),
            due.select("who", pl.col("ends").alias("date"), pl.lit(-1, pl.Int64).alias("move")),
        ]
    ).sort("who", "date")
    moves = moves.with_columns(missed_bills=pl.col("move").cum_sum().over("who"))
    moves = moves.group_by("who", "date", maintain_order=True).agg(pl.col("missed_bills").last())
    found = grid.sort("week").join_asof(
        moves.sort("date"), left_on="week", right_on="date", by="who", check_sortedness=False
    )
    return found.select("who", "week", pl.col("missed_bills").fill_null(0))
