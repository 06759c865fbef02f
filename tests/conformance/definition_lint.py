"""The Tool Definition Quality lint of what the real server lists. Run by `make conformance`."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from seqmatch.server.tools.toolsets import DEFAULT, TOOLSETS
from seqmatch.settings import resource

BIN = Path(sys.executable).parent
BY_COST_ALONE = ("shadow-candidate",)
"""A hint that counts fields and reads no description: it pairs categorising with the shorter feedback on it."""


@pytest.mark.parametrize("toolsets", [DEFAULT, tuple(TOOLSETS)], ids=["default", "all"])
def test_the_lint_finds_nothing(toolsets: tuple[str, ...]) -> None:
    serve = [BIN / "seqmatch", "serve", "--toolsets", ",".join(toolsets), "--models", resource("models")]
    linted = subprocess.run(
        [BIN / "tdqs", "lint", "--command", shlex.join(map(str, serve)), "--format", "json", "--fail-on", "error"],
        capture_output=True,
        text=True,
        timeout=240,
    )
    report = json.loads(linted.stdout)
    found = [
        (one["severity"], one["rule"], one["message"])
        for one in report["findings"]
        if one["rule"] not in (() if toolsets == DEFAULT else BY_COST_ALONE)
    ]
    assert found == []
    assert linted.returncode == 0, linted.stderr
    assert {tool["contextSignals"]["schemaDescriptionCoverage"] for tool in report["tools"]} == {100}
    assert len(report["tools"]) >= 5
