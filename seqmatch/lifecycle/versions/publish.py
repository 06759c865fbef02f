"""Publishes a trained version: writes it, records it in the audit log, makes it live."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from seqmatch import __version__
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.artifact import Files, write_version
from seqmatch.lifecycle.versions.registry import promote

LIBRARIES = ("numpy", "scikit-learn", "lightgbm")


def about(family: str, data: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """What the manifest says of a version beside its files; no clock time, no place.

    Parameters
    ----------
    data : whose data it was trained on, its fingerprint, and how many rows.
    """
    return {
        "family": family,
        "data": dict(data),
        "seed": seed,
        "seqmatch": __version__,
        "libraries": {name: version(name) for name in LIBRARIES},
        "processor": platform.machine(),
    }


def publish(
    folder: Path,
    files: Files,
    manifest: Mapping[str, Any],
    event: str,
    facts: Mapping[str, Any],
    learned_from: Iterable[str] = (),
    *,
    live: bool = True,
) -> str:
    """Write a version, keep the hashes of whom it learned from, record the event and make the version live.

    The pointer moves last: killed before that, the old version is live, and no version goes live unrecorded.

    Parameters
    ----------
    folder : ``models/<family>``; its lock is held by the caller.
    manifest : what :func:`about` gives.
    learned_from : identifiers; only salted hashes of them are kept, beside the version.
    live : False leaves the live version live, for the new one to be tried first.

    Returns
    -------
    The version's name.
    """
    name = write_version(folder, files, manifest)
    met = tuple(learned_from)
    if met:
        audit.remember_users(folder, name, met)
    audit.record(folder, event, {"version": name, **facts})
    if live:
        promote(folder, name)
    return name
