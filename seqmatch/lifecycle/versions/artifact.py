"""Reads and writes a version: a folder of JSON, arrays and text trees, named by the hash of its files.

Nothing is unpickled, and nothing is parsed before the manifest has vouched for its bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqmatch.errors import ArtifactError, ModelError
from seqmatch.lifecycle.versions.commands import train_command
from seqmatch.lifecycle.versions.feature_versions import FEATURE_VERSIONS

if TYPE_CHECKING:
    import numpy as np

    from seqmatch.estimators.state import State

FORMAT = 2
"""Raised when the layout of a version changes; versions of another format are refused."""
MANIFEST = "manifest.json"

Files = dict[str, bytes]


@dataclass(frozen=True)
class Version:
    """A verified model version: its name, its manifest and the bytes of its files."""

    name: str
    manifest: dict[str, Any]
    files: Files


def to_json(value: object) -> bytes:
    """Canonical, readable JSON: sorted keys, no NaN, a final newline."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def pack_array(array: np.ndarray[Any, Any]) -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def pack(stem: str, state: State) -> Files:
    """An estimator's state as files: ``<stem>.json`` and, where it has arrays, ``<stem>.npz``."""
    import numpy as np

    files = {f"{stem}.json": to_json(state.params)}
    if state.arrays:
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **state.arrays)
        files[f"{stem}.npz"] = buffer.getvalue()
    return files


def unpack(stem: str, files: Mapping[str, bytes]) -> State:
    """The state that :func:`pack` wrote."""
    import numpy as np

    from seqmatch.estimators.state import State

    arrays: dict[str, Any] = {}
    if (packed := files.get(f"{stem}.npz")) is not None:
        with np.load(io.BytesIO(packed), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    return State(json.loads(files[f"{stem}.json"]), arrays)


def unpack_array(name: str, files: Mapping[str, bytes]) -> Any:
    import numpy as np

    return np.load(io.BytesIO(files[name]), allow_pickle=False)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def version_name(files: Mapping[str, bytes]) -> str:
    """The first 12 hex digits of the hash of the files' names and hashes."""
    listing = "".join(f"{name} {_digest(data)}\n" for name, data in sorted(files.items()))
    return _digest(listing.encode())[:12]


def write_version(family: Path, files: Files, about: Mapping[str, Any]) -> str:
    """Write a version folder under ``family`` and give its name. A sound version already there is left as it is.

    The folder appears under its name only when every file in it is complete; a damaged one is replaced.
    """
    name = version_name(files)
    target = family / name
    if target.exists() and _is_sound(target):
        return name
    listing = {file: {"size": len(data), "sha256": _digest(data)} for file, data in sorted(files.items())}
    manifest = {"format": FORMAT, "feature_version": FEATURE_VERSIONS[about["family"]], **about, "files": listing}
    family.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=family))
    damaged = scratch.with_suffix(".damaged")
    try:
        for file, data in {**files, MANIFEST: to_json(manifest)}.items():
            with (scratch / file).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        scratch.chmod(0o755)
        if target.exists():
            target.rename(damaged)
        scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if target.exists():
            shutil.rmtree(damaged, ignore_errors=True)
    return name


def _is_sound(folder: Path) -> bool:
    try:
        read_version(folder)
    except ArtifactError:
        return False
    return True


def read_version(folder: Path) -> Version:
    """Read and verify a version folder; every byte is checked before any of it is parsed.

    Raises
    ------
    ArtifactError : a file is missing, truncated or altered, or another release of seqmatch wrote it. Names the file.
    """
    manifest = _manifest(folder)
    files: Files = {}
    for name, listed in manifest["files"].items():
        data = _bytes(folder, name)
        if len(data) != listed["size"]:
            raise _damaged(folder, name, f"has {len(data)} bytes where the manifest lists {listed['size']}")
        if _digest(data) != listed["sha256"]:
            raise _damaged(folder, name, "is not the file that was trained: its SHA-256 differs from the manifest")
        files[name] = data
    if version_name(files) != folder.name:
        raise _damaged(folder, MANIFEST, "does not list the files this version was named for")
    return Version(folder.name, manifest, files)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(_bytes(folder, MANIFEST))
        entries = manifest["files"].items()
        readable = all(_is_plain(name) and {"size", "sha256"} <= entry.keys() for name, entry in entries)
        written = manifest["format"], manifest["feature_version"]
        read = FORMAT, FEATURE_VERSIONS[manifest["family"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _damaged(folder, MANIFEST, "cannot be read") from None
    if not readable:
        raise _damaged(folder, MANIFEST, "cannot be read")
    if written != read:
        newer = any(isinstance(theirs, int) and theirs > ours for theirs, ours in zip(written, read, strict=True))
        raise ArtifactError(
            f"was written for format {written[0]}, features {written[1]}; this seqmatch reads format {read[0]}, "
            f"features {read[1]}. {'Upgrade seqmatch, or train' if newer else 'Train'} again with "
            f"`{train_command(folder.parent)}`.",
            code="artifact_outdated",
            path=str(folder / MANIFEST),
        )
    return dict(manifest)


def _is_plain(name: str) -> bool:
    """Whether a name stays inside its folder on every operating system."""
    return re.fullmatch(r"[A-Za-z0-9_-]+\.[a-z]+", name) is not None


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise _damaged(folder, name, "is missing or cannot be opened") from None
    except OSError as error:
        raise out_of_reach(folder / name, error) from None


def out_of_reach(path: Path, error: OSError) -> ModelError:
    """What is there and cannot be opened now is neither missing nor damaged: nothing may be trained in its place."""
    return ModelError(
        f"cannot be opened ({error.strerror or type(error).__name__}). Mend that, then try again: nothing was changed.",
        code="models_out_of_reach",
        path=str(path),
    )


def _damaged(folder: Path, name: str, what: str) -> ArtifactError:
    return ArtifactError(
        f"{what}. Restore it from a backup or train again with `{train_command(folder.parent)}`.",
        path=str(folder / name),
    )
