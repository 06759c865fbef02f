"""Killed at any moment (kill -9), an import or a feature build leaves whole rows only; the next run completes it."""

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
from seqmatch.store.tables import ml_features, transactions
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


def test_an_import_killed_at_random_moments_is_completed_by_the_next(
    seqmatch: Any, store_address: str, statement: Path, tmp_path: Path
) -> None:
    straight = str(tmp_path / "straight.sqlite")
    assert seqmatch("transactions", "import", statement, "--store", straight).code == 0
    with open_store(straight) as store:
        whole = rows_of(store, transactions)
    assert len(whole) == ROWS
    command = ("transactions", "import", statement, "--batch-size", BATCH, "--store", store_address)
    moments = random.Random(6)
    written = [0]
    for longest in (0.05, 0.15):
        kill_once_writing(started(*command), store_address, transactions, moments.uniform(0, longest))
        with open_store(store_address) as store:
            found = rows_of(store, transactions)
        assert found == whole[: len(found)] and len(found) % BATCH == 0
        written.append(len(found))
    assert written == sorted(written) and 0 < written[1] < ROWS
    assert seqmatch(*command).code == 0
    with open_store(store_address) as store:
        assert rows_of(store, transactions) == whole


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
