"""Categories of payments that name none, by the transactions family's fixed rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SURE = 0.5
"""Probability from which a guess counts."""


def guess(rows: pl.DataFrame) -> list[str | None]:
    """The likeliest category of each row, None where it is not likely enough.

    Parameters
    ----------
    rows : columns ``description``, ``merchant``, ``mcc`` and ``amount_cents``.
    """
    from seqmatch.families.transactions.heuristic import candidates

    return [first[0][0] if first[0][1] >= SURE else None for first in candidates(rows, 1)]
