"""The restore drill: store and models destroyed and brought back answer as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from statements import statement_of

from seqmatch.families.register import with_tables
from seqmatch.lifecycle.backup import back_up, restore
from seqmatch.settings import resource
from seqmatch.store.engine import SCHEMA, open_store

ROWS = 200


@pytest.fixture
def operated(seqmatch: Any, tmp_path: Path, store_address: str) -> Any:
    """A store with transactions, models of two families, and what they answer."""
    statement = tmp_path / "statement.csv"
    statement_of(ROWS).with_columns(amount=-1.25).drop("amount_cents").write_csv(statement)
    assert seqmatch("transactions", "import", statement, "--store", store_address).code == 0
    models = tmp_path / "models"
    for family in ("onboarding", "transactions"):
        shutil.copytree(resource("models") / family, models / family)

    def answers() -> tuple[str, ...]:
        profile = tmp_path / "person.json"
        profile.write_text(json.dumps({"user_type": "INDIVIDUAL", "age_group": "25-35"}))
        asked = (
            seqmatch("transactions", "list", "--store", store_address),
            seqmatch("match", "--profile", profile, "--models", models, "--json"),
            seqmatch("models", "list", "--family", "transactions", "--models", models, "--json"),
        )
        assert [one.code for one in asked] == [0, 0, 0], asked
        return tuple(one.out for one in asked)

    return answers, models


def destroy(address: str, models: Path) -> None:
    shutil.rmtree(models)
    if "://" not in address:
        for file in Path(address).parent.glob(f"{Path(address).name}*"):
            file.unlink()
        return
    with open_store(address) as store, store.writing() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))


def test_destroyed_and_restored_all_answers_are_the_same(
    seqmatch: Any, operated: Any, store_address: str, tmp_path: Path
) -> None:
    answers, models = operated
    before = answers()
    where = ("--store", store_address, "--models", models)
    made = seqmatch("backup", "--out", tmp_path / "backup", *where)
    assert made.code == 0 and "onboarding" in made.out, made.err
    destroy(store_address, models)
    back = seqmatch("restore", tmp_path / "backup", *where)
    assert back.code == 0, back.err
    assert answers() == before
    statement = tmp_path / "more.csv"
    statement_of(ROWS + 5).with_columns(amount=-1.25).drop("amount_cents").write_csv(statement)
    more = seqmatch("transactions", "import", statement, "--store", store_address, "--json")
    assert more.code == 0, more.err  # what is numbered goes on from the last number


def test_nothing_that_is_there_is_replaced(seqmatch: Any, operated: Any, store_address: str, tmp_path: Path) -> None:
    answers, models = operated
    before = answers()
    where = ("--store", store_address, "--models", models)
    assert seqmatch("backup", "--out", tmp_path / "backup", *where).code == 0
    for options in (("--no-store",), ("--no-models",)):
        refused = seqmatch("restore", tmp_path / "backup", *where, *options)
        assert refused.code == 2 and "already" in refused.err
    again = seqmatch("backup", "--out", tmp_path / "backup", *where)
    assert again.code == 2 and "already" in again.err
    assert answers() == before


def test_a_backup_of_which_a_byte_is_wrong_is_refused_before_anything_is_written(
    seqmatch: Any, operated: Any, store_address: str, tmp_path: Path
) -> None:
    _, models = operated
    where = ("--store", store_address, "--models", models)
    assert seqmatch("backup", "--out", tmp_path / "backup", *where).code == 0
    destroy(store_address, models)
    file = next((tmp_path / "backup" / "store").iterdir())
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    refused = seqmatch("restore", tmp_path / "backup", *where)
    assert refused.code == 2 and "not what was backed up" in refused.err and not models.exists()


def test_a_store_of_the_first_schema_comes_back_upgraded(tmp_path: Path, store_address: str) -> None:
    with open_store(store_address, "0001") as store:
        with store.writing() as connection:
            connection.execute(
                text("INSERT INTO audit_log (created_at, event, facts) VALUES ('2026-03-01 10:00', 'import', '{}')")
            )
        assert back_up(store, (), tmp_path / "backup")["store"]["revision"] == "0001"
    (tmp_path / "models").mkdir()
    destroy(store_address, tmp_path / "models")
    restore(tmp_path / "backup", store_address, None, with_tables)
    with open_store(store_address) as store, store.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == SCHEMA
        assert connection.scalar(text("SELECT count(*) FROM audit_log WHERE event = 'import'")) == 1
