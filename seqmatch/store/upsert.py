"""Inserts or updates many rows at once, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Wins = Callable[[Table, Any], ColumnElement[bool]]
"""Of the table and of the row that arrives: whether that row replaces the one which is there."""


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Sequence[str] = (),
    wins: Wins | None = None,
) -> None:
    """Insert ``rows``; where the primary key is known, replace all columns but those of ``keep``.

    Parameters
    ----------
    rows : the same columns in each; in the order of the primary key, so that two writers never wait for each other.
    wins : which arriving rows replace the known one; all of them when not given.
    """
    if not rows:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    statement = statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in rows[0] if name not in (*key, *keep)},
        where=None if wins is None else wins(table, statement.excluded),
    )
    connection.execute(statement, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, passing over those whose primary key is known: writing the same again changes nothing."""
    if rows:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(table).on_conflict_do_nothing(), rows)
