"""Which version of a family is live, which were before, which is rolled out: one file, swapped atomically."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seqmatch.errors import ArtifactError, ModelError, ModelsMissing
from seqmatch.lifecycle.versions.artifact import out_of_reach, read_version, to_json
from seqmatch.lifecycle.versions.commands import promote_command, train_command
from seqmatch.settings import POINTER

MOST_PREVIOUS = 20
"""How many earlier live versions are remembered for rolling back."""
_VERSION = re.compile(r"[0-9a-f]{12}")
_HALF_WRITTEN = (".writing-*", f".{POINTER}-*", ".audit.*-*", ".*.users-*")


def live_version(family: Path) -> Path:
    """The folder of the live version of ``family`` (``models/<family>``).

    Raises
    ------
    ModelsMissing : nothing was trained here: there is no pointer.
    ArtifactError : the pointer says nothing that can be read, or points nowhere.
    ModelError : it is there and cannot be opened; code ``models_out_of_reach``.
    """
    name: str = pointer(family)["live"]
    if not (family / name).is_dir():
        raise ArtifactError(
            f"names version {name}, which is not there. Restore its folder or train again.",
            path=str(family / POINTER),
        )
    return family / name


def live_name(family: Path) -> str | None:
    """The name of the live version, None where nothing readable is live."""
    try:
        return live_version(family).name
    except (ModelsMissing, ArtifactError):
        return None


def previous_versions(family: Path) -> list[str]:
    """Names of the versions that were live before, the latest first.

    Raises
    ------
    ModelsMissing, ArtifactError : as :func:`live_version`.
    """
    listed = pointer(family).get("previous", [])
    return [name for name in listed if _is_name(name)] if isinstance(listed, list) else []


def versions(family: Path) -> list[str]:
    """Names of all version folders under ``family``, sorted; sound or not."""
    if not family.is_dir():
        return []
    return sorted(path.name for path in family.iterdir() if _is_name(path.name) and path.is_dir())


def newest_version(family: Path) -> str:
    """The version that was written last, other than the live one.

    Raises
    ------
    ModelError : there is none; code ``version_unknown``.
    """
    try:
        live: str | None = pointer(family)["live"]
    except ModelError:
        live = None
    others = [name for name in versions(family) if name != live and (family / name / "manifest.json").exists()]
    if not others:
        raise ModelError(
            f"There is no version here but the live one. Write another with `{train_command(family)}`.",
            code="version_unknown",
            path=str(family),
        )
    return max(others, key=lambda name: (family / name / "manifest.json").stat().st_mtime_ns)


def pointer(family: Path) -> dict[str, Any]:
    """What the pointer file says: ``live``, and where there are any ``previous`` and ``rollout``.

    Raises
    ------
    ModelsMissing, ArtifactError : as :func:`live_version`.
    """
    path = family / POINTER
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise nothing_trained(family) from None
    except OSError as error:
        raise out_of_reach(path, error) from None
    try:
        content = json.loads(text)
        name = content["live"]
    except (ValueError, KeyError, TypeError, RecursionError):
        name = None
    if not _is_name(name):
        if versions(family):
            says = f"cannot be read. Make a version live again with `{promote_command(family)}`."
        else:
            says = f"cannot be read. Train again with `{train_command(family)}`."
        raise ArtifactError(says, path=str(path))
    return dict(content)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and _VERSION.fullmatch(name) is not None


def promote(family: Path, version: str) -> None:
    """Make ``version`` the live one; a crash at any moment leaves the old version live."""
    try:
        live, earlier = pointer(family)["live"], previous_versions(family)
    except (ModelsMissing, ArtifactError):
        live, earlier = None, []
    if live == version:
        return
    _point(family, version, earlier if live is None else [live, *earlier])


def must_be_sound(family: Path, version: str) -> None:
    """Refuse a version that is not there, or not whole.

    Raises
    ------
    ModelError : there is no such version; code ``version_unknown``.
    ArtifactError : it is damaged or of another release.
    """
    if version not in versions(family):
        raise no_such_version(family)
    read_version(family / version)


def nothing_trained(family: Path) -> ModelsMissing:
    if versions(family):
        says = f"No version is live here. Make one live with `{promote_command(family)}`."
    else:
        says = f"No trained models here. Train some with `{train_command(family)}`."
    return ModelsMissing(says, path=str(family))


def no_such_version(family: Path) -> ModelError:
    return ModelError(
        "There is no such version here. Name one that is.",
        code="version_unknown",
        path=str(family),
        allowed=versions(family)[:10],
    )


def live_before(family: Path) -> str:
    """The version that was live before the present one, whole.

    Raises
    ------
    ModelsMissing : nothing was trained here.
    ModelError : no earlier version is remembered; code ``nothing_before``.
    ArtifactError : the earlier version is gone or damaged; the live one stays.
    """
    earlier = previous_versions(family)
    if not earlier:
        raise ModelError(
            "No version was live before this one. `seqmatch models promote VERSION` makes any other live.",
            code="nothing_before",
            path=str(family),
        )
    read_version(family / earlier[0])
    return earlier[0]


def rollback(family: Path) -> str:
    """Make the version live that was so before the present one, and give its name. Repeated, it goes further back.

    Raises
    ------
    ModelsMissing, ModelError, ArtifactError : as :func:`live_before`; the live version stays.
    """
    name = live_before(family)
    _point(family, name, previous_versions(family)[1:])
    return name


def _point(family: Path, live: str, previous: list[str]) -> None:
    content: dict[str, Any] = {"live": live}
    if previous:
        content["previous"] = previous[:MOST_PREVIOUS]
    if rollout := _still_tried(family, live):
        content["rollout"] = rollout
    replace_file(family / POINTER, to_json(content))


def set_rollout(family: Path, settings: Mapping[str, Any]) -> None:
    """Keep how the next version is rolled out; what is live stays.

    Raises
    ------
    ModelsMissing, ArtifactError : as :func:`live_version`.
    """
    content = {name: value for name, value in pointer(family).items() if name != "rollout"}
    if settings:
        content["rollout"] = dict(settings)
    replace_file(family / POINTER, to_json(content))


def _still_tried(family: Path, live: str) -> dict[str, Any]:
    """The rollout settings that outlast a change of the live version: a candidate that went live is tried no more."""
    try:
        kept = pointer(family).get("rollout")
    except (ModelsMissing, ArtifactError):
        return {}
    if not isinstance(kept, dict):
        return {}
    ended = {"mode", "candidate", "shadow", "canary_pct"} if kept.get("candidate") == live else set()
    return {name: value for name, value in kept.items() if name not in ended}


def sweep(family: Path) -> None:
    """Remove what a killed run left half written. Only for the one that holds the family's lock."""
    for pattern in _HALF_WRITTEN:
        for left in family.glob(pattern):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write ``data`` to ``path`` so that readers see the old content or the new one, never a part."""
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(scratch).chmod(mode)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
