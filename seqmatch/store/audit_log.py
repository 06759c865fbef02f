"""The store's audit log: what changed it, when and by how much. Lines are added, never altered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import audit_log


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event: its name, its facts (JSON values, never a person's data) and when it was."""

    event: str
    facts: Mapping[str, Any]
    created_at: dt.datetime


def record_audit(store: Store, event: str, facts: Mapping[str, Any]) -> None:
    """Append one entry.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    with store.writing() as connection:
        connection.execute(audit_log.insert(), {"created_at": now(), "event": event, "facts": dict(facts)})


def audit_entries(store: Store, limit: int = 100) -> list[AuditEntry]:
    """The latest entries, the latest first."""
    columns = audit_log.c
    query = select(columns.event, columns.facts, columns.created_at).order_by(columns.entry_id.desc()).limit(limit)
    with store.reading() as connection:
        return [AuditEntry(*row) for row in connection.execute(query)]
