"""The commands by which an operator trains a family or makes a version live, for errors and hints to name."""

from __future__ import annotations

import shlex
from pathlib import Path

from seqmatch.lifecycle.versions.feature_versions import FEATURE_VERSIONS
from seqmatch.settings import writable_models_dir

UNNAMED = "onboarding"
"""The family that ``seqmatch train`` trains without its name being said."""


def train_command(family: str | Path) -> str:
    """``seqmatch train``, or ``seqmatch FAMILY train``, with ``--models`` where that is not the default.

    Parameters
    ----------
    family : its name, or its folder ``models/<family>``.
    """
    name = Path(family).name
    command = f"seqmatch {name} train" if name in FEATURE_VERSIONS and name != UNNAMED else "seqmatch train"
    return command if isinstance(family, str) else f"{command}{_in(family)}"


def promote_command(family: Path, version: str = "newest") -> str:
    """What makes a version of ``family`` (``models/<family>``) live."""
    of_family = "" if family.name == UNNAMED else f" --family {family.name}"
    return f"seqmatch models promote {version}{of_family}{_in(family)}"


def try_command(family: Path, version: str) -> str:
    """What has a version of ``family`` (``models/<family>``) asked silently beside the live one."""
    return f"seqmatch rollout set --family {family.name} --candidate {version} --shadow{_in(family)}"


def _in(family: Path) -> str:
    folder = family.parent
    return "" if folder == writable_models_dir() else f" --models {shlex.quote(str(folder))}"
