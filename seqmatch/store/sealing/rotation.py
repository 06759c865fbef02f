"""Rotates the key: a new one is added, everything is sealed with it, and only then may the old ones go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from filelock import FileLock
from sqlalchemy import Connection, MetaData, Table, and_, bindparam, select, type_coerce, update

from seqmatch.errors import StoreError
from seqmatch.store.engine import Store
from seqmatch.store.sealing.columns import SEALED
from seqmatch.store.sealing.keys import Ring, make_keys, new_key, read_keys, ring, write_keys

MOST_PASSES = 5


def rotate(store: Store, tables: Iterable[MetaData], *, forget: bool = False) -> int:
    """Seal every sealed column of ``tables`` with a new key; how many values.

    Stopped at any moment, the key file opens everything and a second run completes the first. Whoever writes meanwhile
    sees the new key at once; what was on its way with the old one is found by the next pass.

    Parameters
    ----------
    forget : whether the old keys go, once nothing in ``store`` needs them. Other stores of the same key file may.

    Raises
    ------
    StoreError : the store or the key file refuses, a value is sealed with a key that is gone, or others keep writing
        with an old one; the key file still opens everything.
    """
    keys = ring()
    make_keys(keys.path)
    with FileLock(f"{keys.path}.rotating"):
        write_keys(keys.path, (new_key(), *read_keys(keys.path)))
        values = _seal_all(store, [table for one in tables for table in one.sorted_tables], keys)
        if forget:
            write_keys(keys.path, read_keys(keys.path)[:1])
    store.compact()
    return values


def _seal_all(store: Store, tables: Sequence[Table], keys: Ring) -> int:
    """Pass after pass, until one finds nothing that another key sealed."""
    values = 0
    for _ in range(MOST_PASSES):
        with store.writing() as connection:
            found = sum(_reseal(connection, table, keys) for table in tables)
        values += found
        if not found:
            return values
    raise StoreError("Others keep writing with an old key. Run this again.", code="rotation_unfinished")


def _reseal(connection: Connection, table: Table, keys: Ring) -> int:
    """Seal what another key than the newest sealed, or none did."""
    sealed = [column for column in table.columns if isinstance(column.type, SEALED)]
    if not sealed:
        return 0
    key = list(table.primary_key.columns)
    raw = [type_coerce(column, column.type.impl).label(column.name) for column in sealed]  # type: ignore[attr-defined]
    values = 0
    for column, held in zip(sealed, raw, strict=True):
        rows = connection.execute(select(*key, held).where(column.is_not(None))).all()
        stale = [row for row in rows if not (isinstance(row[-1], str) and keys.is_current(row[-1]))]
        if stale:
            same = and_(*(one == bindparam(f"key_{place}") for place, one in enumerate(key)))
            told = [
                {**{f"key_{place}": part for place, part in enumerate(row[:-1])}, "opened": _opened(column, row[-1])}
                for row in stale
            ]
            connection.execute(update(table).where(same).values({column: bindparam("opened")}), told)
        values += len(stale)
    return values


def _opened(column: object, held: object) -> object:
    return column.type.process_result_value(held, None)  # type: ignore[attr-defined]
