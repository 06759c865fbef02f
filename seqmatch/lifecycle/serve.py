"""Trained models in memory: verified first, loaded once, exchanged when another version goes live."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from seqmatch.errors import ModelError
from seqmatch.lifecycle.artifact import read_version
from seqmatch.lifecycle.family import Family
from seqmatch.lifecycle.onboarding.models import ONBOARDING, OnboardingModels
from seqmatch.lifecycle.registry import POINTER, live_version
from seqmatch.settings import Settings

logger = logging.getLogger(__name__)
M = TypeVar("M")
_Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Held:
    """Loaded models, and the pointer file they were loaded for."""

    stamp: _Stamp | None
    version: str
    models: Any


class ModelHost:
    """Holds the live models of the families of one models folder; safe to use from many threads.

    A promotion or rollback counts from the next question on. Where the version that went live cannot be read, the one
    that answered before goes on answering.

    Parameters
    ----------
    settings : names the folder.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.models_dir
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}

    def verify(self, family: Family[Any] = ONBOARDING) -> None:
        """Check that the live version is complete and unaltered, without loading it.

        Raises
        ------
        ModelsMissing, ArtifactError : names the file at fault.
        """
        read_version(live_version(self._folder / family.name))

    def live(self, family: Family[M]) -> M:
        """The live models of a family; the first call loads them, calls meanwhile wait.

        Raises
        ------
        ModelsMissing, ArtifactError : nothing is live, or it cannot be read; names the file at fault.
        """
        folder = self._folder / family.name
        held = self._held.get(family.name)
        if held is None or held.stamp != _stamp(folder):
            with self._lock:
                held = self._held.get(family.name)
                stamp = _stamp(folder)
                if held is None or held.stamp != stamp:
                    held = self._held[family.name] = _renewed(family, folder, held, stamp)
        models: M = held.models
        return models

    def onboarding(self) -> OnboardingModels:
        """The live onboarding models."""
        return self.live(ONBOARDING)


def _renewed(family: Family[Any], folder: Path, held: _Held | None, stamp: _Stamp | None) -> _Held:
    try:
        live = live_version(folder)
        if held is not None and held.version == live.name:
            return _Held(stamp, held.version, held.models)
        return _Held(stamp, live.name, family.models(read_version(live)))
    except ModelError as error:
        if held is None:
            raise
        logger.warning("Version %s of %s goes on answering: %s", held.version, family.name, error)
        return _Held(stamp, held.version, held.models)


def _stamp(folder: Path) -> _Stamp | None:
    """What changes whenever the pointer file is replaced; None where there is none."""
    try:
        about = (folder / POINTER).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_ino, about.st_size
