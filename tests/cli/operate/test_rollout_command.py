"""``seqmatch rollout show|set``, by exit code and by what is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from seqmatch.lifecycle.versions.registry import live_version


@pytest.fixture
def models(small_models_dir: Path, tmp_path: Path) -> Path:
    """One live version, and a sound copy of nothing else."""
    shutil.copytree(small_models_dir, tmp_path / "models")
    return tmp_path / "models"


def test_a_family_that_was_left_alone_serves_its_live_version_to_everyone(seqmatch: Any, models: Path) -> None:
    ran = seqmatch("rollout", "show", "--models", models)
    live = live_version(models / "onboarding").name
    assert ran.code == 0
    assert f"Version {live} answers everyone." in ran.out
    shown = json.loads(seqmatch("rollout", "show", "--models", models, "--json").out)
    assert (shown["live"], shown["incumbent"], shown["challenger"]) == (live, live, None)
    assert (shown["mode"], shown["canary_pct"], shown["shadow"]) == ("model", 0.0, False)


def test_a_change_says_what_was_and_what_is(seqmatch: Any, models: Path) -> None:
    ran = seqmatch("rollout", "set", "--models", models, "--min-conf", "0.8", "--json")
    told = json.loads(ran.out)
    assert (told["before"]["min_conf"], told["after"]["min_conf"]) == (0.65, 0.8)
    assert "min_conf: 0.8 → 1" in seqmatch("rollout", "set", "--models", models, "--min-conf", "1").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name at least one setting"),
        (("--mode", "heuristic"), "no heuristic"),
        (("--canary-pct", "200"), "rollout.canary_pct"),
        (("--candidate", "0123456789ab"), "no such version"),
        (("--family", "onbording", "--topk", "3"), "Did you mean onboarding?"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_line_and_changes_nothing(
    seqmatch: Any, models: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = (models / "onboarding" / "rollout.json").read_bytes()
    ran = seqmatch("rollout", "set", "--models", models, *arguments)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert told in ran.err
    assert (models / "onboarding" / "rollout.json").read_bytes() == before
