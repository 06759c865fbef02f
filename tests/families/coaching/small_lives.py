"""Generated people with few payments each, so that models are trained on them in seconds. All of it is synthetic."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
from households import SCHEMA

from seqmatch.families.coaching.training.train import HistorySource, train

PEOPLE, DAYS = 40, 540
FIRST = dt.date(2024, 4, 1)


@lru_cache
def lives(seed: int = 3, habit: float = 1.0) -> pl.DataFrame:
    """Pay, rent and shopping of 40 people over 540 days; those of each seed have names of their own.

    Parameters
    ----------
    habit : how much more is spent in the week after pay than in the others.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(PEOPLE):
        pay = int(rng.integers(180_000, 420_000))
        pay_day, shops = int(rng.integers(1, 28)), float(rng.uniform(0.85, 1.05))
        held = int(rng.integers(20_000, 150_000))
        for at in range(DAYS):
            day = FIRST + dt.timedelta(days=at)
            moves = []
            if day.day == pay_day:
                moves.append(("ACME PAYROLL", pay))
            if day.day == 3:
                moves.append(("HILL STREET RENT", -pay // 3))
            if at % 3 == number % 3:
                since = (day.day - pay_day) % 30
                usual = pay * shops * (2 / 3) / 10 * (habit if since < 7 else 1.0) * 30 / (7 * habit + 23)
                moves.append((f"SHOP {rng.integers(4)} MARKET", -int(usual * rng.lognormal(-0.1, 0.5))))
            for text, cents in moves:
                held += cents
                rows.append((f"{seed}-{number}", day, text, cents, held))
    columns = ("user", "date", "description", "amount_cents", "balance_cents")
    told = pl.DataFrame(rows, schema={name: SCHEMA[name] for name in columns}, orient="row")
    return told.with_columns(
        pl.format("{}-{}", "user", pl.int_range(pl.len())).alias("transaction_id"),
        account=pl.lit("Checking"),
        **{name: pl.lit(None, SCHEMA[name]) for name in ("time", "merchant", "mcc", "currency")},
    ).select(*SCHEMA)


def source(name: str = "a") -> HistorySource:
    return HistorySource("operator", name * 64)


def trained(folder: Path, seed: int = 3) -> str:
    """The version that learned from ``lives(seed)``."""
    return train(lives(seed), source("a"), folder, 7)
