"""Balances, debts and savings at the end of each week, and the lowest balance of the account that income comes to."""

from __future__ import annotations

import polars as pl

SPENT_FROM = 0.5
"""An account that more than this part of what was moved to it was spent from is no savings account."""


def balances(rows: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """By who and week: ``balance``, ``lowest_balance``, ``debt`` (null where untold), ``moved_aside``.

    Parameters
    ----------
    rows : of :func:`seqmatch.features.weeks.payments.payments`.
    grid : ``who``, ``week``: every week of everybody, sorted.
    """
    rows = rows.with_columns(sum=pl.col("cents").cum_sum().over("who", "account"))
    start = (pl.col("balance_cents") - pl.col("sum")).forward_fill().over("who", "account")
    rows = rows.with_columns(end=pl.col("sum") + start)
    days = rows.group_by("who", "account", "week", "date", maintain_order=True).agg(pl.col("end").last())
    lows = days.group_by("who", "account", "week", maintain_order=True).agg(
        pl.col("end").min().alias("low"), pl.col("end").last()
    )
    flows = rows.group_by("who", "account", "week", maintain_order=True).agg(
        pl.col("into").sum(),
        pl.col("out").sum(),
        pl.col("cents").filter(pl.col("purpose") == "own").sum().alias("own"),
        pl.col("cents").filter((pl.col("purpose") == "own") & (pl.col("cents") > 0)).sum().alias("fed"),
    )
    accounts = rows.group_by("who", "account", maintain_order=True).agg(pl.col("week").min().alias("opened"))
    weeks = pl.concat([grid, rows.select("who", "week")]).unique().sort("who", "week")
    table = weeks.join(accounts, on="who").filter(pl.col("week") >= pl.col("opened"))
    keys = ["who", "account", "week"]
    table = table.join(lows, on=keys, how="left").join(flows, on=keys, how="left").sort(keys)
    each = ["who", "account"]
    table = table.with_columns(
        pl.col("into", "out", "own", "fed").fill_null(0),
        end=pl.col("end").forward_fill().over(each),
    )
    table = table.with_columns(
        low=pl.min_horizontal("low", pl.col("end").shift(1).over(each)),
        came=pl.col("into").cum_sum().over(each),
        left=pl.col("out").cum_sum().over(each),
        moved=pl.col("fed").cum_sum().over(each),
    )
    table = table.with_columns(main=pl.col("came").rank("ordinal", descending=True).over("who", "week") == 1)
    saves = ~pl.col("main") & (pl.col("moved") > 0) & (pl.col("left") <= SPENT_FROM * pl.col("moved"))
    saves &= (pl.col("end") >= 0).fill_null(True)
    told = pl.col("end").is_not_null().any()
    by_week = table.group_by("who", "week").agg(
        pl.when(told).then(pl.col("end").clip(0).sum()).alias("balance"),
        pl.when(told).then((-pl.col("end")).clip(0).sum()).alias("debt"),
        pl.col("low").filter("main").first().alias("lowest_balance"),
        pl.col("own").filter(saves).sum().alias("moved_aside"),
    )
    return grid.join(by_week, on=["who", "week"], how="left", maintain_order="left")
