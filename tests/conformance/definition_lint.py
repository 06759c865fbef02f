"""The Tool Definition Quality lint of what the real server lists. Run by `make conformance`."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from seqmatch.server.toolsets import DEFAULT, TOOLSETS
from seqmatch.settings import resource

BIN = Path(sys.executable).parent


@pytest.mark.parametrize("toolsets", [DEFAULT, tuple(TOOLSETS)], ids=["default", "all"])
def test_the_lint_finds_nothing(toolsets: tuple[str, ...]) -> None:
    serve = [BIN / "seqmatch", "serve", "--toolsets", ",".join(toolsets), "--models", resource("models")]
    linted = subprocess.run(
        [BIN / "tdqs", "lint", "--command", shlex.join(map(str, serve)), "--format", "json", "--fail-on", "warning"],
        capture_output=True,
        text=True,
        timeout=240,
    )
    report = json.loads(linted.stdout)
    assert [(found["severity"], found["rule"], found["message"]) for found in report["findings"]] == []
    assert linted.returncode == 0, linted.stderr
    assert {tool["contextSignals"]["schemaDescriptionCoverage"] for tool in report["tools"]} == {100}
    assert len(report["tools"]) >= 5
