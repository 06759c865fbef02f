"""The audit log: every event once, none lost, nobody named."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqmatch import __version__
from seqmatch.data.users.cohort import Cohort
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.recipe_settings import Recipe
from seqmatch.families.onboarding.training.train import Source, train
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.registry import live_version

VERSION = "0123456789ab"
PRIVATE = sys.platform != "win32"


def test_events_are_read_back_in_the_order_they_happened(tmp_path: Path) -> None:
    audit.record(tmp_path, "train", {"version": VERSION, "why": ["Ünïcode\nand a line"]})
    audit.record(tmp_path, "rollback", {"version": VERSION})
    first, second = audit.events(tmp_path)
    assert (first["event"], first["version"], first["why"]) == ("train", VERSION, ["Ünïcode\nand a line"])
    assert (second["event"], second["code"]["seqmatch"]) == ("rollback", __version__)
    assert datetime.fromisoformat(first["time"]) <= datetime.fromisoformat(second["time"])
    assert len((tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_no_log_is_no_events(tmp_path: Path) -> None:
    assert audit.events(tmp_path) == []


@settings(max_examples=30, deadline=None)
@given(keep=st.integers(min_value=0, max_value=200))
def test_a_line_torn_by_a_crash_costs_that_line_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, keep: int
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    log = folder / "audit.jsonl"
    audit.record(folder, "train", {"number": 1})
    whole = log.read_bytes()
    audit.record(folder, "train", {"number": 2})
    torn = log.read_bytes()[len(whole) :][:keep]
    log.write_bytes(whole + torn)
    audit.record(folder, "train", {"number": 3})
    survived = [event["number"] for event in audit.events(folder)]
    assert survived in ([1, 3], [1, 2, 3])
    assert (survived == [1, 2, 3]) == (len(torn) >= len(whole) - 1)


def test_lines_that_are_no_events_are_passed_over(tmp_path: Path) -> None:
    audit.record(tmp_path, "train", {"number": 1})
    with (tmp_path / "audit.jsonl").open("ab") as log:
        log.write(b'null\n[]\n{"number": 2}\n\xff\xfe\n')
    audit.record(tmp_path, "train", {"number": 3})
    assert [event["number"] for event in audit.events(tmp_path)] == [1, 3]


def test_the_code_is_told_by_release_and_content() -> None:
    code = audit.code()
    assert code["seqmatch"] == __version__
    assert len(code["source"]) == 12 and int(code["source"], 16) >= 0


# Whom a version learned from


def test_who_was_learned_from_is_known_and_who_is_new(tmp_path: Path) -> None:
    audit.remember_users(tmp_path, VERSION, ["ann", "bob"])
    assert audit.seen(tmp_path, VERSION, ["bob", "cleo", "ann"]) == [True, False, True]
    audit.remember_users(tmp_path, VERSION, ["cleo"])
    assert audit.seen(tmp_path, VERSION, ["ann", "cleo", "dan"]) == [True, True, False]


def test_of_a_version_trained_elsewhere_nothing_is_claimed(tmp_path: Path) -> None:
    assert audit.seen(tmp_path, VERSION, ["ann"]) is None


def test_with_another_salt_nothing_is_claimed(tmp_path: Path) -> None:
    audit.remember_users(tmp_path, VERSION, ["ann"])
    (tmp_path / "audit.salt").write_bytes(b"another salt")
    assert audit.seen(tmp_path, VERSION, ["ann"]) is None
    (tmp_path / "audit.salt").unlink()
    assert audit.seen(tmp_path, VERSION, ["ann"]) is None


def test_the_same_user_has_another_hash_in_another_folder(tmp_path: Path) -> None:
    hashes = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        audit.remember_users(tmp_path / name, VERSION, ["ann"])
        hashes.append(audit.users_of(tmp_path / name, VERSION))
    assert [len(found or ()) for found in hashes] == [1, 1]
    assert hashes[0] != hashes[1]


# What training tells


@pytest.fixture(scope="module")
def trained(
    few_data: OnboardingData, small_cohort: Cohort, quick: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    source = Source("synthetic", small_cohort.fingerprint, len(small_cohort), small_cohort.user_ids)
    train(few_data, source, folder, 7, settings=quick)
    return folder / "onboarding"


def test_training_is_recorded_with_data_code_seed_sizes_metrics_and_decision(
    trained: Path, few_data: OnboardingData, small_source: Source
) -> None:
    (event,) = audit.events(trained)
    metrics = json.loads((live_version(trained) / "metrics.json").read_text())
    told = {name: event[name] for name in event if name not in ("time", "seconds", "code")}
    assert told == {
        "event": "train",
        "version": live_version(trained).name,
        "data": {
            "provenance": "synthetic",
            "fingerprint": small_source.fingerprint,
            "profiles": small_source.profiles,
        },
        "users": len(few_data),
        "labelled_users": len(few_data.labelled),
        "seed": 7,
        "metrics": metrics,
        "decision": "promoted",
        "why": ["Training promotes without comparing."],
    }
    assert event["code"] == audit.code() and event["seconds"] >= 0


def test_the_version_is_the_same_bytes_as_where_nobody_is_remembered(
    trained: Path, few_data: OnboardingData, small_source: Source, quick: Recipe, tmp_path: Path
) -> None:
    train(few_data, small_source, tmp_path, 7, settings=quick)
    assert live_version(trained).name == live_version(tmp_path / "onboarding").name
    assert list((tmp_path / "onboarding").glob("*.users")) == []


def test_nothing_beside_the_versions_tells_who_was_learned_from(
    trained: Path, small_cohort: Cohort, few_data: OnboardingData
) -> None:
    name = live_version(trained).name
    beside = [path for path in trained.iterdir() if path.is_file()]
    assert {path.name for path in beside} - {"training.lock"} == {
        *("audit.jsonl", "audit.salt", "rollout.json", f"{name}.users")
    }
    content = b"".join(path.read_bytes() for path in beside)
    assert [user for user in small_cohort.user_ids if user.encode() in content] == []
    learned = {int(row) for row in few_data.rows}
    assert audit.seen(trained, name, small_cohort.user_ids) == [row in learned for row in range(len(small_cohort))]


@pytest.mark.skipif(not PRIVATE, reason="Windows has no such modes")
def test_only_the_owner_may_read_what_could_tell(trained: Path) -> None:
    private = [
        path for path in trained.iterdir() if path.is_file() and path.name not in ("rollout.json", "training.lock")
    ]
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
