"""Opens a store: an SQLite file or a PostgreSQL database, upgraded to this release's schema."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, inspect, make_url, select, table, text
from sqlalchemy import column as named
from sqlalchemy.exc import ArgumentError as BadAddress
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from seqmatch.errors import ArgumentError, SeqmatchError, StoreError

SCHEMA = "0004"
"""The revision this release reads and writes: the newest in ``migrations/versions``."""
BUSY_SECONDS = 60.0
"""How long to wait for another process that writes to the same SQLite file."""
CACHE_KIB = 65_536
"""Of SQLite's pages in memory; with the 2 MiB it takes by itself, a million rows in no order cost twice the time."""
PRIVATE = 0o600
_MIGRATION_LOCK = 7_305_002_026
_WRITES = "seqmatch_writes"
_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in names of a module: two threads that upgrade two stores would mix them up."""


class Store:
    """An open database.

    Parameters
    ----------
    engine : whose database has the schema of this release; :func:`open_store` sees to it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def __repr__(self) -> str:
        return f"Store({self.engine.url.render_as_string(hide_password=True)})"

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.engine.dispose()

    def ensure(self, tables: MetaData) -> None:
        """Make those of ``tables`` that are missing; the others stay as they are. For tables of a family's own.

        Raises
        ------
        StoreError : the database cannot be reached or refuses.
        """
        with self.reading() as connection:
            missing = set(tables.tables) - set(inspect(connection).get_table_names())
        if missing:
            with self.writing() as connection:
                _wait_for_others(connection)
                tables.create_all(connection)

    def compact(self) -> None:
        """Leave no trace of removed rows in an SQLite file; PostgreSQL does so by itself, in its own time.

        Raises
        ------
        StoreError : the database cannot be reached or refuses.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with _told(self.engine), closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM").close()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside one transaction that sees one state of the database.

        Raises
        ------
        StoreError : the database cannot be reached or refuses.
        """
        with _told(self.engine), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A connection outside of any transaction: what holds a lock for minutes holds no state of the database.

        Raises
        ------
        StoreError : as :meth:`reading`.
        """
        with _told(self.engine), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside one transaction: all of it is kept at the end, or, on any error, nothing.

        Raises
        ------
        StoreError : as :meth:`reading`.
        """
        with _told(self.engine), _writing(self.engine) as connection:
            yield connection


def open_store(address: str, revision: str = SCHEMA) -> Store:
    """Open the store at ``address`` and bring its tables to this release; an SQLite file is made where there is none.

    Parameters
    ----------
    address : ``postgresql://…``, ``sqlite:///…``, or the path of an SQLite file.
    revision : an older one only to bring back a copy that an older release made.

    Raises
    ------
    ArgumentError : the address is of no kind that is known.
    StoreError : the database cannot be reached, is none, or was written by a newer release.
    """
    url = _url(address)
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    try:
        with _told(engine):
            _migrate(engine, revision)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


@contextmanager
def open_to_look(address: str) -> Iterator[Store]:
    """The store at ``address``, for nothing but reading: where there is no SQLite file none is made, and it is empty.

    Raises
    ------
    ArgumentError, StoreError : as :func:`open_store`.
    """
    url = _url(address)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder, "empty.sqlite"))) as store:
            yield store
    else:
        with open_store(address) as store:
            yield store


def _url(address: str) -> URL:
    try:
        url = make_url(address) if "://" in address else URL.create("sqlite", database=address)
        backend = url.get_backend_name()
    except (BadAddress, ValueError):
        backend = ""
    if backend == "sqlite":
        return url.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise ArgumentError(
        "Not a valid store address.",
        code="store_address",
        path="--store",
        example="postgresql://user@host/database, or the path of an SQLite file",
    )


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ArgumentError("A store in memory is gone at once. Name a file.", code="store_address", path="--store")
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        # Never of a file that is there: closing it here would end the locks that this process holds on it elsewhere,
        # and another process that closes its store would then take the log away from under it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """Readers do not wait for writers (WAL), and the rows of a deleted transaction go with it."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            break
        except sqlite3.OperationalError as error:  # two processes that make the same file: this one does not wait
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = NORMAL").close()
    connection.execute("PRAGMA foreign_keys = ON").close()
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock first: one that read before would be refused when another wrote in between."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(
            "PostgreSQL needs a driver that is not installed: pip install 'seqmatch[postgres]'.",
            code="store_driver_missing",
        ) from None


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """What the database refuses, said without the statement and its values."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_reason(error), path=_place(engine)) from None
    except SQLAlchemyError as error:
        if isinstance(own := getattr(error, "orig", None), SeqmatchError):
            raise own from None  # a value could not be sealed
        raise StoreError(f"The store failed ({type(error).__name__}).", path=_place(engine)) from None


def _reason(error: DBAPIError) -> str:
    said = str(error.orig)
    if "not a database" in said:
        return "This file is no SQLite database. Name another file with --store."
    if "locked" in said or "busy" in said:
        return "Another process has been writing for a minute. Try again when it has ended."
    if "readonly" in said or "read-only" in said:
        return "The store cannot be written. Check its permissions."
    if "full" in said:
        return "There is no space left for the store. Make room and run this again: nothing is half written."
    if "malformed" in said:
        return "The file is damaged. Restore it from a copy."
    if "too many open files" in said.lower():
        return "This process has too many files open. Close others, or raise the limit (ulimit -n)."
    kind = type(error.orig).__name__
    if isinstance(error.orig, sqlite3.Error):
        return f"SQLite refused ({kind}). Check that the file is a store and that its folder can be written."
    if error.connection_invalidated or kind in ("OperationalError", "ConnectionTimeout"):
        return f"The store cannot be reached or gave up ({kind}). Check the address, the server and the password."
    return f"The store refused ({kind})."


def _place(engine: Engine) -> str:
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return URL.create("postgresql", host=url.host, port=url.port, database=url.database).render_as_string()


def _migrate(engine: Engine, revision: str) -> None:
    """Bring the schema to ``revision``: one process does it, another that opens the same store waits for it."""
    with engine.connect() as connection:
        if _revision(connection) == revision:
            return
    with _writing(engine) as connection:  # on SQLite this holds the lock
        _wait_for_others(connection)
        found = _revision(connection)
        if found == revision:
            return
        if found is not None and found > revision:
            raise StoreError(
                "A newer seqmatch wrote this store. Upgrade seqmatch, or name another store.",
                code="store_newer",
                path=_place(engine),
            )
        from alembic import command
        from alembic.util import CommandError

        from seqmatch.store.schema import configuration

        try:
            with _ONE_AT_A_TIME:
                command.upgrade(configuration(connection), revision)
        except CommandError:
            raise StoreError(
                "This store is of a revision that this seqmatch does not know. Use the release that wrote it, or name "
                "another store.",
                code="store_unknown_revision",
                path=_place(engine),
            ) from None


def _wait_for_others(connection: Connection) -> None:
    """One process at a time makes tables; SQLite has one writer by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(select(named("version_num")).select_from(table("alembic_version")))
    return found
