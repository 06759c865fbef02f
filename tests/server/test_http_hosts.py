"""Hosts as they are, over HTTP: what they send and read, with one worker and with two."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from serving import served_over_http

from seqmatch.settings import Settings

anyio_test = pytest.mark.anyio
BOTH = "application/json, text/event-stream"
INSPECTOR = "http://localhost:6274"
PROFILE = {
    "user_type": "BUSINESS",
    "product_goal": "PROFIT_FIRST",
    "occupation": "ARCHITECT_OR_ENGINEER",
    "age_group": "36-44",
}
ABOUT = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@pytest.fixture(scope="module", params=[1, 2], ids="{} worker(s)".format)
def address(request: pytest.FixtureRequest, settings: Settings, url: str) -> Iterator[str]:
    """Where a server listens that has imported its libraries."""
    if request.param == 1:
        yield url
        return
    with served_over_http("--workers", "2", SEQMATCH_MODELS=str(settings.models_dir)) as address:
        httpx2.get(address.replace("/mcp", "/healthz"), timeout=60)
        yield address


@pytest.fixture
def sessions(address: str, url: str) -> bool:
    """Whether the server keeps sessions for older hosts: with several workers it does not."""
    return address == url


def call(tool: str = "match_user", arguments: object = None, request_id: object = 1) -> dict[str, Any]:
    arguments = {"profile": PROFILE} if arguments is None else arguments
    return {
        "jsonrpc": "2.0",
        "id": request_id,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    }


HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}


def result_in(response: httpx2.Response) -> dict[str, Any]:
    """The JSON-RPC answer in a JSON body or at the end of an event stream."""
    if response.headers["content-type"].startswith("application/json"):
        return dict(response.json())
    told = [
        json.loads(line[5:]) for line in response.text.splitlines() if line.startswith("data:") and line[5:].strip()
    ]
    return dict(told[-1])


async def greet(client: httpx2.AsyncClient, address: str, **headers: str) -> dict[str, str]:
    """The headers of an older host's further requests."""
    sent = {"Accept": BOTH, **headers}
    hello = await client.post(address, json=HELLO, headers=sent)
    assert hello.status_code == 200, hello.text
    session = hello.headers.get("mcp-session-id")
    return sent | ({"Mcp-Session-Id": session} if session else {})


