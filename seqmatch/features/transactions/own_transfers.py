"""Finds transfers between a person's own accounts, so that money that only moves is neither spent nor earned."""

from __future__ import annotations

import polars as pl

MOST_DAYS = 4
"""Between the two legs of a transfer: banks post them on working days."""
_WORDS = (
    r"(?i)transf|xfer|trsf|payment|thank you|autopay|to savings|from savings|to checking|from checking|umbuchung|"
    r"(ü|ue|u)bertrag|virement|overboeking|traspaso|giroconto|bonifico|przelew|eigen|own account|internal|"
    r"\bpot\b|sweep|card bill|credit card|standing order"
)
"""What at least one leg says; two equal amounts by chance do not."""


def own_transfers(frame: pl.DataFrame) -> pl.Series:
    """Which rows are a leg of a transfer of which both legs are there, booleans, shape (n_rows,).

    A leg goes out of one account, the other into another one of the same user and currency: the same cents, within
    :data:`MOST_DAYS` days, and one of them says so. Each row is a leg once; the nearest days are paired first.

    Parameters
    ----------
    frame : columns ``user``, ``account``, ``date``, ``description``, ``amount_cents``, and ``currency`` where known.
    """
    currency = pl.col("currency") if "currency" in frame.columns else pl.lit(None, pl.String).alias("currency")
    rows = frame.select(
        pl.col("user").fill_null(""),
        pl.col("account").fill_null(""),
        "date",
        "amount_cents",
        currency.fill_null(""),
        pl.col("description").str.contains(_WORDS).alias("says"),
    ).with_row_index("row")
    size = pl.col("amount_cents").abs().alias("size")
    out = rows.filter(pl.col("amount_cents") < 0).with_columns(size)
    into = rows.filter(pl.col("amount_cents") > 0).with_columns(size)
    gap = (pl.col("date_in") - pl.col("date")).dt.total_days().abs()
    pairs = (
        out.join(into, on=["user", "currency", "size"], suffix="_in")
        .filter((pl.col("account") != pl.col("account_in")) & (pl.col("says") | pl.col("says_in")))
        .with_columns(gap.alias("gap"))
        .filter(pl.col("gap") <= MOST_DAYS)
        .sort("gap", "row", "row_in")
    )
    legs: set[int] = set()
    for one, other in pairs.select("row", "row_in").iter_rows():
        if one not in legs and other not in legs:
            legs |= {one, other}
    return rows["row"].is_in(sorted(legs)).alias("own_transfer")
