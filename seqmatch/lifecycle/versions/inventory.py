"""Lists the versions of a family, whether each is sound, and what is known of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from seqmatch.errors import ArtifactError, ModelsMissing
from seqmatch.lifecycle.versions import audit, registry
from seqmatch.lifecycle.versions.artifact import read_version


def inventory(family: Path) -> dict[str, Any]:
    """Every version of ``family``, the live one first, then those that were live before it, then the others.

    Raises
    ------
    ModelsMissing : nothing was trained here.
    ArtifactError : the pointer cannot be read or points nowhere.
    """
    live, previous = _live(family)
    trained = {
        event.get("version"): event["time"]
        for event in audit.events(family)
        if event["event"] in ("train", "retrain") and event.get("decision") == "promoted"
    }
    entries = [
        {
            **_state(family / name),
            "live": name == live,
            "steps_back": _place(previous, name),
            "trained": trained.get(name),
        }
        for name in registry.versions(family)
    ]
    entries.sort(key=lambda entry: (not entry["live"], entry["steps_back"] or len(previous) + 1, entry["version"]))
    return {"live": live, "previous": previous, "versions": entries}


def _live(family: Path) -> tuple[str | None, list[str]]:
    """The live version and those before it; None where there are versions, and none was made live yet."""
    try:
        return registry.live_version(family).name, registry.previous_versions(family)
    except ModelsMissing:
        if not registry.versions(family):
            raise
        return None, []


def _place(previous: list[str], name: str) -> int | None:
    """How many rollbacks lead to the version; None where none does."""
    return previous.index(name) + 1 if name in previous else None


def _state(folder: Path) -> dict[str, Any]:
    """``whole``, ``damaged`` or ``outdated``, the problem in words, and what the version says of its data."""
    entry: dict[str, Any] = {"version": folder.name, "state": "whole", "problem": None}
    about: dict[str, Any] = dict.fromkeys(("users", "labelled_users", "provenance", "seed"))
    try:
        version = read_version(folder)
        metrics = json.loads(version.files["metrics.json"])
        about = {name: metrics.get(name) for name in ("users", "labelled_users", "provenance")}
        about["seed"] = version.manifest.get("seed")
    except ArtifactError as error:
        entry |= {"state": "outdated" if error.code == "artifact_outdated" else "damaged", "problem": str(error)}
    except (KeyError, ValueError, AttributeError):
        entry |= {"state": "outdated", "problem": "was written by another release of seqmatch."}
    return {**entry, **about}


def described(family: Path, version: str | None) -> dict[str, Any]:
    """All that is known of a version, the live one by default: manifest, recipe, metrics, card and events.

    Raises
    ------
    ModelsMissing : nothing was trained here.
    ModelError : there is no such version; code ``version_unknown``.
    ArtifactError : it is damaged.
    """
    live = registry.live_version(family).name
    name = version or live
    if name not in registry.versions(family):
        raise registry.no_such_version(family)
    read = read_version(family / name)
    return {
        "version": name,
        "live": name == live,
        "manifest": read.manifest,
        "recipe": _json(read.files.get("recipe.json")),
        "metrics": _json(read.files.get("metrics.json")),
        "card": read.files.get("card.md", b"").decode(),
        "events": [event for event in audit.events(family) if event.get("version") == name],
    }


def _json(packed: bytes | None) -> Any:
    return None if packed is None else json.loads(packed)
