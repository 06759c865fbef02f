"""When the monitor looked at a family, kept in one transaction with the figures it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.records.performance import Measured
from seqmatch.store.tables import audit_log, ml_model_performance
from seqmatch.store.upsert import insert_new

EVENT = "monitored"


def record_look(
    store: Store, family: str, look: str, facts: Mapping[str, Any], measured: Sequence[Measured], at: dt.datetime
) -> None:
    """Keep that a family was looked at, and what was found: both or neither.

    Parameters
    ----------
    facts : JSON values for the audit log; never a person's data.
    at : when, by the clock that decides what is due.

    Raises
    ------
    StoreError : the database cannot be reached or refuses; nothing was kept, and the look stays due.
    """
    line = {"created_at": at, "event": EVENT, "facts": {"family": family, "look": look, **facts}}
    with store.writing() as connection:
        insert_new(connection, ml_model_performance, [asdict(one) for one in measured])
        connection.execute(audit_log.insert(), line)


def last_looks(store: Store) -> dict[tuple[str, str], dt.datetime]:
    """When each family was last looked at, by family and look.

    Raises
    ------
    StoreError : the database cannot be reached.
    """
    columns = audit_log.c
    query = select(columns.facts, columns.created_at).where(columns.event == EVENT).order_by(columns.entry_id)
    with store.reading() as connection:
        return {(facts["family"], facts["look"]): at for facts, at in connection.execute(query)}
