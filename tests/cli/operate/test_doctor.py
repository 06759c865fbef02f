"""``seqmatch doctor`` says what is configured, and what to do about what is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from seqmatch.settings import resource


def looked(seqmatch: Any, *arguments: object) -> tuple[int, dict[str, dict[str, str]]]:
    done = seqmatch("doctor", "--json", *arguments)
    return done.code, {one["part"]: one for one in json.loads(done.out)}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(resource("models"), tmp_path / "models")
    return tmp_path / "models"


def test_a_whole_installation_is_well_and_nothing_is_made(seqmatch: Any, models: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    code, found = looked(seqmatch, "--models", models, "--store", store)
    assert code == 0
    assert {one["state"] for one in found.values()} == {"well"}
    assert "synthetic" in found["models: onboarding"]["what"]
    assert "no transactions" in found["store"]["what"]
    assert not store.exists()


def test_a_damaged_model_is_named_with_what_to_do(seqmatch: Any, models: Path, tmp_path: Path) -> None:
    card = next((models / "coaching").glob("*/card.md"))
    card.write_text("altered")
    code, found = looked(seqmatch, "--models", models, "--store", tmp_path / "store.sqlite")
    assert code == 1
    assert found["models: coaching"]["state"] == "wrong"
    assert "card.md" in found["models: coaching"]["what"]
    assert found["models: onboarding"]["state"] == "well"


def test_what_is_no_store_is_wrong(seqmatch: Any, models: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database, only words " * 100)
    code, found = looked(seqmatch, "--models", models, "--store", tmp_path / "notes.txt")
    assert code == 1
    assert found["store"]["state"] == "wrong"


def test_tokens_are_counted_and_never_shown(seqmatch: Any, models: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    token = seqmatch("tokens", "add", "ann", "--file", str(tokens)).out.strip()
    code, found = looked(seqmatch, "--models", models, "--store", tmp_path / "store.sqlite", "--tokens", tokens)
    assert code == 0
    assert found["tokens"]["what"].startswith("1 tokens")
    assert token not in json.dumps(found)
