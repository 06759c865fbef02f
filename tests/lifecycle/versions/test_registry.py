"""Which version is live: remembered, refused where it is not whole, changed by one process at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seqmatch.errors import ArtifactError, ModelError, ModelsMissing
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import write_version
from seqmatch.lifecycle.versions.inventory import described, inventory
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.promotion import promote_by_hand, roll_back
from seqmatch.lifecycle.versions.publish import publish
from seqmatch.lifecycle.versions.registry import (
    live_version,
    must_be_sound,
    previous_versions,
    promote,
    rollback,
    versions,
)
from seqmatch.settings import PACKAGE


def written(family: Path, number: int) -> str:
    files = {"one.json": f"{number}\n".encode(), "card.md": b"# A card\n"}
    return write_version(family, files, {"family": ONBOARDING.name, "seed": number})


@pytest.fixture
def family(tmp_path: Path) -> Path:
    return tmp_path / "onboarding"


@pytest.fixture
def three(family: Path) -> tuple[str, str, str]:
    """Three versions, promoted one after the other."""
    first, second, third = (written(family, number) for number in (1, 2, 3))
    for name in (first, second, third):
        promote(family, name)
    return first, second, third


def damage(family: Path, version: str) -> None:
    (family / version / "one.json").write_bytes(b"9\n")


# Rolling back


def test_a_damaged_pointer_says_how_to_make_a_version_live_again(family: Path, three: tuple[str, str, str]) -> None:
    (family / "rollout.json").write_text("{")
    with pytest.raises(ArtifactError, match="seqmatch models promote newest"):
        live_version(family)
    promote_by_hand(family, three[1])
    assert live_version(family).name == three[1]


def test_a_first_version_has_nothing_before_it(family: Path) -> None:
    promote(family, written(family, 1))
    assert json.loads((family / "rollout.json").read_text()) == {"live": versions(family)[0]}
    with pytest.raises(ModelError, match="No version was live before") as refused:
        rollback(family)
    assert refused.value.code == "nothing_before"


def test_rolling_back_goes_one_live_version_further_each_time(family: Path, three: tuple[str, str, str]) -> None:
    first, second, third = three
    assert (live_version(family).name, previous_versions(family)) == (third, [second, first])
    assert (rollback(family), live_version(family).name, previous_versions(family)) == (second, second, [first])
    assert (rollback(family), live_version(family).name, previous_versions(family)) == (first, first, [])
    with pytest.raises(ModelError):
        rollback(family)
    assert live_version(family).name == first


def test_what_is_live_already_is_not_remembered_twice(family: Path, three: tuple[str, str, str]) -> None:
    before = (family / "rollout.json").read_bytes()
    promote(family, three[2])
    assert (family / "rollout.json").read_bytes() == before


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_version_that_is_not_whole_is_not_rolled_back_to(
    family: Path, three: tuple[str, str, str], harm: str
) -> None:
    if harm == "damaged":
        damage(family, three[1])
    else:
        (family / three[1]).rename(family / "elsewhere")
    with pytest.raises(ArtifactError, match=three[1]):
        rollback(family)
    assert (live_version(family).name, previous_versions(family)) == (three[2], [three[1], three[0]])


def test_what_a_stranger_wrote_into_the_history_is_not_followed(family: Path, three: tuple[str, str, str]) -> None:
    (family / "rollout.json").write_text(json.dumps({"live": three[2], "previous": ["../../etc", None, three[0]]}))
    assert rollback(family) == three[0]


# Promoting by hand


def test_a_damaged_version_is_not_promoted(family: Path, three: tuple[str, str, str]) -> None:
    damage(family, three[0])
    with pytest.raises(ArtifactError, match="SHA-256"):
        must_be_sound(family, three[0])
    with pytest.raises(ArtifactError, match="SHA-256"):
        promote_by_hand(family, three[0])
    assert live_version(family).name == three[2]


@pytest.mark.parametrize("name", ["0123456789ab", "../onboarding", "", "HOSTILE"])
def test_a_version_that_is_not_here_is_refused_beside_those_that_are(
    family: Path, three: tuple[str, str, str], name: str
) -> None:
    with pytest.raises(ModelError) as refused:
        promote_by_hand(family, name)
    assert (refused.value.code, refused.value.allowed) == ("version_unknown", tuple(sorted(three)))
    assert "HOSTILE" not in str(refused.value)
    assert live_version(family).name == three[2]


def test_changes_by_hand_are_told_in_the_audit_log(family: Path, three: tuple[str, str, str]) -> None:
    first, _, third = three
    assert promote_by_hand(family, first) == third
    assert roll_back(family) == (third, first)
    assert promote_by_hand(family, third) == third  # live already: nothing happened
    told = [(event["event"], event["version"], event["champion"]) for event in audit.events(family)]
    assert told == [("promote", first, third), ("rollback", third, first)]


@pytest.mark.parametrize(
    "change",
    [
        roll_back,
        lambda family: promote_by_hand(family, versions(family)[0]),
        lambda family: publish(family, {"one.json": b"4\n"}, {"family": ONBOARDING.name, "seed": 4}, "train", {}),
    ],
    ids=["rollback", "promote", "publish"],
)
def test_what_cannot_be_told_in_the_audit_log_does_not_go_live(
    family: Path, three: tuple[str, str, str], change: Callable[[Path], object]
) -> None:
    promote(family, max(three))  # so that the first by name is another
    before = (family / "rollout.json").read_bytes()
    (family / audit.LOG).mkdir()
    with pytest.raises(OSError, match=audit.LOG):
        change(family)
    assert (family / "rollout.json").read_bytes() == before
    (family / audit.LOG).rmdir()
    change(family)
    assert (family / "rollout.json").read_bytes() != before
    assert audit.events(family)[-1]["version"] == live_version(family).name


@pytest.mark.parametrize("change", [roll_back, lambda family: promote_by_hand(family, "0123456789ab")])
def test_where_nothing_was_trained_nothing_is_made(tmp_path: Path, change: object) -> None:
    assert callable(change)
    with pytest.raises(ModelsMissing):
        change(tmp_path / "models" / "onboarding")
    assert list(tmp_path.iterdir()) == []


# What there is


def test_versions_are_listed_from_the_live_one_backwards_with_what_is_wrong(
    family: Path, three: tuple[str, str, str]
) -> None:
    fourth = written(family, 4)
    damage(family, three[0])
    listed = [(entry["version"], entry["live"], entry["steps_back"]) for entry in inventory(family)["versions"]]
    assert listed == [
        (three[2], True, None),
        (three[1], False, 1),
        (three[0], False, 2),
        (fourth, False, None),
    ]
    damaged = inventory(family)["versions"][2]
    assert damaged["state"] == "damaged" and "one.json" in damaged["problem"]


def test_the_live_version_is_described_unless_another_is_named(family: Path, three: tuple[str, str, str]) -> None:
    live, other = described(family, None), described(family, three[0])
    assert (live["version"], live["live"], live["manifest"]["seed"]) == (three[2], True, 3)
    assert (other["version"], other["live"], other["manifest"]["seed"]) == (three[0], False, 1)
    with pytest.raises(ModelError):
        described(family, "0123456789ab")


# One writer at a time


def test_no_version_goes_live_that_the_audit_log_does_not_tell_of(family: Path, three: tuple[str, str, str]) -> None:
    before = live_version(family)
    log = family / "audit.jsonl"
    log.unlink(missing_ok=True)
    log.mkdir()  # nothing can be recorded
    with pytest.raises(OSError):
        publish(family, {"one.json": b"9"}, {"family": "onboarding"}, "train", {})
    assert live_version(family) == before


HOLD = """
import sys, time
from pathlib import Path
from seqmatch.lifecycle.versions.lock import sole_writer
with sole_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_refused_until_the_first_has_ended_however_it_ended(
    family: Path, three: tuple[str, str, str]
) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(family)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"held\n"
    with pytest.raises(ModelError, match="Wait until it has ended") as refused:
        promote_by_hand(family, three[0])
    assert (refused.value.code, live_version(family).name) == ("models_busy", three[2])
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    promote_by_hand(family, three[0])
    assert live_version(family).name == three[0]


