"""From a cohort to a version: the same bytes from the same people, and nothing in them that tells who they are."""

from __future__ import annotations

import json
import math
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from seqmatch.data.synthetic.people.generate import SyntheticCohort
from seqmatch.data.users.cohort import cohort_of
from seqmatch.errors import TrainingError
from seqmatch.families.onboarding.dataset import OnboardingData, onboarding_data
from seqmatch.families.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.features.users.table import FEATURES
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.publish import LIBRARIES
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.schemas.profile import Profile
from seqmatch.settings import MIN_SUPPORT, PACKAGE, Settings

STEMS = {
    "similarity_matcher": {"json", "npz"},
    "goal_classifier": {"json", "npz"},
    "goal_classifier_new_user": {"json", "npz"},
    "goal_classifier_partial": {"json", "npz"},
    "goal_words": {"json"},
    "user_clusters": {"json", "npz"},
    "automation_recommender": {"json", "npz"},
    "user_vectors": {"npy"},
    "user_groups": {"json", "npz"},
    "answer_counts": {"json", "npz"},
    "feature_config": {"json"},
    "archetypes": {"json"},
    "automations": {"json"},
    "cohort": {"json"},
    "metrics": {"json"},
    "recipe": {"json"},
    "reference": {"json"},
    "card": {"md"},
    "manifest": {"json"},
}


def live_files(models: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in live_version(models / "onboarding").iterdir()}


def unpacked(files: dict[str, bytes], folder: Path) -> Iterator[bytes]:
    """Every file, and what is inside those that are archives."""
    for name, data in files.items():
        yield data
        if name.endswith(".npz"):
            (folder / name).write_bytes(data)
            with zipfile.ZipFile(folder / name) as archive:
                yield from (archive.read(member) for member in archive.namelist())


def test_a_version_holds_the_promised_files_and_no_others(small_models_dir: Path) -> None:
    expected = {f"{stem}.{ending}" for stem, endings in STEMS.items() for ending in endings}
    assert set(live_files(small_models_dir)) == expected
    assert [path.name for path in (small_models_dir / "onboarding").iterdir() if path.name.startswith(".")] == []


def test_the_manifest_says_from_what_with_what_and_never_when_or_where(
    small_models_dir: Path, small_source: Source
) -> None:
    manifest = json.loads(live_files(small_models_dir)["manifest.json"])
    assert set(manifest) == {
        *("format", "feature_version", "family", "data", "seed", "seqmatch", "libraries", "processor", "files")
    }
    assert manifest["data"] == {
        "provenance": "synthetic",
        "fingerprint": small_source.fingerprint,
        "profiles": small_source.profiles,
    }
    assert set(manifest["libraries"]) == set(LIBRARIES)


def test_the_feature_config_describes_every_column(small_models_dir: Path) -> None:
    config = json.loads(live_files(small_models_dir)["feature_config.json"])
    assert config["version"] == ONBOARDING.feature_version
    assert [(f["name"], f["unit"], f["weight"], f["step"]) for f in config["features"]] == [
        (f.name, f.unit, f.weight, f.step) for f in FEATURES
    ]


