"""``seqmatch models``: list, show, verify, promote and roll back, by exit code and by what is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from seqmatch.data.users.cohort import Cohort
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.versions.registry import live_version


@pytest.fixture(scope="module")
def trained_twice(
    few_data: OnboardingData, small_cohort: Cohort, quick: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, str]:
    folder = tmp_path_factory.mktemp("twice")
    source = Source("synthetic", small_cohort.fingerprint, len(small_cohort), small_cohort.user_ids)
    first, second = (train(few_data, source, folder, seed, settings=quick) for seed in (1, 2))
    return folder, first, second


@pytest.fixture
def models(trained_twice: tuple[Path, str, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained_twice[0], tmp_path / "models"))


@pytest.fixture
def first(trained_twice: tuple[Path, str, str]) -> str:
    return trained_twice[1]


@pytest.fixture
def second(trained_twice: tuple[Path, str, str]) -> str:
    return trained_twice[2]


def test_versions_are_listed_with_the_live_one_first(
    seqmatch: Any, models: Path, first: str, second: str, few_data: OnboardingData
) -> None:
    told = json.loads(seqmatch("models", "list", "--models", models, "--json").out)
    assert (told["live"], told["previous"]) == (second, [first])
    assert [
        (entry["version"], entry["live"], entry["state"], entry["users"], entry["seed"]) for entry in told["versions"]
    ] == [(second, True, "whole", len(few_data), 2), (first, False, "whole", len(few_data), 1)]
    assert all(entry["trained"] for entry in told["versions"])
    table = seqmatch("models", "list", "--models", models)
    assert table.code == 0
    lines = [line for line in table.out.splitlines() if first in line or second in line]
    assert ["live" in lines[0], "1 back" in lines[1]] == [True, True]


def test_a_version_is_shown_with_its_card_and_history(seqmatch: Any, models: Path, first: str, second: str) -> None:
    told = json.loads(seqmatch("models", "show", first, "--models", models, "--json").out)
    assert (told["version"], told["live"], told["manifest"]["seed"]) == (first, False, 1)
    assert [event["event"] for event in told["events"]] == ["train"]
    assert "GoalClassifier" in told["recipe"]
    ran = seqmatch("models", "show", "--models", models)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# Onboarding models")
    assert f"Version {second} (live)" in ran.out


def test_every_file_of_every_version_is_verified(seqmatch: Any, models: Path, first: str, second: str) -> None:
    ran = seqmatch("models", "verify", "--models", models)
    assert (ran.code, sorted(ran.out.splitlines())) == (0, sorted([f"{second}  whole (live)", f"{first}  whole"]))
    for path in sorted((models / "onboarding" / first).iterdir()):
        content = path.read_bytes()
        path.write_bytes(content[:-2])
        ran = seqmatch("models", "verify", "--models", models, "--json")
        states = {entry["version"]: entry for entry in json.loads(ran.out)["versions"]}
        assert (ran.code, states[first]["state"], states[second]["state"]) == (1, "damaged", "whole")
        assert path.name in states[first]["problem"]
        path.write_bytes(content)


def test_rolling_back_and_promoting_again(seqmatch: Any, models: Path, first: str, second: str) -> None:
    family = models / "onboarding"
    ran = seqmatch("models", "rollback", "--models", models, "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"live": first, "before": second})
    assert live_version(family).name == first
    refused = seqmatch("models", "rollback", "--models", models)
    assert (refused.code, refused.out) == (2, "") and "No version was live before" in refused.err
    ran = seqmatch("models", "promote", second, "--models", models)
    assert (ran.code, ran.out) == (0, f"{second} is live now; before it was {first}.\n")
    assert live_version(family).name == second
    assert seqmatch("models", "promote", second, "--models", models).out == f"{second} was live already.\n"


def test_a_damaged_version_is_not_promoted(seqmatch: Any, models: Path, first: str, second: str) -> None:
    (models / "onboarding" / first / "card.md").unlink()
    ran = seqmatch("models", "promote", first, "--models", models)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "card.md" in ran.err
    assert live_version(models / "onboarding").name == second


@pytest.mark.parametrize("command", [("list",), ("show",), ("verify",), ("rollback",), ("promote", "0123456789ab")])
def test_where_nothing_was_trained_each_says_so(seqmatch: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = seqmatch("models", *command, "--models", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert "seqmatch train" in ran.err
    assert list(tmp_path.iterdir()) == []
