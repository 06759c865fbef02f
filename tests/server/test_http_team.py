"""What a team needs of a shared server: tokens with scopes, limits, health, figures, and several workers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from serving import SEQMATCH, environment, served_over_http

from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.http.application import PATH, HttpOptions, build_app
from seqmatch.server.http.limits import MOST_BYTES, Limits, TokenBucket
from seqmatch.server.http.tokens import SCOPES, VARIABLE, TeamTokens, new_token, read_entries, write_entries
from seqmatch.settings import POINTER, Settings

ERAS = ("legacy", "auto")
ACCEPT = {"Accept": "application/json, text/event-stream"}
HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
PROFILE = {"profile": {"user_type": "BUSINESS", "product_goal": "PROFIT_FIRST"}}

anyio_test = pytest.mark.anyio


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def post_call(client: httpx2.AsyncClient, url: str, tool: str, arguments: dict[str, Any]) -> httpx2.Response:
    """The answer to one tool call of the 2026-07-28 revision, as it comes over the wire."""
    about = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    answered = await client.post(
        url,
        json={
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": tool, "arguments": arguments, "_meta": about},
        },
        headers={"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": tool},
    )
    assert answered.status_code == 200, answered.text
    return answered


@asynccontextmanager
async def web(options: HttpOptions, host: ModelHost) -> Any:
    """An HTTP client of the application, in memory."""
    app, server = build_app(options, host)
    async with (
        server.session_manager.run(),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://localhost:8000", headers=ACCEPT
        ) as client,
    ):
        yield client


@pytest.fixture
def options(settings: Settings) -> HttpOptions:
    return HttpOptions(settings)


@pytest.fixture
def team(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A token file, and the token of each scope by its name; ``nobody`` was taken out again, ``past`` is over."""
    tokens, entries = {}, []
    for scope in SCOPES:
        tokens[scope], entry = new_token(scope, (scope,))
        entries.append(entry)
    tokens["past"], past = new_token("past", SCOPES, int(time.time()) - 1)
    tokens["nobody"], _ = new_token("nobody", SCOPES)
    write_entries(tmp_path / "tokens.json", (*entries, past))
    return tmp_path / "tokens.json", tokens


def test_a_token_file_holds_no_token_and_only_its_owner_reads_it(team: tuple[Path, dict[str, str]]) -> None:
    path, tokens = team
    assert [token for token in tokens.values() if token in path.read_text()] == []
    assert len({entry.salt for entry in read_entries(path)}) == len(read_entries(path))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2, "tokens": []}', '{"format": 1, "tokens": [{}]}'])
def test_a_file_that_is_no_token_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "tokens.json").write_text(content)
    with pytest.raises(ArgumentError, match="no token file"):
        TeamTokens(tmp_path / "tokens.json")


def test_a_short_token_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "x" * 31)
    with pytest.raises(ArgumentError, match="at least 32"):
        TeamTokens(None)


@anyio_test
@pytest.mark.parametrize("who", ["nobody", "past", "", "a stranger"])
async def test_without_a_token_of_the_file_nothing_is_served(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]], who: str
) -> None:
    path, tokens = team
    async with web(replace(options, token_file=path), host) as client:
        refused = await client.post(PATH, json=HELLO, headers=bearer(tokens.get(who, who)))
        metrics = await client.get("/metrics", headers=bearer(tokens.get(who, who)))
    assert (refused.status_code, metrics.status_code) == (401, 401)
    assert refused.headers["www-authenticate"].startswith("Bearer error=")


