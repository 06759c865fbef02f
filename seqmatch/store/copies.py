"""Copies a store while it is in use, and brings a copy back: SQLite as a file, PostgreSQL table by table with COPY.

A copy is of one state of the store. What is sealed stays sealed: without the keys a copy gives no sealed field away,
and where they are lost it cannot be read.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, inspect, select, table, text

from seqmatch.errors import StoreError
from seqmatch.store.engine import PRIVATE, Store, open_store

SQLITE = "store.sqlite"
REVISION = "alembic_version"
CHUNK = 1 << 20


def copy_store(store: Store, folder: Path) -> dict[str, Any]:
    """Write a copy of ``store`` into ``folder``; what :func:`bring_back` needs to know of it.

    Raises
    ------
    StoreError : the database cannot be reached or refuses.
    """
    kind = store.engine.dialect.name
    with store.reading() as connection:
        tables = sorted(inspect(connection).get_table_names())
        revision = connection.scalar(select(column("version_num")).select_from(table(REVISION)))
        if kind == "postgresql":
            for name in tables:
                _copy_out(connection, name, folder / f"{name}.copy.gz")
    if kind == "sqlite":
        place = folder / SQLITE
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, PRIVATE))
        with closing(sqlite3.connect(str(store.engine.url.database))) as source, closing(sqlite3.connect(place)) as to:
            source.backup(to)
            to.execute("PRAGMA journal_mode = DELETE").close()
    return {"kind": kind, "revision": str(revision), "tables": tables}


def _copy_out(connection: Connection, name: str, place: Path) -> None:
    cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    with gzip.open(place, "wb", compresslevel=4) as out, cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
        for data in rows:
            out.write(data)


def bring_back(folder: Path, about: dict[str, Any], address: str, ensure: Callable[[Store], object]) -> None:
    """Make the store at ``address``, which must hold nothing yet, what the copy in ``folder`` was; then upgrade it.

    Parameters
    ----------
    about : what :func:`copy_store` told.
    ensure : makes the tables of the families.

    Raises
    ------
    StoreError : the store holds rows, is of the other kind, or cannot be reached; nothing was written.
    """
    if about["kind"] == "sqlite":
        _bring_back_file(folder / SQLITE, address)
    else:
        _bring_back_tables(folder, about, address, ensure)
    open_store(address).close()


def _bring_back_file(copy: Path, address: str) -> None:
    place = Path(address.removeprefix("sqlite:///"))
    if "://" in str(address) and not address.startswith("sqlite:///"):
        raise _other_kind("an SQLite file")
    if place.exists():
        raise _in_use(str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = place.with_name(f".restoring-{place.name}")
    try:
        os.close(os.open(scratch, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE))
        shutil.copyfile(copy, scratch)
        scratch.replace(place)
    finally:
        scratch.unlink(missing_ok=True)


def _bring_back_tables(folder: Path, about: dict[str, Any], address: str, ensure: Callable[[Store], object]) -> None:
    if not address.startswith("postgres"):
        raise _other_kind("PostgreSQL")
    with open_store(address, about["revision"]) as store:
        ensure(store)
        with store.writing() as connection:
            present = [pair[0] for pair in inspect(connection).get_sorted_table_and_fkc_names() if pair[0]]
            for name in present:
                if name != REVISION and connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{name}")')):
                    raise _in_use("the database")
            for name in present:
                if name != REVISION and name in about["tables"]:
                    _copy_in(connection, str(name), folder / f"{name}.copy.gz")


def _copy_in(connection: Connection, name: str, place: Path) -> None:
    cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    with gzip.open(place, "rb") as source, cursor.copy(f'COPY "{name}" FROM STDIN') as rows:
        while data := source.read(CHUNK):
            rows.write(data)
    for one in inspect(connection).get_columns(name):
        if one.get("autoincrement"):
            quoted = one["name"].replace('"', '""')
            connection.execute(
                text(
                    f'SELECT setval(sequence, (SELECT max("{quoted}") FROM "{name}")) '
                    "FROM pg_get_serial_sequence(:table, :column) AS sequence WHERE sequence IS NOT NULL"
                ),
                {"table": f'"{name}"', "column": one["name"]},
            )


def _in_use(what: str) -> StoreError:
    return StoreError(
        "There is a store already. Name an empty database or a file that is not there, or move this one away.",
        code="store_in_use",
        path=what,
    )


def _other_kind(kind: str) -> StoreError:
    return StoreError(f"The copy is of {kind}. Name such a store.", code="store_other_kind")
