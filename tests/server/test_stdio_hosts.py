"""Hosts as they are, over standard input and output: whatever they send is answered, and they may leave at any time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from serving import environment

from seqmatch.settings import Settings

HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}

FACTS = {"user_type": "BUSINESS", "occupation": "ARCHITECT_OR_ENGINEER", "age_group": "36-44"}
"""Enough to be like some users more than others."""


class Host:
    """A host that writes what it likes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def say(self, message: object) -> None:
        assert self.process.stdin is not None
        line = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline().decode("utf-8")))

    def call(self, request_id: object, tool: str = "match_user", **arguments: object) -> None:
        params = {"name": tool, "arguments": arguments}
        self.say({"jsonrpc": "2.0", "id": request_id, "method": "tools/call", "params": params})


@contextmanager
def hosting(settings: Settings, first: bytes = b"", **variables: str) -> Iterator[Host]:
    process = subprocess.Popen(
        [sys.executable, "-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir), **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    host = Host(process)
    try:
        host.say(first + json.dumps(HELLO).encode())
        assert "result" in host.hear()
        yield host
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


@pytest.fixture(scope="module")
def host(settings: Settings) -> Iterator[Host]:
    with hosting(settings) as started:
        yield started


BAD: dict[str, tuple[bytes, int, object]] = {
    "broken JSON": (b'{"jsonrpc":', -32700, None),
    "broken JSON that tells its id": (b'{"jsonrpc":"2.0","id":7,"method":"tools/list"', -32700, 7),
    "a byte order mark in the middle": (b'\xef\xbb\xbf{"jsonrpc":"2.0","id":7,"method":"ping"}', -32700, None),
    "half a surrogate pair in a value": (
        b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"match_user","arguments":'
        b'{"profile":{},"rules_text":"\\ud83d"}}}',
        -32700,
        7,
    ),
    "half a surrogate pair in a key": (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"\\udfff":1}}', -32700, 7),
    "bytes that are not UTF-8": (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"a":"\xe9"}}', -32700, 7),
    "a batch": (b'[{"jsonrpc":"2.0","id":7,"method":"ping"}]', -32600, None),
    "an empty batch": (b"[]", -32600, None),
    "5,000 digits": (b'{"jsonrpc":"2.0","id":"x","method":"ping","params":{"a":' + b"1" * 5_000 + b"}}", -32600, "x"),
    "nothing but depth": (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":' + b'{"a":' * 50_000, -32700, 7),
    "a number that is none": (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":{"a":NaN}}', -32700, 7),
    "a message without a method": (b'{"jsonrpc":"2.0","id":7}', -32600, 7),
    "an id that is none": (b'{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}', -32600, None),
    "a list for params": (b'{"jsonrpc":"2.0","id":7,"method":"ping","params":[1]}', -32600, 7),
    "another JSON-RPC": (b'{"jsonrpc":"1.0","id":7,"method":"ping"}', -32600, 7),
    "a word": (b'"hello"', -32600, None),
    "more than a line may hold": (b'{"jsonrpc":"2.0","id":7,"method":"' + b"a" * 5_000_000 + b'"}', -32600, 7),
    "a list for arguments": (
        b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"match_user","arguments":[1]}}',
        -32602,
        7,
    ),
    "words for arguments": (
        b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"match_user","arguments":"a nurse"}}',
        -32602,
        7,
    ),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_what_is_no_message_is_answered_and_the_next_one_too(host: Host, case: str) -> None:
    sent, code, request_id = BAD[case]
    host.say(sent)
    answer = host.hear()
    assert (answer["jsonrpc"], answer["id"], answer["error"]["code"]) == ("2.0", request_id, code)
    host.say({"jsonrpc": "2.0", "id": 8, "method": "ping"})
    assert host.hear() == {"jsonrpc": "2.0", "id": 8, "result": {}}


