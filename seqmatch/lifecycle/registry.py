"""Which version of a family is live: one small file, swapped atomically."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.lifecycle.artifact import to_json

POINTER = "rollout.json"
_VERSION = re.compile(r"[0-9a-f]{12}")


def live_version(family: Path) -> Path:
    """The folder of the live version of ``family`` (``models/<family>``).

    Raises
    ------
    ModelsMissing : nothing was trained here.
    ArtifactError : the pointer cannot be read or points nowhere.
    """
    pointer = family / POINTER
    try:
        text = pointer.read_bytes()
    except OSError:
        raise ModelsMissing("No trained models here. Train some with `seqmatch train`.", path=str(family)) from None
    try:
        name = json.loads(text)["live"]
    except (ValueError, KeyError, TypeError, RecursionError):
        name = None
    if not isinstance(name, str) or not _VERSION.fullmatch(name):
        raise ArtifactError("cannot be read. Train again with `seqmatch train`.", path=str(pointer))
    if not (family / name).is_dir():
        raise ArtifactError(
            f"names version {name}, which is not there. Restore its folder or train again.", path=str(pointer)
        )
    return family / name


def promote(family: Path, version: str) -> None:
    """Make ``version`` the live one; a crash at any moment leaves the old version live."""
    replace_file(family / POINTER, to_json({"live": version}))


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that readers see the old content or the new one, never a part."""
    handle, scratch = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
