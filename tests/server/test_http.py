"""Over HTTP: the same answers, for those who may ask."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator

import httpx2
import pytest

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.http.application import PATH, HttpOptions, build_app
from seqmatch.server.http.names import allowed_names, shown_address
from seqmatch.settings import Settings

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
    request: pytest.FixtureRequest, settings: Settings, host: ModelHost, anyio_backend: str
) -> AsyncIterator[httpx2.AsyncClient]:
    app, server = build_app(HttpOptions(settings, host=request.param, more_names=("Proxy.example",)), host)
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost:8000") as client,
    ):
        yield client


@anyio_test
@pytest.mark.parametrize(
    "named", ["localhost:8000", "127.0.0.1:8000", "proxy.example", "PROXY.Example:443", "LocalHost"]
)
async def test_those_who_use_its_name_are_served(web: httpx2.AsyncClient, named: str) -> None:
    answered = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Host": named})
    assert answered.status_code == 200


@anyio_test
async def test_another_host_name_is_refused_on_any_address(web: httpx2.AsyncClient) -> None:
    refused = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Host": "evil.example:8000"})
    assert refused.status_code == 421
    assert "--allow-host" in refused.text


@anyio_test
@pytest.mark.parametrize("name", ["Authorization", "Content-Type", "Mcp-Session-Id", "MCP-Protocol-Version"])
async def test_what_decides_a_request_and_is_said_twice_is_refused(web: httpx2.AsyncClient, name: str) -> None:
    others = [(sent, value) for sent, value in ACCEPT.items() if sent.lower() != name.lower()]
    headers = [*others, (name, "application/json"), (name, "application/json")]
    refused = await web.post(PATH, content=json.dumps(HELLO), headers=headers)
    assert refused.status_code == 400
    assert f"{name.lower()} is given twice" in refused.text


@anyio_test
async def test_a_page_from_elsewhere_is_refused_on_any_address(web: httpx2.AsyncClient) -> None:
    refused = await web.post(PATH, json=HELLO, headers={**ACCEPT, "Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert "--allow-origin" in refused.text


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
    assert socket.gethostname().lower() in names
    assert "0.0.0.0" not in names


def test_addresses_with_colons_stand_in_brackets() -> None:
    assert [shown_address(host) for host in ("::1", "[::1]", "10.0.0.7")] == ["[::1]", "[::1]", "10.0.0.7"]
