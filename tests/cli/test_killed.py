"""Killed at any moment (kill -9), an import or an undo happened or did not, and features built are whole rows."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from statements import rows_of, statement_of

from seqmatch.store.engine import open_store
from seqmatch.store.tables import import_rows, imports, ml_features, transactions
from seqmatch.store.transactions.imports import list_imports
from seqmatch.store.transactions.transactions import add_transactions

SEQMATCH = "from seqmatch.cli.main import main; main()"
ROWS = 3_000
BATCH = 10


def started(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SEQMATCH, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_once_writing(running: subprocess.Popen[bytes], address: str, table: Table, wait: float) -> None:
    """Kill the process ``wait`` seconds after its first rows can be read."""
    with open_store(address) as store:

        def count() -> int:
            with store.reading() as connection:
                return connection.scalar(select(func.count()).select_from(table)) or 0

        before = count()
        while count() == before and running.poll() is None:
            time.sleep(0.002)
        time.sleep(wait)
        running.kill()
        running.wait()


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "statement.csv"
    statement_of(ROWS).with_columns(amount=-1.25).drop("amount_cents").write_csv(path)
    return path


def kill_in(running: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill the process after so long; whether it was still running."""
    time.sleep(seconds)
    alive = running.poll() is None
    running.kill()
    running.wait()
    return alive


def test_an_import_and_an_undo_killed_at_random_moments_happened_or_did_not(
    seqmatch: Any, store_address: str, statement: Path
) -> None:
    command = ("transactions", "import", statement, "--batch-size", BATCH, "--store", store_address)
    with open_store(store_address):
        began = time.monotonic()
        assert seqmatch(*command, "--json").code == 0
        takes = time.monotonic() - began

    def state() -> tuple[int, int, int]:
        with open_store(store_address) as store:
            return tuple(len(rows_of(store, table)) for table in (transactions, imports, import_rows))  # type: ignore

    def last() -> str:
        with open_store(store_address) as store:
            return list_imports(store)[0]["import_id"]

    whole, none = (ROWS, 1, ROWS), (0, 0, 0)
    moments = random.Random(6)
    killed = 0
    for _ in range(2):
        undo = ("transactions", "undo", last(), "--store", store_address)
        killed += kill_in(started(*undo), moments.uniform(0.2, 1.5) * takes + 0.5)
        assert state() in (whole, none)
        if state() == whole:
            assert seqmatch("transactions", "undo", last(), "--store", store_address).code == 0
        killed += kill_in(started(*command), moments.uniform(0.2, 1.5) * takes + 0.5)
        assert state() in (whole, none)
        if state() == none:
            assert seqmatch(*command).code == 0
        assert state() == whole
    assert killed > 0


def test_a_feature_build_killed_at_random_moments_is_completed_by_the_next(
    seqmatch: Any, store_address: str, tmp_path: Path
) -> None:
    straight = str(tmp_path / "straight.sqlite")
    for address in (straight, store_address):
        with open_store(address) as store:
            add_transactions(store, statement_of(ROWS))
    assert seqmatch("features", "build", "--all", "--store", straight).code == 0
    with open_store(straight) as store:
        whole = {row["transaction_id"]: row for row in rows_of(store, ml_features)}
    assert len(whole) == ROWS
    command = ("features", "build", "--all", "--batch-size", BATCH, "--store", store_address)
    kill_once_writing(started(*command), store_address, ml_features, random.Random(7).uniform(0, 0.2))
    with open_store(store_address) as store:
        found = rows_of(store, ml_features)
        assert 0 < len(found) < ROWS and len(found) % BATCH == 0
        assert all(row == whole[row["transaction_id"]] for row in found)
        assert seqmatch(*command).code == 0
        assert {row["transaction_id"]: row for row in rows_of(store, ml_features)} == whole
