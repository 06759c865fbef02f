"""Builds the features of stored transactions, a bounded number of rows at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from seqmatch.families.transactions.models import TRANSACTIONS
from seqmatch.features.transactions import build
from seqmatch.store.engine import Store
from seqmatch.store.transactions.features import write_features
from seqmatch.store.transactions.transactions import UserRows, histories, users_between

BATCH = 5_000
MOST_USERS = 10_000
"""In one query; databases take some ten thousands of values in one."""
Batch = Sequence[UserRows]


def plan(store: Store, start: dt.date, end: dt.date, batch_size: int = BATCH) -> Sequence[Batch]:
    """The users of the window in batches of ``batch_size`` rows or little more.

    A user is never divided: what repeats shows only beside all that came before, so that neither the window nor the
    size of batches changes a feature.
    """
    planned: list[list[UserRows]] = []
    rows = batch_size
    for user in users_between(store, start, end):
        if rows >= batch_size or len(planned[-1]) == MOST_USERS:
            planned.append([])
            rows = 0
        planned[-1].append(user)
        rows += user.until
    return planned


def steps(planned: Sequence[Batch], batch_size: int = BATCH) -> int:
    """How often :func:`build_features` tells of progress: as each batch is read, and with every ``batch_size`` rows."""
    return sum(1 - (-sum(user.inside for user in batch) // batch_size) for batch in planned)


def build_features(
    store: Store,
    planned: Sequence[Batch],
    start: dt.date,
    end: dt.date,
    batch_size: int = BATCH,
    step: Callable[[str], None] = lambda what: None,
) -> int:
    """Compute and store the features of all transactions from ``start`` to ``end``, both included; how many.

    Every ``batch_size`` rows are one transaction of the database. A run that was killed is completed by the next, and
    features that are there are replaced.

    Raises
    ------
    StoreError : the database cannot be reached or refuses; what was written before is kept.
    """
    built = 0
    for batch in planned:
        step("reading")
        frame = histories(store, [user.user for user in batch], end)
        features = build(frame).filter(frame["date"].is_between(start, end))
        for rows in features.iter_slices(batch_size):
            step("building")
            write_features(store, rows, TRANSACTIONS.feature_version)
        built += len(features)
    return built
