"""What operators rely on: token files, scopes, log lines, fair turns, and processes that end together."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import httpx2
import pytest
from mcp import Client
from serving import SEQMATCH, environment, served_over_http

from seqmatch.errors import ArgumentError
from seqmatch.server.http.arrivals import Arrivals
from seqmatch.server.http.limits import Limits
from seqmatch.server.http.tokens import new_token, read_entries, write_entries
from seqmatch.server.log_lines import OneLine
from seqmatch.server.turns import LONG_SECONDS, Turns
from seqmatch.settings import Settings

anyio_test = pytest.mark.anyio


def test_a_link_to_a_token_file_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept" / "tokens.json", tmp_path / "tokens.json"
    kept.parent.mkdir()
    link.symlink_to(kept)
    for name in ("ana", "ben"):
        before = read_entries(link) if kept.exists() else ()
        write_entries(link, (*before, new_token(name, ("onboarding",))[1]))
    assert link.is_symlink()
    assert [entry.name for entry in read_entries(kept)] == ["ana", "ben"]
    assert kept.stat().st_mode & 0o077 == 0


def test_a_token_file_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    write_entries(path, (new_token("ana", ("onboarding",))[1],))
    path.chmod(0o644)
    with pytest.raises(ArgumentError, match="chmod 600"):
        read_entries(path)
    path.chmod(0o600)
    assert [entry.name for entry in read_entries(path)] == ["ana"]


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x1b[31mred", "a\u202eb", "x" * 81])
def test_a_name_that_no_line_can_show_is_no_name_of_a_token(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArgumentError, match="printable"):
        new_token(name, ("onboarding",))
    path = tmp_path / "tokens.json"
    write_entries(path, (replace(new_token("ana", ("onboarding",))[1], name=name),))
    with pytest.raises(ArgumentError):
        read_entries(path)


@anyio_test
async def test_a_token_reads_only_what_it_allows(tmp_path: Path, settings: Settings) -> None:
    from mcp.client.streamable_http import streamable_http_client
    from mcp.shared.exceptions import MCPError

    tokens, entries = {}, []
    for scope in ("onboarding", "metrics"):
        tokens[scope], entry = new_token(scope, (scope,))
        entries.append(entry)
    path = tmp_path / "tokens.json"
    write_entries(path, tuple(entries))
    with served_over_http("--tokens", str(path), SEQMATCH_MODELS=str(settings.models_dir)) as address:
        for mode in ("legacy", "auto"):
            seen = {}
            for scope, token in tokens.items():
                headers = {"Authorization": f"Bearer {token}"}
                async with (
                    httpx2.AsyncClient(headers=headers, timeout=60) as http,
                    Client(streamable_http_client(address, http_client=http), mode=mode) as client,
                ):
                    seen[scope] = [
                        len((await client.list_resources()).resources),
                        len((await client.list_resource_templates()).resource_templates),
                        len((await client.list_prompts()).prompts),
                    ]
                    if scope == "metrics":
                        for read in (
                            lambda: client.read_resource("seqmatch://goals"),
                            lambda: client.get_prompt("onboarding_interview"),
                        ):
                            with pytest.raises(MCPError, match="scope onboarding"):
                                await read()
                    else:
                        assert (await client.read_resource("seqmatch://goals")).contents
            assert seen["metrics"] == [0, 0, 0]
            assert min(seen["onboarding"]) > 0


def test_a_log_entry_is_one_line_whatever_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    def record(message: str, error: BaseException | None = None) -> str:
        told = (type(error), error, error.__traceback__) if error else None
        return OneLine().format(logging.LogRecord("x", logging.WARNING, "p", 1, message, (), told))

    assert record("a\nb\x1b[31m\u202e") == "x: a\\nb\\x1b[31m\\u202e"
    try:
        raise ExceptionGroup("many", [ValueError("secret")])
    except ExceptionGroup as error:
        told = record("It failed\nTraceback (most recent call last):\n  ...", error)
    assert told.startswith("x: It failed (ValueError") and "secret" not in told and "\n" not in told


@anyio_test
async def test_a_client_that_leaves_costs_no_more_than_a_line(settings: Settings) -> None:
    served = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    at = urlsplit(served.stderr.readline().split()[3])
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "match_user", "arguments": {"profile": {}}},
    }
    hello = {**call, "method": "initialize"}
    hello["params"] = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    for message, revision in ((hello, "2025-11-25"), (call, "2025-11-25"), (call, "2026-07-28")):
        body = json.dumps(message).encode()
        head = (
            f"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"MCP-Protocol-Version: {revision}\r\nAccept: application/json, text/event-stream\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode()
        for sent in (head, head + body[:20], head + body):
            with socket.create_connection((at.hostname, at.port), timeout=10) as connection:
                connection.sendall(sent)
    async with httpx2.AsyncClient(timeout=60) as client:
        assert (await client.get(f"http://{at.netloc}/healthz")).status_code == 200
    served.send_signal(signal.SIGINT)
    _, err = await anyio.to_thread.run_sync(lambda: served.communicate(timeout=60))
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 9


def test_workers_end_with_the_process_that_started_them(settings: Settings) -> None:
    served = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0", "--workers", "2"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    address = served.stderr.readline().split()[3]
    health = address.replace("/mcp", "/healthz")
    assert httpx2.get(health, timeout=60).status_code == 200
    os.kill(served.pid, signal.SIGKILL)
    served.wait()
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            httpx2.get(health, timeout=1)
        except httpx2.TransportError:
            break
        time.sleep(0.5)
    else:
        pytest.fail("a worker still answers")
    served.stderr.close()


@anyio_test
async def test_a_callers_small_question_does_not_wait_for_anothers_large_ones() -> None:
    turns, order = Turns(), []

    async def ask(caller: str, seconds: float) -> None:
        await turns.run(caller, lambda: time.sleep(seconds))
        order.append(caller)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(ask, "large", 4 * LONG_SECONDS)
        await anyio.sleep(LONG_SECONDS / 2)
        began = time.monotonic()
        await ask("small", 0)
        waited = time.monotonic() - began
    assert order == ["small", "large", "large", "large"]
    assert waited < 4 * LONG_SECONDS
    assert not turns.running and not turns.waiting


@anyio_test
async def test_callers_take_turns_and_short_answers_come_one_at_a_time() -> None:
    turns, order, at_once = Turns(), [], []

    def work(name: str) -> None:
        at_once.append(len(turns.running))
        time.sleep(0.01)
        order.append(name)

    async with anyio.create_task_group() as group:
        for caller in "aaaabb":
            group.start_soon(turns.run, caller, lambda caller=caller: work(caller))
    assert order[:4] in (["a", "b", "a", "b"], ["a", "a", "b", "a"], ["a", "b", "a", "a"])
    assert set(at_once) == {1}


@anyio_test
async def test_who_gives_up_does_not_hold_the_turn_for_ever() -> None:
    turns = Turns()
    with anyio.move_on_after(0.05):
        await turns.run("a", lambda: time.sleep(0.2))
    with anyio.fail_after(5):
        assert await turns.run("a", lambda: 1) == 1
    assert not turns.running and not turns.waiting


@anyio_test
async def test_a_body_that_does_not_arrive_is_given_up_and_the_oldest_first() -> None:
    async def never() -> Any:
        await anyio.sleep_forever()

    arrivals = Arrivals(100, seconds=30, most=2)
    answers: dict[str, Any] = {}

    async def read(name: str, caller: str) -> None:
        answers[name] = await arrivals.read({"type": "http", "headers": []}, never, caller)

    async with anyio.create_task_group() as group:
        for name in ("first", "second", "third"):
            group.start_soon(read, name, "flooder")
            await anyio.sleep(0.01)
        assert list(answers) == ["first"]
        group.cancel_scope.cancel()
    assert answers["first"].status_code == 408
    slow = Arrivals(100, seconds=0.05)
    late: Any = await slow.read({"type": "http", "headers": []}, never, "a")
    assert late.status_code == 408


@anyio_test
async def test_one_token_may_have_half_of_the_places() -> None:
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
    from mcp.server.auth.provider import AccessToken

    entered, leave = [], anyio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        entered.append(scope["user"].display_name)
        await leave.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    app = Limits(slow, per_minute=100, at_once=4)
    codes: dict[str, list[int]] = {"ana": [], "ben": []}

    async def ask(name: str) -> None:
        user = AuthenticatedUser(AccessToken(token="t", client_id=name, scopes=[]))

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                codes[name].append(message["status"])

        await app({"type": "http", "method": "POST", "path": "/", "headers": [], "user": user}, receive, send)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(ask, "ana")
        await anyio.sleep(0.05)
        group.start_soon(ask, "ben")
        await anyio.sleep(0.05)
        leave.set()
    assert sorted(entered) == ["ana", "ana", "ben"]
    assert codes == {"ana": [503, 200, 200], "ben": [200]}