def test_what_a_killed_run_left_half_written_is_cleared_by_the_next(family: Path, three: tuple[str, str, str]) -> None:
    whole = sorted(path.name for path in family.iterdir())
    for left in (".writing-a1", ".writing-a1.damaged"):
        (family / left).mkdir()
        (family / left / "one.json").write_bytes(b"half")
    for left in (".rollout.json-x", f".{three[0]}.users-x", ".audit.salt-x"):
        (family / left).write_bytes(b"half")
    with sole_writer(family):
        assert sorted(path.name for path in family.iterdir() if path.name != "training.lock") == whole


def test_folders_in_which_nothing_was_written_do_not_stay(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), sole_writer(tmp_path / "models" / "onboarding"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == [] or sys.platform == "win32"


def test_a_pointer_that_is_there_and_cannot_be_opened_is_no_sign_that_nothing_was_trained(
    family: Path, three: tuple[str, str, str]
) -> None:
    kept = (family / "rollout.json").read_bytes()
    (family / "rollout.json").unlink()
    (family / "rollout.json").mkdir()  # as unreadable as a file can be to everybody
    for change in (lambda: live_version(family), lambda: promote(family, three[0]), lambda: rollback(family)):
        with pytest.raises(ModelError) as refused:
            change()
        assert refused.value.code == "models_out_of_reach"
    (family / "rollout.json").rmdir()
    (family / "rollout.json").write_bytes(kept)
    assert live_version(family).name == three[2]