@anyio_test
async def test_a_token_taken_back_stops_working_at_once(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    path, tokens = team
    async with web(replace(options, token_file=path), host) as client:
        answered = await client.post(PATH, json=HELLO, headers=bearer(tokens["onboarding"]))
        write_entries(path, tuple(entry for entry in read_entries(path) if entry.name != "onboarding"))
        refused = await client.post(PATH, json=HELLO, headers=bearer(tokens["onboarding"]))
        path.write_text("spoilt")
        spoilt = await client.post(PATH, json=HELLO, headers=bearer(tokens["metrics"]))
    assert [response.status_code for response in (answered, refused, spoilt)] == [200, 401, 401]


@anyio_test
async def test_a_token_file_that_everybody_may_read_from_now_on_lets_nobody_in(
    options: HttpOptions, host: ModelHost, team: tuple[Path, dict[str, str]]
) -> None:
    path, tokens = team
    async with web(replace(options, token_file=path), host) as client:
        answered = await client.post(PATH, json=HELLO, headers=bearer(tokens["onboarding"]))
        path.chmod(0o644)
        refused = await client.post(PATH, json=HELLO, headers=bearer(tokens["onboarding"]))
        path.chmod(0o600)
        again = await client.post(PATH, json=HELLO, headers=bearer(tokens["onboarding"]))
    assert [response.status_code for response in (answered, refused, again)] == [200, 401, 200]


@anyio_test
async def test_the_token_of_the_environment_allows_everything(
    options: HttpOptions, host: ModelHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "k" * 40)
    async with web(options, host) as client:
        assert (await client.post(PATH, json=HELLO)).status_code == 401
        assert (await client.post(PATH, json=HELLO, headers=bearer("k" * 40))).status_code == 200
        assert (await client.get("/metrics", headers=bearer("k" * 40))).status_code == 200


@anyio_test
async def test_a_scope_shows_and_allows_the_tools_of_its_set_only(
    team: tuple[Path, dict[str, str]], settings: Settings
) -> None:
    from mcp.client.streamable_http import streamable_http_client

    path, tokens = team

    async def seen(token: str, mode: str) -> tuple[list[str], Any]:
        async with (
            httpx2.AsyncClient(headers=bearer(token), timeout=60) as http,
            Client(streamable_http_client(address, http_client=http), mode=mode) as client,
        ):
            names = [tool.name for tool in (await client.list_tools()).tools]
            return names, await client.call_tool("match_user", PROFILE)

    with served_over_http("--tokens", str(path), SEQMATCH_MODELS=str(settings.models_dir)) as address:
        for mode in ERAS:
            names, answer = await seen(tokens["onboarding"], mode)
            assert "match_user" in names and answer.is_error is False
            names, answer = await seen(tokens["metrics"], mode)
            assert names == [] and answer.is_error is True
            assert answer.content[0].text == (
                "forbidden: This token does not allow that tool. Ask the operator for the scope onboarding."
            )


def test_a_caller_may_ask_so_often_and_after_a_while_again() -> None:
    now = [0.0]
    bucket = TokenBucket(per_minute=60, clock=lambda: now[0])
    assert [bucket.take("a") for _ in range(61)] == [0] * 60 + [1.0]
    assert bucket.take("b") == 0
    now[0] += 2
    assert [bucket.take("a") for _ in range(3)] == [0, 0, 1.0]


@anyio_test
async def test_a_server_without_one_of_its_models_is_alive_and_not_ready(
    options: HttpOptions, host: ModelHost, tmp_path: Path
) -> None:
    nowhere = {"host": "any.example"}
    async with web(options, host) as client:
        ready = await client.get("/readyz", headers=nowhere)
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    shutil.copytree(options.settings.models_dir, tmp_path / "models")
    (tmp_path / "models" / "onboarding" / POINTER).write_text('{"live": "000000000000"}')
    settings = replace(options.settings, models_dir=tmp_path / "models")
    async with web(replace(options, settings=settings), ModelHost(settings)) as client:
        alive, ready = [await client.get(path, headers=nowhere) for path in ("/healthz", "/readyz")]
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json() == {"status": "not ready", "without_models": ["onboarding"]}


@anyio_test
async def test_who_asks_too_often_is_told_when_to_come_back(options: HttpOptions, host: ModelHost) -> None:
    async with web(replace(options, per_minute=2), host) as client:
        codes = [(await client.post(PATH, json=HELLO)).status_code for _ in range(2)]
        refused = await client.post(PATH, json=HELLO)
        healthy = await client.get("/healthz")
    assert (codes, refused.status_code, refused.headers["retry-after"]) == ([200, 200], 429, "30")
    assert (healthy.status_code, healthy.json()) == (200, {"status": "ok"})


@anyio_test
async def test_more_than_can_be_under_way_at_once_is_refused_not_queued() -> None:
    entered, leave = anyio.Event(), anyio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        entered.set()
        await leave.wait()
        await httpx_ok(send)

    refusals: list[str] = []
    app = Limits(slow, per_minute=100, at_once=1, refused=refusals.append)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://localhost") as client:
        codes: list[int] = []

        async def ask() -> None:
            codes.append((await client.post("/")).status_code)

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            await entered.wait()
            refused = await client.post("/")
            leave.set()
        again = await client.post("/")
    assert (codes, refused.status_code, again.status_code, refusals) == ([200], 503, 200, ["busy"])


async def httpx_ok(send: Callable[..., Any]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@anyio_test
async def test_a_body_beyond_all_rules_is_refused(options: HttpOptions, host: ModelHost) -> None:
    async with web(options, host) as client:
        refused = await client.post(PATH, content=b" " * (MOST_BYTES + 1), headers={"Content-Type": "application/json"})
    assert refused.status_code == 413


@anyio_test
async def test_figures_count_calls_by_tool_and_hold_nothing_a_caller_sent(
    options: HttpOptions, host: ModelHost
) -> None:
    def count(text: str, tool: str, outcome: str) -> float:
        label = f'seqmatch_tool_calls_total{{outcome="{outcome}",tool="{tool}"}} '
        return next((float(line.removeprefix(label)) for line in text.splitlines() if line.startswith(label)), 0)

    async with web(options, host) as client:
        before = (await client.get("/metrics")).text
        await post_call(client, PATH, "match_user", PROFILE)
        await post_call(client, PATH, "match_user", {"profile": {"user_type": "zq7-canary"}})
        await post_call(client, PATH, "zq7-canary", {})
        after = (await client.get("/metrics")).text
        elsewhere = await client.get("/metrics", headers={"Host": "evil.example"})
    grown = {
        (tool, outcome): count(after, tool, outcome) - count(before, tool, outcome)
        for tool in ("match_user", "unknown")
        for outcome in ("answered", "refused", "error")
    }
    assert {key: by for key, by in grown.items() if by} == {
        ("match_user", "answered"): 1,
        ("match_user", "refused"): 1,
        ("unknown", "refused"): 1,
    }
    assert 'seqmatch_tool_seconds_bucket{le="0.05",tool="match_user"}' in after
    assert "zq7" not in after
    assert elsewhere.status_code == 421


@anyio_test
async def test_several_workers_give_the_same_answers_and_count_together(settings: Settings, host: ModelHost) -> None:
    from seqmatch.server.app import build_server

    async with Client(build_server(settings, host)) as alone:
        expected = (await alone.call_tool("match_user", PROFILE)).model_dump(exclude={"meta"})
    with served_over_http("--workers", "2", SEQMATCH_MODELS=str(settings.models_dir)) as address:
        async with httpx2.AsyncClient(timeout=60) as http:
            with anyio.fail_after(60):
                while "seqmatch_workers 2.0" not in (await http.get(address.replace(PATH, "/metrics"))).text:
                    await anyio.sleep(0.2)
        for mode in ERAS * 4:
            async with Client(address, mode=mode) as client:
                assert (await client.call_tool("match_user", PROFILE)).model_dump(exclude={"meta"}) == expected
        async with httpx2.AsyncClient(timeout=60) as http:
            text = (await http.get(address.replace(PATH, "/metrics"))).text
    assert 'seqmatch_tool_calls_total{outcome="answered",tool="match_user"} 8.0' in text


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which worker holds a connection is read from /proc")
@anyio_test
async def test_connections_that_come_together_are_shared_among_the_workers(settings: Settings) -> None:
    served = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0", "--workers", "2"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stderr is not None
        address = served.stderr.readline().split()[3]
        port = int(address.split(":")[2].split("/")[0])
        async with httpx2.AsyncClient(timeout=60) as http:
            with anyio.fail_after(60):
                while "seqmatch_workers 2.0" not in (await http.get(address.replace(PATH, "/metrics"))).text:
                    await anyio.sleep(0.2)
        await anyio.sleep(2)
        children = Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text().split()
        before = [_sockets(child) for child in children]
        with ExitStack() as kept:
            for _ in range(16):
                kept.enter_context(socket.create_connection(("127.0.0.1", port)))
            await anyio.sleep(1)
            held = [_sockets(child) - known for child, known in zip(children, before, strict=True)]
        busy = [connections for connections in held if connections]
        assert sum(busy) == 16 and len(busy) == 2 and min(busy) > 1
    finally:
        served.send_signal(signal.SIGINT)
        await anyio.to_thread.run_sync(served.communicate)


def _sockets(process: str) -> int:
    """Sockets a process holds."""
    return sum(str(file.readlink()).startswith("socket") for file in Path(f"/proc/{process}/fd").iterdir())


@anyio_test
async def test_what_is_under_way_when_told_to_stop_is_answered(settings: Settings) -> None:
    for looks in (3, 2, 1, 1, 1):  # a server that had answered before it was told shows nothing
        early, answers, told = await _told_to_stop_while_asked(settings, looks)
        if not early:
            break
    assert not early
    assert [answer.json()["result"]["isError"] for answer in answers] == [False]
    assert told == ("", -signal.SIGTERM)


async def _told_to_stop_while_asked(
    settings: Settings, looks: int
) -> tuple[int, list[httpx2.Response], tuple[str, int]]:
    """Answers before the server was told to stop, all answers, and its words and exit code."""
    served = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    address = served.stderr.readline().split()[3]
    answers: list[httpx2.Response] = []

    async def ask() -> None:
        answers.append(await post_call(client, address, "match_user", PROFILE))  # waits for the models

    async with (
        httpx2.AsyncClient(headers=ACCEPT, timeout=60) as client,
        httpx2.AsyncClient(timeout=60) as beside,
        anyio.create_task_group() as group,
    ):
        group.start_soon(ask)
        for _ in range(looks):  # once these are answered, the call has been read
            await anyio.sleep(0.1)
            assert (await beside.get(address.replace(PATH, "/healthz"))).status_code == 200
        early = len(answers)
        os.kill(served.pid, signal.SIGTERM)
    _, err = await anyio.to_thread.run_sync(served.communicate)
    return early, answers, (err, served.returncode)


def test_a_listener_beyond_this_machine_without_tokens_is_told_of(settings: Settings) -> None:
    served = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0", "--host", "0.0.0.0"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    told = [served.stderr.readline() for _ in range(2)]
    served.send_signal(signal.SIGINT)
    served.communicate(timeout=30)
    assert told[1].startswith("No tokens: anyone who can reach this address may ask.")
