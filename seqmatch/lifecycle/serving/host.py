"""Keeps verified models in memory, loads each once, and exchanges them when another version goes live."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from seqmatch.errors import ArtifactError, ModelError, ModelsMissing
from seqmatch.lifecycle.serving.rollout import Rollout, settled
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.family import Family
from seqmatch.lifecycle.versions.registry import live_version, pointer
from seqmatch.settings import POINTER, Settings

logger = logging.getLogger(__name__)
M = TypeVar("M")
_Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Standing:
    """What the pointer file said when it last changed."""

    stamp: _Stamp | None
    live: str
    content: Mapping[str, Any]


class ModelHost:
    """Holds the models of one models folder that are in use; safe to use from many threads.

    A promotion, rollback or change of the rollout counts from the next question on. Where the version that went live
    cannot be read, the one that answered before goes on answering.

    Parameters
    ----------
    settings : names the folder.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._standing: dict[str, _Standing] = {}
        self._loaded: dict[str, dict[str, Any]] = {}

    def verify(self, family: Family[Any]) -> None:
        """Check that the live version of a family is complete and unaltered, without loading it.

        Raises
        ------
        ModelsMissing, ArtifactError : names the file at fault.
        """
        read_version(live_version(self._folder(family)))

    def verify_any(self, families: Iterable[Family[Any]]) -> None:
        """As :meth:`verify` of each family; one that is not there leaves the others to answer.

        Raises
        ------
        ModelsMissing : none of them is there.
        ArtifactError : one is damaged; names the file at fault.
        """
        missing, found = [], 0
        for family in families:
            try:
                self.verify(family)
                found += 1
            except ModelsMissing as error:
                missing.append(error)
        if missing and not found:
            raise missing[0]
        for lacks in missing:
            logger.warning("%s Whatever needs them does not answer; the other tools do.", lacks)

    def live(self, family: Family[M]) -> M:
        """The live models of a family; the first call loads them, calls meanwhile wait.

        Raises
        ------
        ModelsMissing, ArtifactError : nothing is live, or it cannot be read; names the file at fault.
        """
        return self.version(family, self._stands(family).live)

    def rollout(self, family: Family[Any], environment: Mapping[str, str] | None = None) -> tuple[str, Rollout]:
        """The name of the live version and how the family is rolled out; see :mod:`seqmatch.lifecycle.serving.rollout`.

        Raises
        ------
        ModelsMissing, ArtifactError, ArgumentError : as :func:`seqmatch.lifecycle.serving.rollout.read_rollout`.
        """
        standing = self._stands(family)
        return standing.live, settled(standing.content, self._folder(family), environment)

    def version(self, family: Family[M], name: str) -> M:
        """The models of one version, loaded when first asked for.

        Raises
        ------
        ArtifactError : it is missing or cannot be read; names the file at fault.
        """
        loaded = self._loaded.setdefault(family.name, {})
        if name not in loaded:
            with self._lock:
                if name not in loaded:
                    loaded[name] = family.models(read_version(self._folder(family) / name))
        models: M = loaded[name]
        return models

    def _folder(self, family: Family[Any]) -> Path:
        return self._settings.family_dir(family.name)

    def _stands(self, family: Family[Any]) -> _Standing:
        folder = self._folder(family)
        standing = self._standing.get(family.name)
        if standing is None or standing.stamp != _stamp(folder):
            with self._lock:
                standing = self._standing.get(family.name)
                stamp = _stamp(folder)
                if standing is None or standing.stamp != stamp:
                    standing = self._standing[family.name] = self._renewed(family, folder, standing, stamp)
        return standing

    def _renewed(self, family: Family[Any], folder: Path, before: _Standing | None, stamp: _Stamp | None) -> _Standing:
        try:
            live, content = live_version(folder).name, pointer(folder)
            if before is not None and before.live != live:
                self.version(family, live)  # what cannot be read does not take over
        except ModelError as error:
            if before is None:
                raise
            logger.warning("Version %s of %s goes on answering: %s", before.live, family.name, error)
            return _Standing(stamp, before.live, before.content)
        try:
            settled(content, folder)
        except ArtifactError as error:  # one bad setting must not stop every answer
            logger.warning("The rollout of %s is passed over: %s", family.name, error)
            kept = before.content.get("rollout") if before is not None else None
            content = {**content, "rollout": kept or {}}
        in_use = {live, (content.get("rollout") or {}).get("candidate")}
        loaded = self._loaded.get(family.name, {})
        self._loaded[family.name] = {name: models for name, models in loaded.items() if name in in_use}
        return _Standing(stamp, live, content)


def _stamp(folder: Path) -> _Stamp | None:
    """What changes whenever the pointer file is replaced; None where there is none."""
    try:
        about = (folder / POINTER).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_ino, about.st_size
