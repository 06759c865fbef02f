"""Imports transactions, each import in one database transaction; imports are named and can be undone."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, delete, exists, func, select, text, update

from seqmatch.errors import ArgumentError, DataError
from seqmatch.store.bulk import copy_rows, copy_upsert, takes_copies
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.events import now
from seqmatch.store.tables import balances as balances_table
from seqmatch.store.tables import import_rows, imports, ml_features, transaction_labels, transactions
from seqmatch.store.transactions.balances import keep_balances
from seqmatch.store.transactions.import_plan import ImportPlan, plan_import, slices
from seqmatch.store.upsert import upsert

BATCH = 5_000
"""Rows that are written by one statement, when nothing else is said."""
_LOCK = 7_305_002_027
_rows = import_rows.c


@dataclass(frozen=True, slots=True)
class FinishedImport:
    """An import that was done: its name, the plan it followed, and how many balances came with it."""

    import_id: str
    plan: ImportPlan
    balances: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import came to.

    Attributes
    ----------
    removed, restored : transactions that only this import told; that are again as they were before it.
    kept : transactions that another import tells too.
    """

    removed: int
    restored: int
    kept: int


def look(
    store: Store, frame: pl.DataFrame, own: pl.Series, kind: str, *, file: str = "", replace: bool = False
) -> ImportPlan:
    """What :func:`run_import` would do; nothing is written.

    Raises
    ------
    DataError : as :func:`run_import`.
    """
    with store.reading() as connection:
        return plan_import(connection, frame, own, kind, replace=replace, file=file)


def run_import(
    store: Store,
    frame: pl.DataFrame,
    own: pl.Series,
    kind: str,
    *,
    file: str = "",
    fingerprint: str = "",
    balances: pl.DataFrame | None = None,
    replace: bool = False,
    batch_size: int = BATCH,
    step: Callable[[str], None] = lambda what: None,
) -> FinishedImport:
    """Import ``frame``: all of it or, whatever happens, nothing. Two imports at once follow each other.

    Parameters
    ----------
    frame, own, kind, replace : as :func:`seqmatch.store.transactions.import_plan.plan_import`.
    file, fingerprint : what was imported, for the list of imports and messages.
    balances : what accounts held, the columns of BALANCE_COLUMNS; each goes to the account that its row has there.
    step : called before each batch.

    Raises
    ------
    DataError : most rows are stored already with the opposite sign.
    StoreError : the database cannot be reached or refuses.
    """
    name = secrets.token_hex(4)
    with store.writing() as connection:
        _one_at_a_time(connection)
        plan = plan_import(connection, frame, own, kind, replace=replace, file=file)
        connection.execute(
            imports.insert(),
            {"import_id": name, "created_at": now(), "file": file[-200:], "fingerprint": fingerprint, **plan.counts},
        )
        for rows in plan.write.rename({"user": "user_id"}).iter_slices(batch_size):
            step("writing")
            _write(connection, rows)
        for some in slices(list(plan.before)):  # features that tell of what is no longer so are worse than none
            connection.execute(delete(ml_features).where(ml_features.c.transaction_id.in_(some)))
        once = plan.rows.unique("transaction_id", keep="first", maintain_order=True).sort("transaction_id")
        for rows in once.iter_slices(batch_size):
            _link(
                connection, [(name, one, what == "added") for one, what in rows["transaction_id", "what"].iter_rows()]
            )
        for one, before in plan.before.items():
            connection.execute(
                update(import_rows).where(_rows.import_id == name, _rows.transaction_id == one).values(before=before)
            )
        told = 0 if balances is None else keep_balances(connection, name, balances, plan.rows["transaction_id"])
    return FinishedImport(name, plan, told)


def list_imports(store: Store) -> list[dict[str, Any]]:
    """Every import that was not undone, the newest first: import_id, created_at, file, added, updated, unchanged."""
    query = select(imports).order_by(imports.c.created_at.desc(), imports.c.import_id)
    with store.reading() as connection:
        return [
            {**row, "created_at": row["created_at"].isoformat(timespec="seconds")}
            for row in map(dict, connection.execute(query).mappings())
        ]


