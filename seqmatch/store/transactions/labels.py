"""Labels of transactions: the category, and who gave it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from sqlalchemy import case, or_, select

from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import transaction_labels
from seqmatch.store.transactions.imports import BATCH
from seqmatch.store.upsert import upsert

STANDING = {"import": 0, "rule": 1, "human": 2}
"""Human labels override rule labels, which override imported ones; of one source the newer label counts."""


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """What labelling came to.

    Attributes
    ----------
    labelled, changed, unchanged : labels that are new; that replaced another; that said what was known.
    kept : labels not taken, because the one there stands higher.
    """

    labelled: int
    changed: int
    unchanged: int
    kept: int


def set_labels(
    store: Store, labels: pl.DataFrame, *, batch_size: int = BATCH, step: Callable[[str], None] = lambda what: None
) -> LabelCounts:
    """Label transactions, in one database transaction a batch; saying the same again changes nothing.

    Parameters
    ----------
    labels : transaction_id (once each, all known to the store), category, source.
    step : called before each batch.

    Raises
    ------
    StoreError : the database cannot be reached or refuses, as where a transaction is unknown; batches before are kept.
    """
    columns = transaction_labels.c
    counts = {"labelled": 0, "changed": 0, "unchanged": 0, "kept": 0}
    for rows in labels.sort("transaction_id").iter_slices(batch_size):
        step("labelling")
        at = now()
        with store.writing() as connection:
            query = select(columns.transaction_id, columns.category, columns.source).where(
                columns.transaction_id.in_(rows["transaction_id"].to_list())
            )
            there = {key: (category, source) for key, category, source in connection.execute(query)}
            for key, category, source in rows.select("transaction_id", "category", "source").iter_rows():
                if key not in there:
                    counts["labelled"] += 1
                elif there[key] == (category, source):
                    counts["unchanged"] += 1
                else:
                    counts["changed" if STANDING[source] >= STANDING[there[key][1]] else "kept"] += 1
            upsert(
                connection,
                transaction_labels,
                [
                    {**row, "created_at": at, "updated_at": at}
                    for row in rows.select("transaction_id", "category", "source").to_dicts()
                ],
                keep=("created_at",),
                wins=lambda table, row: (
                    (case(STANDING, value=row.source) >= case(STANDING, value=table.c.source))
                    & or_(row.category != table.c.category, row.source != table.c.source)
                ),
            )
    return LabelCounts(**counts)


def categories_in(store: Store) -> list[str]:
    """Every category that some label names, sorted."""
    query = select(transaction_labels.c.category).distinct().order_by(transaction_labels.c.category)
    with store.reading() as connection:
        return list(connection.scalars(query))
