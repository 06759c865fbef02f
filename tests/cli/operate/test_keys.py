"""Keys are made once and rotated, and the store is kept tidy, from the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seqmatch.cli.main import app, command_modules
from seqmatch.store.coaching.goals import SavingsGoal, goals_of, keep_goals
from seqmatch.store.coaching.tables import metadata
from seqmatch.store.engine import open_store

for module in command_modules():
    __import__(module)


def run(*words: str) -> str:
    answered = CliRunner().invoke(app, [*words])
    assert answered.exit_code == 0, answered.output
    return answered.output


def test_keys_are_made_once_rotated_and_the_store_is_tidied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, store = tmp_path / "keys.json", str(tmp_path / "store.sqlite")
    monkeypatch.setenv("SEQMATCH_KEYS", str(keys))
    assert "Back it up" in run("keys", "new")
    first = keys.read_text()
    assert "holds keys already" in run("keys", "new")
    assert keys.read_text() == first
    with open_store(store) as opened:
        opened.ensure(metadata)
        keep_goals(opened, [SavingsGoal("ana", "Holiday", 100_000, dt.date(2026, 3, 1))])
    assert "Sealed again with a new key: 1 values" in run("keys", "rotate", "--store", store)
    assert keys.read_text() != first
    with open_store(store) as opened:
        assert [one.name for one in goals_of(opened, "ana", None)] == ["Holiday"]
    assert "Removed: 0 expired recommendations" in run("store", "tidy", "--store", store)