def test_loading_gives_models_that_answer_as_those_that_were_trained(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    from seqmatch.families.onboarding import recipe
    from seqmatch.families.onboarding.dataset import goal_table
    from seqmatch.features.users.goal_inputs import goal_words

    words = goal_words(small_data.rulesets)
    assert small_models.goals.words == words
    trained = recipe.fit_goal_classifier(small_data, words, 7)
    rows = goal_table(small_data, words)[:30]
    assert np.array_equal(small_models.goals.whole.predict_proba(rows), trained.predict_proba(rows))
    matcher = recipe.fit_matcher(small_data, 7)
    row = small_data.table[0]
    assert np.array_equal(small_models.matcher.similar(row, 10).groups, matcher.similar(row, 10).groups)
    assert small_models.groups.people == len(small_data)
    assert len(small_models.groups.facts) == len(small_models.recommender.adoption_) == len(matcher.members_)


def test_what_is_stored_of_a_group_stands_in_one_order_everywhere(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    from seqmatch.families.onboarding import recipe

    matcher = recipe.fit_matcher(small_data, 7)
    again = recipe.fit_recommender(small_data, small_models.items, 7, matcher)
    assert np.array_equal(again.adoption_, small_models.recommender.adoption_)
    for group, members in enumerate(matcher.members_):
        assert small_models.groups.sizes[group] == small_models.recommender.sizes_[group] == len(members)
        common = [code for code in range(3) if (small_data.types == code).sum() >= recipe.LEAST_GROUP]
        assert {small_models.matcher.types_[group]} == set(small_data.types[members]) & set(common)


# The same bytes

TRAIN = """
import sys
from pathlib import Path
from threadpoolctl import threadpool_info
from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.users.cohort import cohort_of
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
made = generate(users=150, seed=11, preset="exam")
cohort = cohort_of(made.profiles, made.rules, "synthetic")
source = Source("synthetic", cohort.fingerprint, len(cohort))
used = set()
def look(step):
    if step != "writing":
        used.update(pool["num_threads"] for pool in threadpool_info())
trees = {"rounds": 5, "forest_rounds": 2, "masked_copies": 1}
few = {"Archetypes": {"ks": [4, 5], "resamples": 2}, "GoalClassifier": trees}
train(onboarding_data(cohort), source, Path(sys.argv[1]), 5, look, settings=few, jobs=int(sys.argv[2]))
print(*used)
"""


def test_training_gives_the_same_bytes_whatever_the_run_the_threads_the_processes_and_the_hash_seed(
    tmp_path: Path,
) -> None:
    trained = {}
    for threads, hash_seed, jobs in (("1", "0", "1"), ("2", "1", "2")):
        folder = tmp_path / f"{threads}-{hash_seed}"
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = {**os.environ, **dict.fromkeys(names, threads)}
        environment |= {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(PACKAGE.parent)}
        ran = subprocess.run(
            [sys.executable, "-c", TRAIN, str(folder), jobs],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=200,
        )
        assert ran.stdout.split() == ["1"]  # inside every library, however many are allowed
        trained[threads, hash_seed] = live_files(folder)
    first, other = trained.values()
    assert sorted(name for name in first if other.get(name) != first[name]) == []


def test_another_seed_gives_another_version(
    few_data: OnboardingData, small_source: Source, quick: Recipe, tmp_path: Path
) -> None:
    one, other = (train(few_data, small_source, tmp_path, seed, settings=quick) for seed in (1, 2))
    assert one != other
    assert live_version(tmp_path / "onboarding").name == other
    assert read_version(tmp_path / "onboarding" / one).manifest["seed"] == 1


# Nothing that tells who they are

CANARY_NAME = "Zyxquill Harbour"
CANARY_CENTS = 8_473_219_37


@pytest.fixture(scope="module")
def with_canaries(
    small_synthetic: SyntheticCohort, quick: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], list[str]]:
    """The files trained on a cohort in which every tenth user has the same odd account name and amount."""
    dollars = f"{CANARY_CENTS / 100:,.2f}"
    canary = f"When funds are received: ${dollars} moves from {CANARY_NAME} to {CANARY_NAME} Savings."
    rules = small_synthetic.rules.with_row_index().with_columns(
        description=pl.when(pl.col("index") % 10 == 0)
        .then(pl.col("description") + pl.lit(f"\n\n{canary}"))
        .otherwise(pl.col("description"))
    )
    cohort = cohort_of(small_synthetic.profiles, rules.drop("index"), "canaries")
    data = onboarding_data(cohort)
    assert sum(CANARY_NAME in (cohort.rule_texts[row] or "") for row in data.rows) >= 20
    folder = tmp_path_factory.mktemp("canaries")
    train(data, Source("operator", cohort.fingerprint, len(cohort)), folder, 3, settings=quick)
    return live_files(folder), list(cohort.user_ids)


def test_no_identifier_account_name_or_rule_text_is_in_any_byte(
    with_canaries: tuple[dict[str, bytes], list[str]], tmp_path: Path
) -> None:
    files, user_ids = with_canaries
    everything = b"\n".join(unpacked(files, tmp_path)).lower()
    secrets = [
        *user_ids,
        *(user.replace("-", "") for user in user_ids),
        *CANARY_NAME.split(),
        " moves from ",
        " goes from ",
    ]
    assert [secret for secret in secrets if secret.lower().encode() in everything] == []


def test_no_exact_amount_is_in_any_byte_however_it_is_written(
    with_canaries: tuple[dict[str, bytes], list[str]], tmp_path: Path
) -> None:
    files, _ = with_canaries
    everything = b"\n".join(unpacked(files, tmp_path))
    dollars = CANARY_CENTS / 100
    texts = [str(CANARY_CENTS), f"{dollars:.2f}", f"{dollars:,.2f}", f"{math.log1p(dollars):.6f}", f"{dollars:.0f}"]
    numbers = (dollars, float(CANARY_CENTS), math.log1p(dollars))
    packed = [struct.pack(kind, number) for kind in "df" for number in numbers] + [struct.pack("q", CANARY_CENTS)]
    assert [text for text in texts if text.encode() in everything] == []
    assert [number for number in packed if number in everything] == []


def test_nothing_is_pickled(with_canaries: tuple[dict[str, bytes], list[str]], tmp_path: Path) -> None:
    files, _ = with_canaries
    for data in unpacked(files, tmp_path):
        assert not data.startswith(b"\x80")
        assert not (data.startswith(b"\x93NUMPY") and b"|O" in data[:128])


def test_groups_are_called_by_number_and_stand_in_no_order_of_the_file(
    small_models: OnboardingModels, small_data: OnboardingData
) -> None:
    from seqmatch.families.onboarding import recipe

    assert small_models.groups.refs[:2] == ("group-01", "group-02")
    order = recipe.fit_matcher(small_data, 7).order_
    assert abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.3


def test_whatever_is_said_of_users_stands_on_enough_of_them(small_models: OnboardingModels) -> None:
    assert [
        set(entry) - {"destination", "kind", "percent_quartiles", "income_ratio_quartiles"}
        for entry in small_models.terms
    ] == [set()] * len(small_models.terms)
    assert small_models.item_support[small_models.item_support > 0].min() >= MIN_SUPPORT
    assert min(small_models.cohort["goals"].values()) >= MIN_SUPPORT
    for entry in small_models.terms:
        for told in (*entry.get("income_ratio_quartiles", ()), *entry.get("percent_quartiles", ())):
            assert told == float(f"{told:.2g}")  # two digits give no amount back
    for card in small_models.cards:
        assert min((a["share"] + 0.005) * card["size"] for a in card["automations"]) >= MIN_SUPPORT  # told in percent


def test_archetypes_are_named_apart_and_add_up_to_everyone(small_models: OnboardingModels) -> None:
    names = [card["name"] for card in small_models.cards]
    assert len(set(names)) == len(names) == small_models.archetypes.k_
    assert sum(card["size"] for card in small_models.cards) == small_models.cohort["size"]
    assert sum(card["share"] for card in small_models.cards) == pytest.approx(1, abs=0.001)


# Data that teaches little or nothing


def replaced(synthetic: SyntheticCohort, **columns: Any) -> OnboardingData:
    kinds = synthetic.profiles.schema
    profiles = synthetic.profiles.with_columns(
        **{name: pl.lit(value, dtype=kinds[name]) for name, value in columns.items()}
    )
    return onboarding_data(cohort_of(profiles, synthetic.rules, "altered"))


@pytest.mark.parametrize("empty", [("OCCUPATION",), ("USER_TYPE",), ("AGE_GROUP", "ANNUALINCOME", "ACTIVATED_PORTS")])
def test_columns_that_nobody_fills_in_are_no_obstacle(
    small_synthetic: SyntheticCohort, quick: Recipe, empty: tuple[str, ...], tmp_path: Path
) -> None:
    data = replaced(small_synthetic, **dict.fromkeys(empty)).subset(np.arange(150))
    train(data, Source("operator", "0", len(data)), tmp_path, 1, settings=quick)
    models = ModelHost(Settings(models_dir=tmp_path)).live(ONBOARDING)
    assert models.cohort["size"] == len(data)
    told = b"".join(live_files(tmp_path)[name] for name in ("archetypes.json", "card.md", "metrics.json"))
    assert re.search(rb"(?i)\bnan\b", told) is None


@pytest.mark.parametrize("goal", [None, "PAY_OFF_DEBT"], ids=["no goal", "one goal"])
def test_goals_that_cannot_be_told_apart_are_refused_and_nothing_is_written(
    small_synthetic: SyntheticCohort, goal: str | None, tmp_path: Path
) -> None:
    data = replaced(small_synthetic, PRODUCTGOAL=goal)
    with pytest.raises(TrainingError, match="PRODUCTGOAL"):
        train(data, Source("operator", "0", len(data)), tmp_path, 1)
    assert list(tmp_path.iterdir()) == []


def test_too_few_users_with_rules_are_refused(small_synthetic: SyntheticCohort) -> None:
    with pytest.raises(TrainingError, match="at least 100"):
        onboarding_data(cohort_of(small_synthetic.profiles, small_synthetic.rules.head(99), "few"))


def test_users_without_a_readable_rule_teach_nothing(
    small_synthetic: SyntheticCohort, small_data: OnboardingData
) -> None:
    unreadable = small_synthetic.rules.with_row_index().with_columns(
        description=pl.when(pl.col("index") < 10).then(pl.lit("no rule at all")).otherwise(pl.col("description"))
    )
    data = onboarding_data(cohort_of(small_synthetic.profiles, unreadable.drop("index"), "altered"))
    assert len(data) == len(small_data) - 10


def test_a_subset_is_those_users_in_the_order_asked_for(small_data: OnboardingData) -> None:
    chosen = np.array([5, 2, 9])
    subset = small_data.subset(chosen)
    assert list(subset.profiles) == [small_data.profiles[i] for i in chosen]
    assert np.array_equal(subset.table, small_data.table[chosen], equal_nan=True)
    assert (subset.goals, subset.uses) == tuple(
        tuple(column[i] for i in chosen) for column in (small_data.goals, small_data.uses)
    )
    assert isinstance(subset.profiles[0], Profile)
