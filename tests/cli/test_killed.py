"""Killed at any moment (kill -9), an import leaves whole rows only, and the next run completes it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from statements import rows_of, statement_of

from seqmatch.store.engine import open_store
from seqmatch.store.tables import transactions
from seqmatch.store.transactions import add_transactions

SEQMATCH = "from seqmatch.cli.main import main; main()"
ROWS = 3_000
BATCH = 10


def started(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SEQMATCH, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_once_writing(running: subprocess.Popen[bytes], address: str, table: object, wait: float) -> int:
    """Kill the process ``wait`` seconds after its first rows can be read; how many there are then."""
    with open_store(address) as store:

        def count() -> int:
            with store.reading() as connection:
                return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]

        before = count()
        while count() == before and running.poll() is None:
            time.sleep(0.002)
        time.sleep(wait)
        running.kill()
        running.wait()
        return count()


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "statement.csv"
    statement_of(ROWS).with_columns(amount=-1.25).drop("amount_cents").write_csv(path)
    return path


def test_an_import_killed_at_random_moments_is_completed_by_the_next(
    store_address: str, statement: Path, tmp_path: Path
) -> None:
    command = ("transactions", "import", statement, "--batch-size", BATCH, "--store")
    assert started(*command, tmp_path / "straight.sqlite").wait() == 0
    with open_store(str(tmp_path / "straight.sqlite")) as store:
        whole = rows_of(store, transactions)
    assert len(whole) == ROWS
    moments = random.Random(6)
    written = [0]
    for longest in (0.05, 0.15):
        running = started(*command, store_address)
        written.append(kill_once_writing(running, store_address, transactions, moments.uniform(0, longest)))
        with open_store(store_address) as store:
            found = rows_of(store, transactions)
        assert found == whole[: len(found)] and len(found) % BATCH == 0
    assert written == sorted(written) and 0 < written[1] < ROWS
    assert started(*command, store_address).wait() == 0
    with open_store(store_address) as store:
        assert rows_of(store, transactions) == whole
        assert add_transactions(store, statement_of(0)).unchanged == 0
