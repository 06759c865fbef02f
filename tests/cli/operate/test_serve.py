"""``seqmatch serve`` as a process: over standard input and output, and over HTTP."""

from __future__ import annotations

import os
import pty
import re
import signal
import socket
import subprocess
import sys

import pytest
from mcp import Client

from seqmatch.settings import PACKAGE

RUN = "from seqmatch.cli.main import main; main()"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_http_answers_stays_off_stdout_and_stops_when_asked(mode: str) -> None:
    served = subprocess.Popen(
        [sys.executable, "-c", RUN, "serve", "--http", "--port", "0"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    try:
        announced = re.fullmatch(r"seqmatch listens on (http://127\.0\.0\.1:\d+/mcp) .*\n", served.stderr.readline())
        assert announced
        async with Client(announced[1], mode=mode) as client:
            assert "check_automations" in [tool.name for tool in (await client.list_tools()).tools]
            answer = await client.call_tool("predict_goal", {"profile": {"user_type": "BUSINESS"}})
            assert answer.is_error is False
    finally:
        served.send_signal(signal.SIGINT)
        out, err = served.communicate(timeout=30)
    assert (out, err, served.returncode) == ("", "", 0)


def test_a_port_that_is_taken_is_refused_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = subprocess.run(
            [sys.executable, "-c", RUN, "serve", "--http", "--port", str(taken.getsockname()[1])],
            env=environment(),
            capture_output=True,
            text=True,
        )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        refused.stderr.startswith("seqmatch: --host or --port: Cannot listen there") and refused.stderr.count("\n") == 1
    )


def test_by_hand_it_says_what_it_waits_for_and_to_a_host_nothing() -> None:
    ours, its = pty.openpty()
    served = subprocess.Popen(
        [sys.executable, "-c", RUN, "serve"],
        env=environment(),
        stdin=its,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(its)
    try:
        assert served.stderr is not None
        assert "waits for an assistant's host to speak MCP on standard input" in served.stderr.readline()
    finally:
        served.kill()
        served.communicate(timeout=30)
        os.close(ours)
    piped = subprocess.run(
        [sys.executable, "-c", RUN, "serve"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (piped.returncode, piped.stdout, piped.stderr) == (0, "", "")


def test_missing_models_end_the_command_in_one_line(tmp_path: os.PathLike[str]) -> None:
    refused = subprocess.run(
        [sys.executable, "-c", RUN, "serve", "--models", str(tmp_path)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
