"""One run at a time of a job on a store. The system or the database holds the lock, so it ends with the process."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from seqmatch.errors import StoreError
from seqmatch.store.engine import Store


@contextmanager
def sole_run(store: Store, job: str) -> Iterator[None]:
    """Hold ``job`` alone: beside an SQLite file by a locked file, in PostgreSQL by a lock of the database.

    Nobody who reads or writes the store waits for it.

    Raises
    ------
    StoreError : another run of this job is under way; code ``already_running``.
    """
    with _in_file(store, job) if store.engine.dialect.name == "sqlite" else _in_database(store, job):
        yield


@contextmanager
def _in_file(store: Store, job: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(f"{store.engine.url.database}.{job}.lock", timeout=0, mode=0o600):
            yield
    except Timeout:
        raise _under_way(job) from None


@contextmanager
def _in_database(store: Store, job: str) -> Iterator[None]:
    key = zlib.crc32(f"seqmatch {job}".encode())
    with store.outside() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            raise _under_way(job)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


def _under_way(job: str) -> StoreError:
    return StoreError(f"Another {job} run is under way on this store. It does the work.", code="already_running")
