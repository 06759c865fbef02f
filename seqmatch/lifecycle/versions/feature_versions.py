"""The feature version that each family's models are read with; a family enters its own."""

from __future__ import annotations

FEATURE_VERSIONS: dict[str, int] = {}
"""Family -> :attr:`seqmatch.lifecycle.versions.family.Family.feature_version`."""
