"""Servers of the coaching tools: one that keeps what is said, and one that only answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.settings import Settings, resource
from seqmatch.store.engine import Store


@pytest.fixture
def server(tmp_path: Path, store_address: str) -> Any:
    settings = Settings(resource("models"), store=store_address)
    built = build_server(settings, ModelHost(settings), ("coaching", "transactions"))
    yield built
    built.serving.close()


@pytest.fixture
def kept(server: SeqmatchServer) -> Store:
    """The server's own store."""
    assert server.serving.records is not None
    return server.serving.records.store()


@pytest.fixture
async def client(server: SeqmatchServer, anyio_backend: str) -> AsyncIterator[Client]:
    async with Client(server, mode="auto") as connected:
        yield connected


@pytest.fixture(scope="module")
def coaching() -> SeqmatchServer:
    """A server that only answers: one for all tests that keep nothing."""
    settings = Settings(resource("models"))
    return build_server(settings, ModelHost(settings), ("coaching",))


@pytest.fixture
async def asker(coaching: SeqmatchServer, anyio_backend: str) -> AsyncIterator[Client]:
    async with Client(coaching, mode="auto") as connected:
        yield connected
