"""Finds transfers between a person's own accounts, so that money that only moves is neither spent nor earned."""

from __future__ import annotations

import datetime as dt

import polars as pl

MOST_DAYS = 4
"""Between the two legs of a transfer: banks post them on working days."""
_WORDS = (
    r"(?i)transf|xfer|trsf|\btfr\b|payment|thank you|autopay|to savings|from savings|to checking|from checking|"
    r"umbuchung|(ü|ue|u)bertrag|virement|overboeking|traspaso|giroconto|bonifico|przelew|eigen|own acc|internal|"
    r"\bpot\b|sweep|card bill|credit card|standing order"
)
"""What at least one leg says; two equal amounts by chance do not."""


def legs(frame: pl.DataFrame) -> pl.Series:
    """From which day a row is known to be a leg of an own transfer: the day of the later leg; null where it is none.

    A leg goes out of one account, the other into another one of the same user and currency: the same cents, within
    :data:`MOST_DAYS` days, and one of them says so or names the other account. Each row is a leg once. Pairs are made
    in the order in which they become known, the nearest days first, so that no later row changes a pair.

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
        says_transfer("description").alias("says"),
        pl.col("description").str.to_lowercase().alias("text"),
        pl.col("account").fill_null("").str.to_lowercase().alias("name"),
    ).with_row_index("row")
    size = pl.col("amount_cents").abs().alias("size")
    out = rows.filter(pl.col("amount_cents") < 0).with_columns(size)
    into = rows.filter(pl.col("amount_cents") > 0).with_columns(size)
    names = _names("text", "name_in") | _names("text_in", "name")
    gap = (pl.col("date_in") - pl.col("date")).dt.total_days().abs()
    pairs = (
        out.join(into, on=["user", "currency", "size"], suffix="_in")
        .filter((pl.col("account") != pl.col("account_in")) & (pl.col("says") | pl.col("says_in") | names))
        .with_columns(gap.alias("gap"), pl.max_horizontal("date", "date_in").alias("known"))
        .filter(pl.col("gap") <= MOST_DAYS)
        .sort("known", "gap", "row", "row_in")
    )
    known: dict[int, dt.date] = {}
    for one, other, day in pairs.select("row", "row_in", "known").iter_rows():
        if one not in known and other not in known:
            known[one] = known[other] = day
    found = pl.DataFrame({"row": list(known), "known": list(known.values())}, {"row": pl.UInt32, "known": pl.Date})
    return rows.join(found, on="row", how="left", maintain_order="left")["known"]


def _names(text: str, name: str) -> pl.Expr:
    """Whether a text holds the name of an account, of four signs or more."""
    return (pl.col(name).str.len_chars() >= 4) & pl.col(text).str.contains(pl.col(name), literal=True)


def says_transfer(column: str) -> pl.Expr:
    """Whether a description names money that is moved between own accounts, or a card's bill that is paid."""
    return pl.col(column).str.contains(_WORDS)
