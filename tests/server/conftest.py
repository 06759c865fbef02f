"""One set of loaded models, and clients that talk to the real server: in both protocol eras, over every transport."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from serving import environment, served_over_http

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import SeqmatchServer, build_server
from seqmatch.settings import Settings, default_settings

ERAS = ("legacy", "auto")
"""The handshake protocol of 2025-11-25 and before, and 2026-07-28."""
TRANSPORTS = ("memory", "stdio", "http")


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def url(settings: Settings) -> Iterator[str]:
    """Where one server for the whole run listens."""
    with served_over_http(SEQMATCH_MODELS=str(settings.models_dir)) as address:
        yield address


def in_memory(era: str) -> Any:
    @pytest.fixture
    async def connect(server: SeqmatchServer, anyio_backend: str) -> AsyncIterator[Client]:
        async with Client(server, mode=era) as connected:
            yield connected

    return connect


def over_stdio(era: str) -> Any:
    """One process and one connection for the whole run: starting takes a second, loading the models another."""

    @pytest.fixture(scope="session")
    async def connect(settings: Settings, anyio_backend: str) -> AsyncIterator[Client]:
        process = StdioServerParameters(
            command=sys.executable,
            args=["-m", "seqmatch.server"],
            env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        )
        async with Client(process, mode=era) as connected:
            yield connected

    return connect


def over_http(era: str) -> Any:
    @pytest.fixture(scope="session")
    async def connect(url: str, anyio_backend: str) -> AsyncIterator[Client]:
        async with Client(url, mode=era) as connected:
            yield connected

    return connect


memory_legacy, memory_auto = map(in_memory, ERAS)
stdio_legacy, stdio_auto = map(over_stdio, ERAS)
http_legacy, http_auto = map(over_http, ERAS)


@pytest.fixture(params=[f"{transport}_{era}" for transport in TRANSPORTS for era in ERAS])
def client(request: pytest.FixtureRequest) -> Client:
    """The real server in both eras, in memory and as a process over standard input and output and over HTTP."""
    connected: Client = request.getfixturevalue(request.param)
    return connected


@pytest.fixture(params=[f"memory_{era}" for era in ERAS])
def memory_client(request: pytest.FixtureRequest) -> Client:
    """The same server in memory only, for what asks it a thousand times."""
    connected: Client = request.getfixturevalue(request.param)
    return connected


@pytest.fixture
def deaf_client(settings: Settings) -> Any:
    """A server whose models must not be asked: refusals come before them."""

    class NeverAsked(ModelHost):
        def version(self, family: Any, name: str) -> Any:
            raise AssertionError("the models were asked")

    return Client(build_server(settings, NeverAsked(settings)), mode="auto")
