"""What the lifecycle knows of a family: its name, and how a version of it becomes models in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from seqmatch.errors import ArtifactError
from seqmatch.lifecycle.versions.artifact import Version
from seqmatch.lifecycle.versions.commands import train_command

M = TypeVar("M")


@dataclass(frozen=True)
class Family(Generic[M]):
    """Models trained together from the same data and released together under one version.

    Parameters
    ----------
    name : of its folder, ``models/<name>``, and in its manifests.
    load : builds the models from the verified files of a version.
    has_heuristic : whether its questions can be answered without models.
    """

    name: str
    load: Callable[[Version], M]
    has_heuristic: bool = False

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
