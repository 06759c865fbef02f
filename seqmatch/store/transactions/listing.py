"""Lists stored transactions: day, account, text, amount, category, import."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Select, func, select

from seqmatch.store.engine import Store
from seqmatch.store.frames import LABELS, TRANSACTIONS, read_frame
from seqmatch.store.tables import import_rows, transaction_labels, transactions
from seqmatch.store.transactions.transactions import AS_FRAME

_columns = transactions.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which transactions are wanted; None asks for nothing.

    Attributes
    ----------
    first, last : days, both included.
    text : part of the description or the merchant, in any case.
    category : of the label; ``""`` for transactions without one.
    import_id : the import that told them.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    account: str | None = None
    user: str | None = None
    currency: str | None = None
    text: str | None = None
    category: str | None = None
    import_id: str | None = None
    at_least_cents: int | None = None
    at_most_cents: int | None = None


def list_transactions(store: Store, wanted: Wanted, limit: int, offset: int = 0) -> tuple[pl.DataFrame, int]:
    """The newest ``limit`` of those wanted after ``offset``, with category and source; and how many are wanted."""
    labels = transaction_labels.c
    every: Select[Any] = select(*AS_FRAME, labels.category, labels.source)
    query = _narrowed(every.join_from(transactions, transaction_labels, isouter=True), wanted)
    with store.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
        query = query.order_by(_columns.date.desc(), _columns.transaction_id).limit(limit).offset(offset)
        return read_frame(connection, query, {**TRANSACTIONS, **LABELS}), count


def _narrowed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    labels = transaction_labels.c
    if wanted.first is not None:
        query = query.where(_columns.date >= wanted.first)
    if wanted.last is not None:
        query = query.where(_columns.date <= wanted.last)
    if wanted.at_least_cents is not None:
        query = query.where(_columns.amount_cents >= wanted.at_least_cents)
    if wanted.at_most_cents is not None:
        query = query.where(_columns.amount_cents <= wanted.at_most_cents)
    for column, value in (
        (_columns.account, wanted.account),
        (_columns.user_id, wanted.user),
        (_columns.currency, wanted.currency),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.text is not None:
        part = wanted.text.lower()
        query = query.where(
            func.lower(_columns.description).contains(part, autoescape=True)
            | func.lower(func.coalesce(_columns.merchant, "")).contains(part, autoescape=True)
        )
    if wanted.category is not None:
        query = query.where(labels.category == wanted.category if wanted.category else labels.category.is_(None))
    if wanted.import_id is not None:
        told = select(import_rows.c.transaction_id).where(import_rows.c.import_id == wanted.import_id)
        query = query.where(_columns.transaction_id.in_(told))
    return query
