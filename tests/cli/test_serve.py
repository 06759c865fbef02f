"""``seqmatch serve`` as a process: over standard input and output, and over HTTP."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from mcp import Client

from seqmatch.settings import PACKAGE

RUN = "from seqmatch.cli.main import main; main()"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_http_answers_stays_off_stdout_and_stops_when_asked(mode: str) -> None:
    port = free_port()
    served = subprocess.Popen(
        [sys.executable, "-c", RUN, "serve", "--http", "--port", str(port)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(port)
        async with Client(f"http://127.0.0.1:{port}/mcp", mode=mode) as client:
            assert len((await client.list_tools()).tools) == 4
            answer = await client.call_tool("predict_goal", {"profile": {"user_type": "BUSINESS"}})
            assert answer.is_error is False
    finally:
        served.send_signal(signal.SIGINT)
        out, err = served.communicate(timeout=30)
    assert out == ""
    assert err == f"seqmatch listens on http://127.0.0.1:{port}/mcp (stop with Ctrl-C)\n"


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