def test_arguments_that_are_sent_as_one_text_are_read(host: Host) -> None:
    for arguments in ({"profile": FACTS}, json.dumps({"profile": FACTS}), str({"profile": FACTS})):
        params = {"name": "match_user", "arguments": arguments}
        host.say({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params})
    one, two, three = (host.hear()["result"] for _ in range(3))
    assert one["isError"] is False
    assert one == two == three


def test_a_byte_order_mark_before_the_first_message_is_passed_over(settings: Settings) -> None:
    with hosting(settings, first=b"\xef\xbb\xbf") as host:
        host.say({"jsonrpc": "2.0", "id": 8, "method": "ping"})
        assert host.hear()["id"] == 8


def test_requests_of_one_id_are_answered_each_and_in_their_order(host: Host) -> None:
    for k in (1, 2, 3):
        host.call(1, profile=FACTS, k=k)
    host.say({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    host.say({"jsonrpc": "2.0", "id": 2, "method": "ping"})
    answers = [host.hear() for _ in range(5)]
    ones = [answer["result"] for answer in answers if answer["id"] == 1]
    assert [len(one.get("structuredContent", {}).get("similar_users", [])) for one in ones] == [1, 2, 3, 0]
    assert [answer["id"] for answer in answers].count(2) == 1


def test_the_id_of_a_request_that_was_taken_back_can_be_used_again(settings: Settings) -> None:
    with hosting(settings) as host:
        host.call(5, profile={})  # waits for the models, so it can be taken back
        host.say({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 5}})
        host.say({"jsonrpc": "2.0", "id": 5, "method": "ping"})
        assert host.hear() == {"jsonrpc": "2.0", "id": 5, "result": {}}


def test_text_of_any_script_comes_back_whole_whatever_the_surroundings_speak(settings: Settings) -> None:
    rules = "When funds are received: 10.00% of incoming funds goes from 💰 Gehälter to Ferien 夏."
    with hosting(settings, LANG="C", LC_ALL="C", PYTHONIOENCODING="cp1252", PYTHONUTF8="0") as host:
        host.call(1, "check_automations", rules_text=rules)
        answer = host.hear()["result"]
    assert answer["isError"] is False
    assert "💰 Gehälter" in json.dumps(answer["structuredContent"], ensure_ascii=False)
    assert "Ferien 夏" in answer["content"][0]["text"]


def test_a_server_that_waits_ends_on_an_interrupt(settings: Settings) -> None:
    with hosting(settings) as host:
        host.process.send_signal(signal.SIGINT)
        assert host.process.wait(10) == 130
        assert host.process.stderr is not None and host.process.stderr.read() == b""


def test_a_host_that_leaves_a_first_call_behind_is_not_waited_for(settings: Settings) -> None:
    with hosting(settings) as host:
        host.call(1, profile={})
        began = time.monotonic()
        assert host.process.stdin is not None
        host.process.stdin.close()
        assert host.process.wait(20) == 0
        assert time.monotonic() - began < 2
        assert host.process.stderr is not None and host.process.stderr.read() == b""


def test_what_was_asked_before_the_host_left_is_answered(settings: Settings) -> None:
    asked = [HELLO, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, {"jsonrpc": "2.0", "id": 2, "method": "ping"}]
    ran = subprocess.run(
        [sys.executable, "-m", "seqmatch.server"],
        env=environment(SEQMATCH_MODELS=str(settings.models_dir)),
        input="".join(json.dumps(one) + "\n" for one in asked)[:-1].encode(),  # no line feed after the last
        capture_output=True,
    )
    assert sorted(json.loads(line)["id"] for line in ran.stdout.splitlines()) == [0, 1, 2]
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_host_that_reads_no_more_is_left_without_a_word(settings: Settings) -> None:
    with hosting(settings) as host:
        assert host.process.stdout is not None and host.process.stderr is not None
        host.process.stdout.close()
        host.say({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert host.process.wait(20) == 0
        assert host.process.stderr.read() == b""
