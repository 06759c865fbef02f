"""Statements brought into a store by the command line, and what the store then holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def bring(seqmatch: Any, tmp_path: Path) -> Any:
    """Imports text or bytes under a name; gives exit code, what was said as JSON, and the error."""

    def run(text: str | bytes, *options: str, name: str = "statement.csv") -> Any:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        ran = seqmatch("transactions", "import", path, *options, "--json", "--store", tmp_path / "store.sqlite")
        assert "Traceback" not in ran.err and len(ran.err.splitlines()) == (1 if ran.code else 0)
        return ran.code, json.loads(ran.out) if ran.code == 0 else {}, ran.err

    return run


@pytest.fixture
def stored(seqmatch: Any, tmp_path: Path) -> Any:
    """What the store holds, by the list command: the fields named, in the order of days."""

    def run(*fields: str) -> list[Any]:
        ran = seqmatch("transactions", "list", "--json", "--limit", 1000, "--store", tmp_path / "store.sqlite")
        rows = json.loads(ran.out)["transactions"]
        rows.sort(key=lambda one: (one["date"], one["amount_cents"]))
        wanted = fields or ("amount_cents",)
        return [one[wanted[0]] if len(wanted) == 1 else tuple(one[name] for name in wanted) for one in rows]

    return run
