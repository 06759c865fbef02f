"""Writes many rows into PostgreSQL with COPY, which takes them several times as fast as statements do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text


def takes_copies(connection: Connection) -> bool:
    """Whether the database has COPY."""
    return connection.dialect.name == "postgresql"


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add ``rows``, whose values the driver knows; refused, all of them, where one is there already."""
    cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    with cursor.copy(f"COPY {table} ({_listed(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_upsert(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows``; where the primary key is known, replace the other columns.

    They go through a table that ends with the transaction.

    Parameters
    ----------
    rows : the values of ``columns`` in order, each primary key once.
    """
    key = [column.name for column in table.primary_key]
    name, incoming = table.name, f"incoming_{table.name}"
    listed = _listed(columns)
    connection.execute(text(f"CREATE TEMPORARY TABLE IF NOT EXISTS {incoming} (LIKE {name}) ON COMMIT DROP"))
    connection.execute(text(f"TRUNCATE {incoming}"))
    copy_rows(connection, incoming, columns, rows)
    replaced = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
    connection.execute(
        text(
            f"INSERT INTO {name} ({listed}) SELECT {listed} FROM {incoming} "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {replaced}"
        )
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