def modern(message: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The message and the headers of the 2026-07-28 revision."""
    params = {**message["params"], "_meta": ABOUT}
    headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": message["method"], "Mcp-Name": params["name"]}
    return {**message, "params": params}, headers


@anyio_test
async def test_an_answer_on_a_kept_connection_takes_about_a_millisecond(address: str) -> None:
    health = address.replace("/mcp", "/healthz")
    times = []
    async with httpx2.AsyncClient() as client:
        for _ in range(40):
            began = time.perf_counter()
            assert (await client.get(health)).status_code == 200
            times.append(time.perf_counter() - began)
    assert sorted(times)[10] < 0.030  # 0.044 where the system waits for an acknowledgement


@anyio_test
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "*/*", BOTH, "Application/JSON;q=0.9"])
@pytest.mark.parametrize("era", ["legacy", "modern"])
async def test_a_host_gets_what_it_can_read(address: str, accept: str, era: str) -> None:
    async with httpx2.AsyncClient(timeout=60) as client:
        if era == "legacy":
            headers = await greet(client, address, Accept=accept)
            answered = await client.post(address, json=call(), headers=headers)
        else:
            message, headers = modern(call())
            answered = await client.post(address, json=message, headers={"Accept": accept, **headers})
    kind = answered.headers["content-type"].split(";")[0]
    assert answered.status_code == 200, answered.text
    assert kind in accept.lower() or "*/*" in accept
    assert result_in(answered)["result"]["isError"] is False
    assert result_in(answered)["id"] == 1


@anyio_test
@pytest.mark.parametrize(
    "kind", ["APPLICATION/JSON", "application/json; charset=utf-8", "Application/Json;charset=UTF-8"]
)
async def test_json_is_json_however_it_is_written(address: str, kind: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(HELLO).encode()
    async with httpx2.AsyncClient(timeout=60) as client:
        hello = await client.post(address, content=body, headers={"Accept": BOTH, "Content-Type": kind})
    assert hello.status_code == 200, hello.text
    assert result_in(hello)["result"]["serverInfo"]["name"] == "seqmatch"


@anyio_test
@pytest.mark.parametrize(
    ("headers", "status", "told"),
    [
        ({"Accept": "image/png"}, 406, "application/json or text/event-stream"),
        ({"Accept": BOTH, "Content-Type": "text/plain"}, 415, "Content-Type: application/json"),
        ({"Accept": BOTH, "Content-Type": ""}, 415, "Content-Type: application/json"),
    ],
)
async def test_what_cannot_be_read_is_said(address: str, headers: dict[str, str], status: int, told: str) -> None:
    async with httpx2.AsyncClient() as client:
        refused = await client.post(
            address, content=json.dumps(HELLO), headers={"Content-Type": "application/json", **headers}
        )
    assert refused.status_code == status
    assert told in refused.text


@anyio_test
async def test_arguments_that_are_sent_as_one_text_are_read(address: str) -> None:
    answers = []
    async with httpx2.AsyncClient(timeout=60) as client:
        for arguments in ({"profile": {"user_type": "BUSINESS"}}, '{"profile": {"user_type": "BUSINESS"}}'):
            params = {"name": "predict_goal", "arguments": arguments}
            sent, headers = modern({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params})
            answers.append(result_in(await client.post(address, json=sent, headers={"Accept": BOTH, **headers})))
    assert answers[0]["result"]["isError"] is False
    assert answers[0] == answers[1]


@anyio_test
@pytest.mark.parametrize(
    ("body", "code", "request_id"),
    [
        (b"{", -32700, None),
        (b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{', -32700, 7),
        (b"[" + json.dumps(call()).encode() + b"]", -32600, None),
        (b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"\\ud800"}}', -32700, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"\\udc00":1}}', -32700, 7),
        (b'{"jsonrpc":"2.0","id":"a","method":"ping","params":{"k":' + b"9" * 5_000 + b"}}", -32600, "a"),
        (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"k":"\xff"}}', -32700, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":' + b"[" * 100_000, -32700, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":[]}', -32600, 7),
        (b'{"jsonrpc":"2.0","id":[1],"method":"ping"}', -32600, None),
        (b'{"id":7,"method":"ping"}', -32600, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"match_user","arguments":7}}', -32602, 7),
        (b"null", -32600, None),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_what_is_no_message_is_refused_under_its_own_id(
    address: str, body: bytes, code: int, request_id: object
) -> None:
    async with httpx2.AsyncClient() as client:
        refused = await client.post(address, content=body, headers={"Accept": BOTH, "Content-Type": "application/json"})
    assert (refused.status_code, refused.json()["id"], refused.json()["error"]["code"]) == (400, request_id, code)


@anyio_test
async def test_two_requests_of_the_same_id_get_each_its_own_answer(address: str, sessions: bool) -> None:
    async with httpx2.AsyncClient(timeout=60) as client:
        headers = await greet(client, address)
        assert ("Mcp-Session-Id" in headers) is sessions
        many = range(1, 5)
        answers = await asyncio.gather(
            *(client.post(address, json=call(arguments={"profile": PROFILE, "k": k}), headers=headers) for k in many)
        )
    found = [result_in(answer) for answer in answers]
    assert [answer["id"] for answer in found] == [1] * len(many)
    assert [len(answer["result"]["structuredContent"]["similar_users"]) for answer in found] == list(many)


@anyio_test
async def test_a_browser_asks_in_advance_and_reads_the_answer(address: str, sessions: bool) -> None:
    async with httpx2.AsyncClient(timeout=60) as client:
        asked = {
            "Origin": INSPECTOR,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,mcp-protocol-version,mcp-session-id",
        }
        preflight = await client.options(address, headers=asked)
        hello = await client.post(address, json=HELLO, headers={"Accept": BOTH, "Origin": INSPECTOR})
        elsewhere = await client.options(address, headers={**asked, "Origin": "https://evil.example"})
    assert preflight.status_code == 204
    for response in (preflight, hello):
        assert response.headers["access-control-allow-origin"] == INSPECTOR
        assert "Mcp-Session-Id" in response.headers["access-control-expose-headers"]
        assert response.headers["vary"] == "Origin"
    allowed = {name.strip() for name in preflight.headers["access-control-allow-headers"].split(",")}
    assert set(asked["Access-Control-Request-Headers"].split(",")) <= allowed
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert ("mcp-session-id" in hello.headers) is sessions
    assert elsewhere.status_code == 403
    assert "access-control-allow-origin" not in elsewhere.headers


@anyio_test
@pytest.mark.parametrize("revision", [None, "2025-11-25", "2026-07-28"])
async def test_where_there_are_no_streams_a_host_is_told_at_once(
    address: str, sessions: bool, revision: str | None
) -> None:
    async with httpx2.AsyncClient(timeout=10) as client:
        headers = await greet(client, address)
        if revision is not None:
            headers["MCP-Protocol-Version"] = revision
        listening = await client.get(address, headers={**headers, "Accept": "text/event-stream"})
        leaving = await client.delete(address, headers=headers)
    assert listening.status_code == 405
    assert listening.headers["allow"] == ("POST, DELETE" if sessions else "POST")
    assert leaving.status_code == (405 if not sessions or revision == "2026-07-28" else 200)


@anyio_test
async def test_a_slash_after_the_path_is_no_redirect(address: str) -> None:
    async with httpx2.AsyncClient(timeout=60) as client:
        answered = await client.post(f"{address}/", json=HELLO, headers={"Accept": BOTH})
        refused = await client.post(f"{address}/", json=HELLO, headers={"Accept": BOTH, "Host": "evil.example"})
        nowhere = await client.get(f"{address}s/", headers={"Host": "evil.example"})
    assert (answered.status_code, refused.status_code, nowhere.status_code) == (200, 421, 421)


def raw(address: str, request: bytes) -> bytes:
    """What comes back for these bytes."""
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(4_096)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"Content-Length: 2\n\n",
        b"X: " + b"a" * 200_000 + b"\r\n",
    ],
    ids=["lengths alike", "lengths unlike", "length and chunks", "bare line feeds", "endless"],
)
def test_heads_that_others_could_read_otherwise_are_refused(address: str, head: bytes) -> None:
    answered = raw(address, b"POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + head + b"{}")
    assert answered.startswith(b"HTTP/1.1 400 ")


@anyio_test
async def test_bodies_that_never_arrive_keep_nobody_out(address: str) -> None:
    at = urlsplit(address)
    head = b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
    flood = [await asyncio.open_connection(at.hostname, at.port) for _ in range(64)]
    for _, writer in flood:
        writer.write(head)
        await writer.drain()
    await asyncio.sleep(0.5)
    async with httpx2.AsyncClient(timeout=30) as client:
        message, headers = modern(call("explain_cluster", {"cluster_id": 0}))
        await client.post(address, json=message, headers={"Accept": BOTH, **headers})
        began = time.perf_counter()
        answered = await client.post(address, json=message, headers={"Accept": BOTH, **headers})
        took = time.perf_counter() - began
    for _, writer in flood:
        writer.close()
    assert answered.status_code == 200
    assert took < 1
