"""Histories of synthetic households as files, and as a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from household_rows import HEAD, rows_of


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows under a header as a CSV file."""

    def file(rows: list[str], name: str = "history.csv", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([head, *rows]) + "\n")
        return path

    return file


@pytest.fixture
def bank(write: Callable[..., Path]) -> Path:
    """A bank's file of one household: no user and no account in it."""
    rows = [",".join((row.split(",")[2], row.split(",")[4], row.split(",")[3])) for row in rows_of("ann")]
    return write(rows, "bank.csv", "Date,Description,Amount")
