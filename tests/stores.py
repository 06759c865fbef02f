"""One store, empty, for each kind of database: every test that asks for ``store`` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import postgres_server
import pytest
from sqlalchemy import create_engine, text

from seqmatch.store.engine import Store, open_store

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def new_postgres_schema() -> Iterator[Callable[[], str]]:
    """Makes an empty schema, much cheaper than a database, on a server of the suite's own and says its address."""
    if missing := postgres_server.what_is_missing():
        if os.environ.get("SEQMATCH_NO_SKIP") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with postgres_server.running() as server:
        engine = create_engine(server.address("public").replace("postgresql:", "postgresql+psycopg:"))

        def new() -> str:
            name = f"test_{next(_numbers)}"
            with engine.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {name}"))
            return server.address(name)

        yield new
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that nobody has opened yet."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    new: Callable[[], str] = request.getfixturevalue("new_postgres_schema")
    return new()


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(store_address) as opened:
        yield opened
