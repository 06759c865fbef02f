"""Builds one row of features for each transaction, from it and from earlier ones."""

from __future__ import annotations

import polars as pl

from seqmatch.features.transactions.channel import channel
from seqmatch.features.transactions.subscription import called_subscription, recurs
from seqmatch.features.transactions.text import merchant, normalised, tokens, without_network

FEATURE_COLUMNS: dict[str, str] = {
    "transaction_id": "name of the transaction",
    "ts_month": "first day of its month",
    "amount": "cents, negative is money out",
    "abs_amount": "cents, without sign",
    "merchant": "first words of who was paid, normalised; null where the text holds none",
    "mcc": "merchant category code, four digits; null where unknown",
    "channel": "pos, online, ach, transfer, atm, fee or other",
    "hour_of_day": "0 to 23; null where the statement tells no time",
    "dow": "day of the week, 0 is Monday",
    "is_weekend": "Saturday or Sunday",
    "is_subscription": "called one, or the same amount went to the same merchant one period before",
    "norm_desc": "description in lower-case words of letters, digits and apostrophes",
    "tokens": "its telling words, at most 20",
}
"""Every feature and what it is, in the order of the columns."""

_TEXT = ("description", "merchant", "has_mcc")


def build(frame: pl.DataFrame) -> pl.DataFrame:
    """Features of transactions.

    Leakage-safe: a row depends on itself and, for ``is_subscription``, on rows of earlier days. Whatever is changed
    later changes nothing before.

    Parameters
    ----------
    frame : the columns of :data:`seqmatch.schemas.transaction.FRAME_COLUMNS`; others are passed over.

    Returns
    -------
    The columns of :data:`FEATURE_COLUMNS`, one row a transaction, in the order of ``frame``.
    """
    known = frame.with_columns(has_mcc=pl.col("mcc").is_not_null())
    said = _of_text(known.select(_TEXT).unique(maintain_order=True))
    rows = known.join(said, on=list(_TEXT), how="left", nulls_equal=True, maintain_order="left")
    again = recurs(rows.select("user", "account", "date", pl.col("payee").alias("merchant"), "amount_cents"))
    weekday = (pl.col("date").dt.weekday() - 1).cast(pl.Int8)
    return rows.select(
        "transaction_id",
        pl.col("date").dt.month_start().alias("ts_month"),
        pl.col("amount_cents").alias("amount"),
        pl.col("amount_cents").abs().alias("abs_amount"),
        pl.col("payee").alias("merchant"),
        "mcc",
        "channel",
        pl.col("time").dt.hour().cast(pl.Int8).alias("hour_of_day"),
        weekday.alias("dow"),
        (weekday >= 5).alias("is_weekend"),
        (pl.col("called_subscription") | again).alias("is_subscription"),
        "norm_desc",
        "tokens",
    )


def _of_text(texts: pl.DataFrame) -> pl.DataFrame:
    """What each different text says; most transactions share theirs with others."""
    return (
        texts.with_columns(
            norm_desc=normalised("description"),
            shop=without_network("description"),
            named=without_network("merchant").fill_null(""),
            channel=channel("description", pl.col("has_mcc")),
        )
        .with_columns(tokens=tokens("shop"), named=tokens("named"))
        .with_columns(
            payee=pl.coalesce(merchant("named"), merchant("tokens")),
            called_subscription=called_subscription("norm_desc"),
        )
        .drop("named", "shop")
    )
