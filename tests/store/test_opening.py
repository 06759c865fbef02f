"""Opening a store: made where there is none, brought to this release once, refused in words."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from statements import rows_of, statement

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.settings import PACKAGE, store_address
from seqmatch.store.engine import SCHEMA, Store, open_store
from seqmatch.store.schema import configuration
from seqmatch.store.tables import metadata, transactions
from seqmatch.store.transactions.imports import run_import, undo_import

OPEN = "import sys; from seqmatch.store.engine import open_store; open_store(sys.argv[1]).close()"


def test_migrations_make_exactly_the_tables_that_the_code_tells(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_this_release_reads_what_the_newest_migration_writes() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == SCHEMA


def test_processes_that_open_a_new_store_at_once_all_succeed(store_address: str) -> None:
    opening = [
        subprocess.Popen([sys.executable, "-c", OPEN, store_address], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in opening] == [("", 0)] * 3


def test_a_migration_that_fails_leaves_nothing_behind(store_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_at_the_end(connection: object, config: object, **_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail_at_the_end)
    with pytest.raises(RuntimeError, match="power cut"):
        open_store(store_address)
    monkeypatch.undo()
    with open_store(store_address) as store, store.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_store_that_a_newer_release_wrote_is_refused(store: Store, store_address: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="Upgrade seqmatch") as refused:
        open_store(store_address)
    assert refused.value.code == "store_newer"


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.sqlite"
    open_store(str(path)).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    path.write_text("date,description,amount\n" * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_store(str(path))
    assert path.read_text().startswith("date,")


def test_a_server_out_of_reach_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be reached") as refused:
        open_store(f"postgresql://ann:hunter2@/money?host={tmp_path}")
    assert "hunter2" not in str(refused.value) and "hunter2" not in repr(refused.value.__cause__)


@pytest.mark.parametrize("address", ["mysql://host/db", "http://example.org", "://", "sqlite://"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        open_store(address)
    assert (refused.value.code, refused.value.path) == ("store_address", "--store")


def test_the_address_is_the_named_one_else_the_environments_else_the_users_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SEQMATCH_STORE", raising=False)
    assert Path(store_address()).name == "store.sqlite"
    monkeypatch.setenv("SEQMATCH_STORE", "postgresql://host/money")
    assert store_address() == "postgresql://host/money"
    assert store_address("here.sqlite") == "here.sqlite"


def test_the_migrations_travel_with_the_package() -> None:
    versions = PACKAGE / "store" / "migrations" / "versions"
    assert [path.name for path in sorted(versions.glob("v*.py"))] == [
        "v0001_tables.py",
        "v0002_imports.py",
        "v0003_balances.py",
        "v0004_records.py",
    ]
    assert os.access(PACKAGE / "store" / "migrations" / "env.py", os.R_OK)


def test_a_store_of_the_first_release_opens_with_its_rows_and_takes_imports(store_address: str) -> None:
    from alembic import command
    from sqlalchemy import create_engine

    url = store_address.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url if "://" in url else f"sqlite:///{url}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        connection.execute(
            text(
                "INSERT INTO transactions (transaction_id, date, description, amount_cents, precedence) "
                "VALUES ('old', '2026-03-02', 'RENT', -80000, 1)"
            )
        )
    engine.dispose()
    told = {"transaction_id": "new", "description": "RENT", "date": dt.date(2026, 3, 2), "amount_cents": -80000}
    blank = dict.fromkeys(("user", "account", "time", "merchant", "mcc"))
    rows = statement({**blank, **told, "currency": "EUR"})
    with open_store(store_address) as store:
        done = run_import(store, rows, pl.Series([False]), "csv")
        (row,) = rows_of(store, transactions)
        assert (done.plan.counts["added"], row["transaction_id"], row["currency"]) == (0, "old", "EUR")
        undo_import(store, done.import_id)
        (row,) = rows_of(store, transactions)
        assert (row["transaction_id"], row["currency"]) == ("old", None), "what an older release stored stays"


def test_a_store_of_a_revision_nobody_knows_is_refused_in_words(store: Store, store_address: str) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    store.close()
    with pytest.raises(StoreError, match="revision that this seqmatch does not know"):
        open_store(store_address)
