"""Promotes a version or rolls back by hand: under the lock, verified first, recorded in the audit log before."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.lifecycle.versions import audit, registry
from seqmatch.lifecycle.versions.lock import sole_writer


def promote_by_hand(family: Path, version: str) -> str | None:
    """Make a whole version live, and give the name of the one that was (None where that cannot be told).

    Raises
    ------
    ModelsMissing : nothing was trained here.
    ModelError : there is no such version, or another run is at work here.
    ArtifactError : the version is damaged; the live one stays.
    """
    with _with_versions(family):
        before = _live(family)
        registry.must_be_sound(family, version)
        if version != before:
            audit.record(family, "promote", {"version": version, "champion": before, "why": ["By hand."]})
            registry.promote(family, version)
    return before


def roll_back(family: Path) -> tuple[str, str | None]:
    """Return to the version that was live before; gives its name and that of the version it replaced.

    Raises
    ------
    ModelsMissing, ModelError, ArtifactError : as :func:`seqmatch.lifecycle.versions.registry.rollback`; the live
        version stays.
    """
    with _with_versions(family):
        before = _live(family)
        name = registry.live_before(family)
        audit.record(family, "rollback", {"version": name, "champion": before, "why": ["By hand."]})
        registry.rollback(family)
    return name, before


def _with_versions(family: Path) -> AbstractContextManager[None]:
    if not registry.versions(family):
        raise registry.nothing_trained(family)
    return sole_writer(family)


def _live(family: Path) -> str | None:
    try:
        return registry.live_version(family).name
    except (ArtifactError, ModelsMissing):
        return None