def undo_import(store: Store, import_id: str, *, with_labels: bool = False) -> Undone:
    """Take an import back, all of it or nothing: what it alone told goes, what it changed is as it was before.

    The balances that it told go with it; those of other imports, and of a person, stay.

    Parameters
    ----------
    with_labels : remove transactions that a person labelled, too.

    Raises
    ------
    ArgumentError : there is no such import.
    DataError : a person labelled transactions that would go, and ``with_labels`` was not said; nothing is undone.
    StoreError : the database cannot be reached or refuses.
    """
    with store.writing() as connection:
        _one_at_a_time(connection)
        _refuse_missing(connection, import_id)
        mine = select(_rows.transaction_id).where(_rows.import_id == import_id)
        other = import_rows.alias()
        told_elsewhere = exists().where(other.c.transaction_id == _rows.transaction_id, other.c.import_id != import_id)
        alone = mine.where(_rows.added, ~told_elsewhere)
        _refuse_labelled(connection, alone, with_labels)
        kept = connection.scalar(
            select(func.count()).select_from(import_rows).where(_rows.import_id == import_id, told_elsewhere)
        )
        connection.execute(
            update(import_rows)
            .where(_rows.import_id != import_id, _rows.transaction_id.in_(mine.where(_rows.added)))
            .values(added=True)
        )
        going = set(connection.scalars(alone))
        restored = _restore(connection, import_id, going)
        for some in slices(sorted(going)):
            connection.execute(delete(transactions).where(transactions.c.transaction_id.in_(some)))
        connection.execute(delete(import_rows).where(_rows.import_id == import_id))
        connection.execute(delete(balances_table).where(balances_table.c.import_id == import_id))
        connection.execute(delete(imports).where(imports.c.import_id == import_id))
    return Undone(len(going), restored, int(kept or 0))


def _write(connection: Connection, rows: pl.DataFrame) -> None:
    if takes_copies(connection):
        copy_upsert(connection, transactions, rows.columns, rows.iter_rows())
    else:
        upsert(connection, transactions, rows.to_dicts())


def _link(connection: Connection, rows: list[tuple[str, str, bool]]) -> None:
    """Say which rows an import told; as many as its file has, so past the cost of a statement for each."""
    columns = ("import_id", "transaction_id", "added")
    if takes_copies(connection):
        copy_rows(connection, import_rows.name, columns, rows)
    else:
        connection.exec_driver_sql(f"INSERT INTO import_rows ({', '.join(columns)}) VALUES (?, ?, ?)", rows)


def _one_at_a_time(connection: Connection) -> None:
    """SQLite has one writer by itself; PostgreSQL has to be told."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _refuse_missing(connection: Connection, import_id: str) -> None:
    if connection.scalar(select(imports.c.import_id).where(imports.c.import_id == import_id)) is None:
        raise ArgumentError(
            "There is no such import. The command seqmatch transactions imports lists them.",
            code="unknown_import",
            path="IMPORT",
        )


def _refuse_labelled(connection: Connection, alone: Any, with_labels: bool) -> None:
    labels = transaction_labels.c
    count = connection.scalar(
        select(func.count())
        .select_from(transaction_labels)
        .where(labels.source == "human", labels.transaction_id.in_(alone))
    )
    if count and not with_labels:
        raise DataError(
            f"A person labelled {count:,} of the transactions that would go. Say --with-labels to remove them with "
            "their "
            "labels.",
            code="labelled",
            path="IMPORT",
        )


def _restore(connection: Connection, import_id: str, going: set[str]) -> int:
    """Bring back rows as they were, unless a later import changed them again: then that one remembers them."""
    created = select(imports.c.created_at).where(imports.c.import_id == import_id).scalar_subquery()
    changed = connection.execute(
        select(_rows.transaction_id, _rows.before).where(_rows.import_id == import_id, _rows.before.is_not(None))
    ).all()
    restored = 0
    for one, before in changed:
        if one in going:
            continue
        later = connection.scalar(
            select(_rows.import_id)
            .join_from(import_rows, imports)
            .where(
                _rows.transaction_id == one,
                _rows.import_id != import_id,
                _rows.before.is_not(None),
                imports.c.created_at >= created,
            )
            .order_by(imports.c.created_at)
            .limit(1)
        )
        if later is not None:
            connection.execute(
                update(import_rows).where(_rows.transaction_id == one, _rows.import_id == later).values(before=before)
            )
            continue
        connection.execute(update(transactions).where(transactions.c.transaction_id == one).values(**_row(before)))
        connection.execute(delete(ml_features).where(ml_features.c.transaction_id == one))
        restored += 1
    return restored


def _row(before: dict[str, Any]) -> dict[str, Any]:
    said = {
        ("user_id" if name == "user" else name): value for name, value in before.items() if name != "transaction_id"
    }
    said["date"] = dt.date.fromisoformat(said["date"])
    said["time"] = dt.time.fromisoformat(said["time"]) if said["time"] else None
    return said
