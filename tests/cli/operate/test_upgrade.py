"""Upgrade drill: what earlier releases wrote is read by this one, or refused with what to do.

``tests/upgrade/RELEASE`` holds what that release wrote, of generated people: see ``tests/upgrade/keep.py``.
"""

from __future__ import annotations

import json
import lzma
import tarfile
from pathlib import Path
from typing import Any

import pytest

from seqmatch.families.register import FAMILIES
from seqmatch.lifecycle.versions.artifact import FORMAT, MANIFEST
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.store.engine import SCHEMA

ROOT = Path(__file__).resolve().parents[3]
KEPT, EXAMPLES = ROOT / "tests" / "upgrade", ROOT / "docs" / "examples"
RELEASES = sorted(path.parent.name for path in KEPT.glob("*/models.tar.xz"))
STORES = sorted(KEPT.glob("*/store-*.sqlite.xz"))
QUESTIONS: dict[str, tuple[tuple[object, ...], str]] = {
    "onboarding": (("goal", "--profile", EXAMPLES / "person.json", "--rules", EXAMPLES / "rules.txt"), "top_goals"),
    "transactions": (("transactions", "categorize", EXAMPLES / "statement.csv"), "candidates"),
    "coaching": (("forecast", EXAMPLES / "nadia.csv"), "total_28d"),
    "planning": (("planning", "goals", EXAMPLES / "goals.json"), "goals"),
}
"""Family -> a command that asks its models, and a word of the answer."""


@pytest.fixture
def models(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The models folder of a release."""
    with tarfile.open(KEPT / request.param / "models.tar.xz") as archive:
        archive.extractall(tmp_path / "models", filter="data")
    return tmp_path / "models"


@pytest.fixture(params=STORES, ids=lambda path: path.name.split(".")[0])
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store as the release before its schema's successor left it."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(lzma.decompress(request.param.read_bytes()))
    return path


@pytest.mark.parametrize("models", RELEASES, indirect=True)
@pytest.mark.parametrize("family", FAMILIES)
def test_models_of_an_earlier_release_answer_or_say_to_train_again(models: Path, family: str, seqmatch: Any) -> None:
    command, word = QUESTIONS[family]
    folder = live_version(models / family)
    written = json.loads((folder / MANIFEST).read_bytes())
    ran = seqmatch(*command, "--models", models, "--json")
    if (written["format"], written["feature_version"]) == (FORMAT, FAMILIES[family].feature_version):
        assert ran.code == 0 and f'"{word}"' in ran.out, ran.err
        verified = seqmatch("models", "verify", "--family", family, "--models", models)
        assert verified.code == 0, verified.err
    else:
        assert ran.code == 2 and "Train again with `seqmatch" in ran.err and not ran.out


@pytest.mark.parametrize("models", RELEASES[-1:], indirect=True)
@pytest.mark.parametrize("family", FAMILIES)
def test_models_of_a_later_format_are_refused_with_what_to_do(models: Path, family: str, seqmatch: Any) -> None:
    manifest = live_version(models / family) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"format": FORMAT + 1}))
    ran = seqmatch(*QUESTIONS[family][0], "--models", models, "--json")
    assert ran.code == 2 and not ran.out
    assert f"this seqmatch reads format {FORMAT}" in ran.err
    assert "Upgrade seqmatch, or train again with `seqmatch" in ran.err


def test_a_store_of_an_earlier_release_keeps_what_it_held_and_takes_more(old_store: Path, seqmatch: Any) -> None:
    at = ("--store", old_store)
    rows = json.loads(seqmatch("transactions", "list", "--limit", 1000, "--json", *at).out)["transactions"]
    labelled = {row["transaction_id"]: row["category"] for row in rows if row.get("category")}
    assert len(rows) == 69 and labelled == {"s2": "housing", "s10": "business services"}
    again = json.loads(seqmatch("transactions", "import", EXAMPLES / "statement.csv", "--json", *at).out)
    assert (again["added"], sum(again["known"].values())) == (0, 10)
    more = json.loads(seqmatch("transactions", "import", EXAMPLES / "nadia.csv", "--json", *at).out)
    assert (more["added"], sum(more["known"].values())) == (418 - 59, 59)
    forecast = seqmatch("forecast", "--user", "nadia", "--json", *at)
    assert forecast.code == 0 and '"total_28d"' in forecast.out, forecast.err
    assert seqmatch("store", "tidy", *at).code == 0, "which needs tables of schema 0004"


def test_an_upgraded_store_is_backed_up_and_restored(old_store: Path, seqmatch: Any, tmp_path: Path) -> None:
    backup, back = tmp_path / "backup", tmp_path / "restored.sqlite"
    assert seqmatch("backup", "--out", backup, "--store", old_store).code == 0
    assert json.loads((backup / "manifest.json").read_bytes())["store"]["revision"] == SCHEMA
    assert seqmatch("restore", backup, "--store", back, "--models", tmp_path / "m").code == 0
    listed = ("transactions", "list", "--limit", 1000, "--json", "--store")
    assert seqmatch(*listed, back).out == seqmatch(*listed, old_store).out
