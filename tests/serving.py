"""A real server in a process of its own, as a host or an operator starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from seqmatch.settings import PACKAGE

SEQMATCH = (sys.executable, "-c", "from seqmatch.cli.main import main; main()")
"""The ``seqmatch`` command of the code under test."""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **more}


@contextmanager
def served_over_http(*options: str, **variables: str) -> Iterator[str]:
    """The URL of ``seqmatch serve --http`` on a free port; stopped as Ctrl-C stops it."""
    process = subprocess.Popen(
        [*SEQMATCH, "serve", "--http", "--port", "0", *options],
        env=environment(**variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        announced = re.match(r"seqmatch listens on (\S+)", line)
        assert announced, line + process.stderr.read()
        yield announced[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
