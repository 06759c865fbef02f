"""Scores a part of a file of transactions: what ``categorize_transactions`` would tell of each, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from seqmatch.data.statements.partitions import read_part
from seqmatch.families.transactions.models import TRANSACTIONS, TransactionModels
from seqmatch.families.transactions.scoring import categorise
from seqmatch.lifecycle.batch.job import FAILURES, SCORES, Job, Scored
from seqmatch.lifecycle.serving.rollout import Rollout

_CHANCES = pl.List(pl.Struct({"category": pl.String, "probability": pl.Float64}))
COLUMNS = {
    "transaction_id": pl.String(),
    "user": pl.String(),
    "account": pl.String(),
    "date": pl.Date(),
    "category": pl.String(),
    "candidates": _CHANCES,
}
"""``category`` is null where the model is not sure enough; with reasons there is ``because`` too."""


def scored(models: TransactionModels, frame: pl.DataFrame, options: Mapping[str, Any]) -> Scored:
    """Categories of a part that :func:`seqmatch.data.statements.partitions.stage_transactions` wrote.

    Parameters
    ----------
    options : ``min_conf`` and ``topk`` as in a rollout, and ``because``: whether reasons are told.
    """
    rows, failures = read_part(frame)
    explain = bool(options["because"])
    found = categorise(models, rows, options["min_conf"], options["topk"], explain) if len(rows) else []
    told = rows.select("transaction_id", "user", "account", "date").with_columns(
        pl.Series("category", [one.category for one in found], pl.String),
        pl.Series(
            "candidates",
            [[{"category": name, "probability": chance} for name, chance in one.candidates] for one in found],
            _CHANCES,
        ),
    )
    if explain:
        told = told.with_columns(pl.Series("because", [list(one.because) for one in found], pl.List(pl.String)))
    return Scored({SCORES: told}, failures.select(*FAILURES))


def transactions_job(rollout: Rollout, because: bool = False) -> Job[TransactionModels]:
    """Categorises transactions as ``rollout`` says."""
    options = {"min_conf": rollout.min_conf, "topk": rollout.topk, "because": because}
    return Job(TRANSACTIONS, scored, options)
