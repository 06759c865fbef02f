"""One server over HTTP for the whole run, and the npm programs that `make conformance` installed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import served_over_http

ROOT = Path(__file__).parents[2]
NODE_MODULES = ROOT / ".node" / "node_modules"
NODE = NODE_MODULES / "node" / "bin"


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    with served_over_http() as address:
        yield address


@pytest.fixture
def node(tmp_path: Path) -> Any:
    """Runs an installed npm program with Node 24 in an empty folder: what it printed, once it ended with 0."""

    def run(program: str, *arguments: object) -> str:
        ended = subprocess.run(
            [str(NODE / "node"), str(NODE_MODULES / program), *map(str, arguments)],
            env={
                **os.environ,
                "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}",
                "MCP_CATALOG_PATH": str(tmp_path / "catalog.json"),
            },
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert ended.returncode == 0, f"exit code {ended.returncode}\n{ended.stdout[-6_000:]}\n{ended.stderr[-6_000:]}"
        return ended.stdout

    return run
