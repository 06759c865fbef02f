"""One set of loaded models and, for each protocol era, a client that talks to the real server in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from mcp import Client

from seqmatch.lifecycle.serve import ModelHost
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.settings import Settings, default_settings

ERAS = ("legacy", "auto")
"""The handshake protocol of 2025-11-25 and before, and 2026-07-28."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The models that travel with the package, unless $SEQMATCH_MODELS names others."""
    return default_settings()


@pytest.fixture(scope="session")
def host(settings: Settings) -> ModelHost:
    return ModelHost(settings)


@pytest.fixture
def server(settings: Settings, host: ModelHost) -> SeqmatchServer:
    return build_server(settings, host)


@pytest.fixture(params=ERAS)
async def client(request: pytest.FixtureRequest, server: SeqmatchServer, anyio_backend: str) -> AsyncIterator[Client]:
    async with Client(server, mode=request.param) as connected:
        yield connected


@pytest.fixture
def deaf_client(settings: Settings) -> Any:
    """A server whose models must not be asked: refusals come before them."""

    class NeverAsked(ModelHost):
        def onboarding(self) -> Any:
            raise AssertionError("the models were asked")

    return Client(build_server(settings, NeverAsked(settings)), mode="auto")
