"""What an operator types to train a family, for errors to tell."""

from __future__ import annotations

from pathlib import Path

from seqmatch.lifecycle.versions.feature_versions import FEATURE_VERSIONS

UNNAMED = "onboarding"
"""The family that ``seqmatch train`` trains without its name being said."""


def train_command(family: str | Path) -> str:
    """``seqmatch train``, or ``seqmatch FAMILY train``.

    Parameters
    ----------
    family : its name, or its folder ``models/<family>``.
    """
    name = Path(family).name
    return f"seqmatch {name} train" if name in FEATURE_VERSIONS and name != UNNAMED else "seqmatch train"
