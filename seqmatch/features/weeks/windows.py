"""Windows over the weeks of one person, ending with the week; weeks are sorted and none is left out."""

from __future__ import annotations

import polars as pl

QUARTER = 13
FEWEST = 4
"""Weeks that a window needs; null with fewer."""


def sum_4w(name: str, fewest: int = FEWEST) -> pl.Expr:
    return pl.col(name).rolling_sum(4, min_samples=fewest).over("who")


def sum_13w(name: str) -> pl.Expr:
    return pl.col(name).rolling_sum(QUARTER, min_samples=FEWEST).over("who")


def mean_13w(name: str) -> pl.Expr:
    return pl.col(name).rolling_mean(QUARTER, min_samples=FEWEST).over("who")


def spread_13w(name: str) -> pl.Expr:
    """Standard deviation."""
    return pl.col(name).cast(pl.Float64).rolling_std(QUARTER, min_samples=FEWEST).over("who")


def ago(value: pl.Expr, weeks: int) -> pl.Expr:
    """The value so many weeks earlier."""
    return value.shift(weeks).over("who")


def ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """``part / whole``; null where the whole is not above 0."""
    return pl.when(whole > 0).then(part / whole)


def correlation_13w(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Pearson's correlation of two values over 13 weeks; null where one of them hardly varies."""
    both = other.is_not_null() & one.is_not_null()
    x = pl.when(both).then(one.cast(pl.Float64))
    y = pl.when(both).then(other.cast(pl.Float64))

    def mean(value: pl.Expr) -> pl.Expr:
        return value.rolling_mean(QUARTER, min_samples=8).over("who")

    x_mean, y_mean = mean(x), mean(y)
    varies = (mean(x * x) - x_mean * x_mean) * (mean(y * y) - y_mean * y_mean)
    together = mean(x * y) - x_mean * y_mean
    return pl.when(varies > 1e6).then((together / varies.sqrt()).clip(-1, 1))
