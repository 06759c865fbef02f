"""What the lifecycle needs of a family: its name, and how a version's files become models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from seqmatch.errors import ArtifactError
from seqmatch.lifecycle.versions.artifact import Version
from seqmatch.lifecycle.versions.commands import train_command
from seqmatch.lifecycle.versions.feature_versions import FEATURE_VERSIONS

M = TypeVar("M")


@dataclass(frozen=True)
class Family(Generic[M]):
    """Models trained together from the same data and released together under one version.

    Parameters
    ----------
    name : of its folder, ``models/<name>``, and in its manifests.
    load : builds the models from the verified files of a version.
    has_heuristic : whether its questions can be answered without models.
    feature_version : raised whenever one of its features is added, removed, renamed or read differently, or its
        models keep something else; versions of another feature version are refused.
    """

    name: str
    load: Callable[[Version], M]
    has_heuristic: bool = False
    feature_version: int = 1

    def __post_init__(self) -> None:
        if FEATURE_VERSIONS.setdefault(self.name, self.feature_version) != self.feature_version:
            raise ValueError(f"there is another family {self.name!r}, of other features")

    def models(self, version: Version) -> M:
        """The models of a version.

        Raises
        ------
        ArtifactError : the files are whole but hold something else than this release reads.
        """
        try:
            return self.load(version)
        except (KeyError, TypeError, ValueError, IndexError):
            raise ArtifactError(
                f"was written by another release of seqmatch. Train again with `{train_command(self.name)}`.",
                code="artifact_outdated",
                path=version.name,
            ) from None
