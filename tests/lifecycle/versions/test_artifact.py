"""A version on disk: whole or refused by name, never half there, never parsed before its bytes are vouched for."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.estimators.state import State
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions import artifact
from seqmatch.lifecycle.versions.artifact import FORMAT, pack, pack_array, read_version, to_json, unpack, write_version
from seqmatch.lifecycle.versions.registry import live_version, must_be_sound, promote
from seqmatch.settings import PACKAGE, Settings

ABOUT = {"family": "onboarding", "seed": 1}
FILES = {"one.json": b"{}\n", "two.npz": b"two", "card.md": b"# A card\n"}


@pytest.fixture
def family(tmp_path: Path) -> Path:
    return tmp_path / "onboarding"


@pytest.fixture
def version(family: Path) -> Path:
    return family / write_version(family, FILES, ABOUT)


@pytest.fixture
def models(small_models_dir: Path, tmp_path: Path) -> Path:
    """A copy of the trained models that may be damaged."""
    return Path(shutil.copytree(small_models_dir, tmp_path / "models"))


def manifest_of(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return read


def refusal(folder: Path) -> ArtifactError:
    with pytest.raises(ArtifactError) as refused:
        read_version(folder)
    assert len(str(refused.value).splitlines()) == 1
    return refused.value


def test_what_was_written_is_read_back(version: Path) -> None:
    read = read_version(version)
    assert (read.name, read.files, read.manifest["seed"]) == (version.name, FILES, 1)


def test_the_manifest_lists_every_file_with_its_size_and_hash_and_no_clock(version: Path) -> None:
    assert manifest_of(version) == {
        "format": FORMAT,
        "feature_version": ONBOARDING.feature_version,
        **ABOUT,
        "files": {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in FILES.items()
        },
    }


def test_a_version_is_named_by_what_its_files_hold(family: Path) -> None:
    name = write_version(family, FILES, ABOUT)
    assert write_version(family, FILES, ABOUT) == name
    assert write_version(family, FILES | {"card.md": b"# Another\n"}, ABOUT) != name
    assert len(list(family.iterdir())) == 2


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["altered", "truncated", "longer", "empty", "missing", "a folder"])
def test_a_damaged_file_is_refused_by_its_name(version: Path, name: str, how: str) -> None:
    path = version / name
    data = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how != "missing":
        changed = {"altered": data[:-1] + b"!", "truncated": data[:-1], "longer": data + b"!", "empty": b""}
        path.write_bytes(changed[how])
    refused = refusal(version)
    assert refused.path == str(path)
    assert "seqmatch train" in refused.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04\x95garbage",
        b"not json",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"files": []}',
        b'{"files": {"one.json": 3}}',
        b'{"files": {"one.json": {}}}',
        b'{"files": {"one.json": {"size": 3, "sha256": "0"}}}',
        b"[" * 100_000,
        b'{"format": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda content: content[:30].decode(errors="replace"),
)
def test_a_manifest_that_is_none_is_refused(version: Path, content: bytes) -> None:
    (version / "manifest.json").write_bytes(content)
    assert refusal(version).path == str(version / "manifest.json")


@pytest.mark.parametrize(
    "name",
    [
        "../escape.json",
        "/etc/passwd",
        "..",
        ".",
        "",
        "a/b.json",
        "a\\b.json",
        "C:x.json",
        "a\0.json",
        "one.json\n",
        "é.json",
    ],
)
def test_a_manifest_that_names_a_file_elsewhere_is_refused_before_it_is_opened(version: Path, name: str) -> None:
    (version.parent / "escape.json").write_bytes(b"outside")
    listed = manifest_of(version)
    listed["files"][name] = {"size": 7, "sha256": hashlib.sha256(b"outside").hexdigest()}
    (version / "manifest.json").write_text(json.dumps(listed))
    refused = refusal(version)
    assert refused.path == str(version / "manifest.json")
    assert "outside" not in str(refused)


@pytest.mark.parametrize("key", ["format", "feature_version"])
@pytest.mark.parametrize("value", [0, 99, "1", None])
def test_another_format_or_feature_version_is_refused_with_what_to_do(version: Path, key: str, value: object) -> None:
    (version / "manifest.json").write_text(json.dumps(manifest_of(version) | {key: value}))
    refused = refusal(version)
    assert (refused.code, refused.path) == ("artifact_outdated", str(version / "manifest.json"))
    assert "seqmatch train" in refused.message


def test_models_of_the_release_before_are_refused_wherever_they_are_asked_for(models: Path) -> None:
    family = models / "onboarding"
    live = live_version(family)
    before = manifest_of(live) | {"feature_version": ONBOARDING.feature_version - 1}
    (live / "manifest.json").write_text(json.dumps(before))
    for asked in (
        lambda: ModelHost(Settings(models_dir=models)).live(ONBOARDING),
        lambda: must_be_sound(family, live.name),  # before it is promoted
    ):
        with pytest.raises(ArtifactError, match="Train again with `seqmatch train") as refused:
            asked()
        assert refused.value.code == "artifact_outdated"


def test_whole_files_that_lack_what_the_models_need_are_of_another_release(models: Path) -> None:
    family = models / "onboarding"
    whole = read_version(live_version(family))
    state = unpack("automation_recommender", whole.files)
    del state.arrays["purposes"]  # which earlier releases did not write
    about = {key: told for key, told in whole.manifest.items() if key not in ("format", "feature_version", "files")}
    promote(family, write_version(family, {**whole.files, **pack("automation_recommender", state)}, about))
    says = r"another release of seqmatch\. Train again with `seqmatch train"
    with pytest.raises(ArtifactError, match=says) as refused:
        ModelHost(Settings(models_dir=models)).live(ONBOARDING)
    assert refused.value.code == "artifact_outdated"


def test_a_manifest_that_agrees_with_altered_files_still_does_not_agree_with_the_name(version: Path) -> None:
    (version / "card.md").write_bytes(b"# Altered\n")
    listed = manifest_of(version)
    listed["files"]["card.md"] = {"size": 10, "sha256": hashlib.sha256(b"# Altered\n").hexdigest()}
    (version / "manifest.json").write_text(json.dumps(listed))
    assert refusal(version).path == str(version / "manifest.json")


def test_a_file_left_out_of_the_manifest_does_not_go_unnoticed(version: Path) -> None:
    listed = manifest_of(version)
    del listed["files"]["two.npz"]
    (version / "manifest.json").write_text(json.dumps(listed))
    assert refusal(version).path == str(version / "manifest.json")


def test_garbage_in_place_of_trained_arrays_never_reaches_a_parser(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*arguments: object, **options: object) -> None:
        raise AssertionError("parsed before it was verified")

    victims = sorted(p for p in live_version(models / "onboarding").iterdir() if p.name != "manifest.json")
    assert {victim.suffix for victim in victims} == {".json", ".npz", ".npy", ".md"}
    monkeypatch.setattr(np, "load", parsed)
    for victim in victims:
        whole = victim.read_bytes()
        victim.write_bytes(b"\x80\x04" + whole[2:])
        with pytest.raises(ArtifactError) as refused:
            ModelHost(Settings(models_dir=models)).live(ONBOARDING)
        assert refused.value.path == str(victim)
        victim.write_bytes(whole)
    with pytest.raises(AssertionError, match="parsed before"):  # sound files do reach the parser
        ModelHost(Settings(models_dir=models)).live(ONBOARDING)


def test_training_again_mends_a_damaged_version(version: Path) -> None:
    (version / "two.npz").write_bytes(b"???")
    (version / "card.md").unlink()
    assert write_version(version.parent, FILES, ABOUT) == version.name
    assert read_version(version).files == FILES
    assert [path.name for path in version.parent.iterdir()] == [version.name]


def test_states_survive_without_pickle() -> None:
    state = State({"k": 3, "names": ["é", "🌴"]}, {"a": np.array([[1.5, np.nan]]), "b": np.arange(3)})
    files = pack("model", state)
    assert sorted(files) == ["model.json", "model.npz"]
    again = unpack("model", files)
    assert again.params == state.params
    assert set(again.arrays) == {"a", "b"}
    assert [np.array_equal(again.arrays[name], state.arrays[name], equal_nan=True) for name in "ab"] == [True, True]


def test_objects_and_nan_are_refused_when_writing() -> None:
    with pytest.raises(ValueError, match="Object arrays"):
        pack_array(np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="Object arrays"):
        pack("model", State({}, {"a": np.array([{}], dtype=object)}))
    with pytest.raises(ValueError, match="JSON"):
        to_json({"value": float("nan")})


# A crash at any moment


def crash(*arguments: object, **options: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("what", "name"),
    [(os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "chmod"), (artifact, "to_json")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_crash_while_a_new_version_is_written_leaves_the_old_one_live(
    version: Path, monkeypatch: pytest.MonkeyPatch, what: object, name: str
) -> None:
    family = version.parent
    promote(family, version.name)
    with monkeypatch.context() as broken:
        broken.setattr(what, name, crash)
        with pytest.raises(KeyboardInterrupt):
            promote(family, write_version(family, FILES | {"card.md": b"# New\n"}, ABOUT))
    assert live_version(family) == version
    assert read_version(live_version(family)).files == FILES
    assert [path.name for path in family.iterdir() if path.name.startswith(".")] == []


WRITE_FOREVER = """
import sys
from pathlib import Path
from seqmatch.families.onboarding.models import ONBOARDING
from seqmatch.lifecycle.versions.artifact import write_version
from seqmatch.lifecycle.versions.registry import promote
family = Path(sys.argv[1])
print("go", flush=True)
number = 0
while True:
    number += 1
    files = {f"{name}.json": f"{number} {name}".encode() * 500 for name in "abcdef"}
    promote(family, write_version(family, files, {"family": ONBOARDING.name}))
"""


def test_a_process_killed_at_any_moment_leaves_a_whole_version_live(version: Path) -> None:
    family = version.parent
    promote(family, version.name)
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    for after in (0.003, 0.01, 0.02, 0.05):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOREVER, str(family)], env=environment, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert read_version(live_version(family)).files
    assert len(list(family.iterdir())) > 2


# The pointer


def test_nothing_trained_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelsMissing, match="seqmatch train"):
        live_version(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'"x"',
        b'{"live": null}',
        b'{"live": "../../etc"}',
        b'{"live": "0123456789AB"}',
        b'{"live": "0123456789ab\\n"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
    ids=lambda content: content[:24].decode(errors="replace"),
)
def test_a_pointer_that_names_no_version_is_refused(version: Path, content: bytes) -> None:
    pointer = version.parent / "rollout.json"
    pointer.write_bytes(content)
    with pytest.raises(ArtifactError) as refused:
        live_version(version.parent)
    assert refused.value.path == str(pointer)


def test_a_pointer_to_a_version_that_is_gone_is_refused_by_its_name(version: Path) -> None:
    promote(version.parent, "0123456789ab")
    with pytest.raises(ArtifactError, match="0123456789ab"):
        live_version(version.parent)
