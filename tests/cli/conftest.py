"""The command line, run in this process as a shell would run it."""

from __future__ import annotations

import io
import sys
from typing import Any, NamedTuple

import pytest

from seqmatch.cli.main import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def seqmatch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs ``seqmatch`` with the arguments and the input given: its exit code and what it wrote."""

    def run(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr("seqmatch.cli.output.QUIET_SECONDS", float("inf"))  # a busy machine is no fault
        monkeypatch.setattr(sys, "argv", ["seqmatch", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0 if code is None else 1, written.out, written.err)

    return run
