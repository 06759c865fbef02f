"""Bank lines in a CSV file (description, amount, perhaps country and category), and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.estimators.metrics import calibration_error
from seqmatch.families.transactions import heuristic
from seqmatch.families.transactions.models import TRANSACTIONS, TransactionModels
from seqmatch.families.transactions.scoring import categorise
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
STRANGERS = ROOT / "tests" / "families" / "transactions" / "strangers.csv"
COMMON = ROOT / "benchmarks" / "common_lines.csv"
SEED, RESAMPLES = 11, 2000
Said = list[tuple[str, float]]
"""Category and probability of each line."""


def default_model() -> TransactionModels:
    """The model that ships."""
    return ModelHost(Settings(ROOT / "models")).live(TRANSACTIONS)


def frame_of(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines as transactions of no known account, all of one day."""
    empty = dict.fromkeys(("user", "account", "merchant", "mcc"), pl.lit(None, pl.String))
    return lines.select(
        transaction_id=pl.int_range(pl.len()).cast(pl.String),
        date=pl.date(2025, 6, 2),
        time=pl.lit(None, pl.Time),
        description="description",
        amount_cents=(pl.col("amount") * 100).round().cast(pl.Int64),
        **empty,
    )


def by_model(lines: pl.DataFrame) -> Said:
    return [one.candidates[0] for one in categorise(default_model(), frame_of(lines), top=1)]


def by_heuristic(lines: pl.DataFrame) -> Said:
    return [found[0] for found in heuristic.candidates(frame_of(lines), 1)]


def score(lines: pl.DataFrame, said: Said) -> dict[str, tuple[float, float, float]]:
    """Accuracy and calibration error with 95 % intervals by drawing lines anew; share named and accuracy of those."""
    hit = np.array([name == truth for (name, _), truth in zip(said, lines["category"], strict=True)], dtype=float)
    sure = np.array([likely for _, likely in said])
    rng = np.random.default_rng(SEED)
    drawn = [rng.integers(0, len(hit), len(hit)) for _ in range(RESAMPLES)]
    named = sure >= 0.65
    return {
        "accuracy": _with_interval(hit.mean(), [hit[rows].mean() for rows in drawn]),
        "calibration_error": _with_interval(
            calibration_error(sure, hit), [calibration_error(sure[rows], hit[rows]) for rows in drawn[:300]]
        ),
        "named": _with_interval(named.mean(), [named[rows].mean() for rows in drawn]),
        "right_of_named": _with_interval(hit[named].mean(), [hit[rows][named[rows]].mean() for rows in drawn]),
    }


def _with_interval(value: float, values: Sequence[float] | NDArray[np.float64]) -> tuple[float, float, float]:
    low, high = np.quantile(np.asarray(values), (0.025, 0.975))
    return float(value), float(low), float(high)
