"""Backs up store and models into one folder, and brings them back: verified, whole, into places that are empty.

::

    backup/manifest.json              what it holds: format, release, and the SHA-256 of every file
    backup/store/…                    a copy of the store, see seqmatch.store.copies
    backup/models/<family>/…          every version, which is live, and the audit log

The folder appears under its name when all of it is written. The keys of sealed fields are not in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from seqmatch import __version__
from seqmatch.errors import ArgumentError, ArtifactError
from seqmatch.lifecycle.versions.artifact import MANIFEST, read_version, to_json
from seqmatch.lifecycle.versions.lock import LOCK
from seqmatch.lifecycle.versions.registry import live_name, replace_file, versions
from seqmatch.settings import POINTER
from seqmatch.store.copies import bring_back, copy_store
from seqmatch.store.engine import Store

FORMAT = 1
"""Raised when the layout of a backup changes."""
PRIVATE = 0o700


def back_up(store: Store | None, families: Iterable[Path], out: Path) -> dict[str, Any]:
    """Write a backup of a store and of the folders of families, while both are in use; its manifest.

    Parameters
    ----------
    families : ``models/<family>``; those in which nothing was trained are passed over.

    Raises
    ------
    ArgumentError : ``out`` is there already.
    ArtifactError : a live version is damaged: a backup of it would be worth nothing.
    StoreError : the store cannot be reached.
    """
    if out.exists():
        raise ArgumentError("There is something already. Name a folder that is not there.", path="--out")
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        about: dict[str, Any] = {"format": FORMAT, "release": __version__, "store": None, "models": {}}
        if store is not None:
            (scratch / "store").mkdir()
            about["store"] = copy_store(store, scratch / "store")
        for family in families:
            if (family / POINTER).exists():
                about["models"][family.name] = _copy_family(family, scratch / "models" / family.name)
        about["files"] = {str(file.relative_to(scratch).as_posix()): _digest(file) for file in _files(scratch)}
        replace_file(scratch / MANIFEST, to_json(about))
        scratch.chmod(PRIVATE)
        scratch.rename(out)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return about


def _copy_family(family: Path, to: Path) -> dict[str, Any]:
    """Copy a family. The pointer is read first: a version that goes live meanwhile is not in it."""
    to.mkdir(parents=True)
    pointer = (family / POINTER).read_bytes()
    live = live_name(family)
    assert live is not None
    read_version(family / live)
    for name in versions(family):
        shutil.copytree(family / name, to / name)
    for file in family.iterdir():
        if file.is_file() and file.name not in (POINTER, LOCK) and not file.name.startswith("."):
            shutil.copy2(file, to / file.name)
    (to / POINTER).write_bytes(pointer)
    return {"live": live, "versions": sorted(versions(to))}


def restore(
    folder: Path, address: str | None, models: Path | None, ensure: Callable[[Store], object]
) -> dict[str, Any]:
    """Bring back what a backup holds, all of it verified first; its manifest.

    Parameters
    ----------
    address : of the store to make; None leaves the store out.
    models : the models folder to make; None leaves the models out.
    ensure : makes the tables of the families in a store.

    Raises
    ------
    ArtifactError : no backup, or a file of it is missing or altered; nothing was written.
    ArgumentError : there are models in the folder already; nothing was written.
    StoreError : there is a store already, or it cannot be reached.
    """
    about = read_backup(folder)
    if models is not None:
        taken = [name for name in about["models"] if (models / name).exists() and any((models / name).iterdir())]
        if taken:
            raise ArgumentError(
                f"There are models of {', '.join(taken)} already. Name a folder that is empty.", path="--models"
            )
    if address is not None and about["store"] is not None:
        bring_back(folder / "store", about["store"], address, ensure)
    if models is not None:
        models.mkdir(parents=True, exist_ok=True)
        for name in about["models"]:
            scratch = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=models))
            shutil.copytree(folder / "models" / name, scratch, dirs_exist_ok=True)
            scratch.chmod(0o755)
            scratch.replace(models / name)
    return about


def read_backup(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is as it was written.

    Raises
    ------
    ArtifactError : no backup, or a file is missing, altered or too many.
    """
    try:
        about = dict(json.loads((folder / MANIFEST).read_bytes()))
        listed, written = dict(about["files"]), about["format"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ArtifactError(
            "No backup can be read there. Name a folder that was written by `seqmatch backup`.", path=str(folder)
        ) from None
    if written != FORMAT:
        raise ArtifactError(
            f"was written in format {written}; this seqmatch reads format {FORMAT}.",
            code="artifact_outdated",
            path=str(folder / MANIFEST),
        )
    found = {str(file.relative_to(folder).as_posix()): file for file in _files(folder)}
    for name in sorted({*listed, *found} - {MANIFEST}):
        if name not in found or listed.get(name) != _digest(found[name]):
            raise ArtifactError("is missing or is not what was backed up. Use another backup.", path=str(folder / name))
    return about


def _files(folder: Path) -> list[Path]:
    return sorted(Path(root, name) for root, _, names in os.walk(folder) for name in names)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
