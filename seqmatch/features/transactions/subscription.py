"""Tells whether a payment recurs: by its name, or by the same payment one period earlier."""

from __future__ import annotations

import polars as pl

_WORDS = (
    r"\b(?:subscription|abonnement|membership|monthly|recurring|netflix|spotify|disney ?plus|hulu|youtube premium"
    r"|apple music|icloud|audible|dropbox|prime video|patreon|substack|adobe|microsoft|github|openai|gym)\b"
)
PERIODS: tuple[tuple[int, int], ...] = ((6, 8), (13, 15), (27, 34), (88, 95), (360, 370))
"""Days since the same merchant last took the same amount: a week, two, a month, a quarter, a year."""


def called_subscription(column: str) -> pl.Expr:
    """Whether a normalised description names one."""
    return pl.col(column).str.contains(_WORDS)


def recurs(frame: pl.DataFrame) -> pl.Series:
    """Whether the same person paid the same merchant the same amount one period before, and not more recently.

    Parameters
    ----------
    frame : columns ``user``, ``account``, ``date``, ``merchant`` and ``amount_cents``. Only earlier days are looked at.

    Returns
    -------
    Shape (n_rows,), in the order of ``frame``; false for money that came in.
    """
    same = ["user", "account", "merchant", "amount_cents"]
    days = frame.select(*same, "date").unique().sort(*same, "date", nulls_last=True)
    days = days.with_columns(gap=(pl.col("date") - pl.col("date").shift(1).over(same)).dt.total_days())
    found = frame.join(days, on=[*same, "date"], how="left", nulls_equal=True, maintain_order="left")
    fits = pl.any_horizontal(pl.col("gap").is_between(least, most) for least, most in PERIODS)
    paid = (pl.col("amount_cents") < 0) & pl.col("merchant").is_not_null()
    return found.select((fits.fill_null(False) & paid).alias("recurs")).to_series()
