"""Over HTTP: the same answers, for those who may ask."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import httpx2
import pytest

from seqmatch.server.app import SeqmatchServer
from seqmatch.server.http.application import PATH, allowed_names, shown_address, transport_security

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream"}

anyio_test = pytest.mark.anyio


@pytest.fixture(params=["127.0.0.1", "0.0.0.0"])
async def web(
    request: pytest.FixtureRequest, server: SeqmatchServer, anyio_backend: str
) -> AsyncIterator[httpx2.AsyncClient]:
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        host=request.param,
        transport_security=transport_security(request.param, ["proxy.example"]),
    )
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost:8000") as client,
    ):
        yield client


@anyio_test
@pytest.mark.parametrize("named", ["localhost:8000", "127.0.0.1:8000", "proxy.example"])
async def test_those_who_use_its_name_are_served(web: httpx2.AsyncClient, named: str) -> None:
    answered = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Host": named})
    assert answered.status_code == 200


@anyio_test
async def test_another_host_name_is_refused_on_any_address(web: httpx2.AsyncClient) -> None:
    refused = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Host": "evil.example:8000"})
    assert refused.status_code == 421


@anyio_test
async def test_a_page_from_elsewhere_is_refused_on_any_address(web: httpx2.AsyncClient) -> None:
    refused = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Origin": "https://evil.example"})
    assert refused.status_code == 403


def test_listening_on_one_address_allows_that_address_and_loopback() -> None:
    assert allowed_names("10.0.0.7", ["proxy.example"]) == [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.7",
        "proxy.example",
    ]


def test_listening_everywhere_allows_this_machines_name_and_no_wildcard() -> None:
    names = allowed_names("0.0.0.0")
    assert socket.gethostname() in names
    assert "0.0.0.0" not in names


def test_addresses_with_colons_stand_in_brackets() -> None:
    assert [shown_address(host) for host in ("::1", "[::1]", "10.0.0.7")] == ["[::1]", "[::1]", "10.0.0.7"]
