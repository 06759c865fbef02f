"""Which features the versions of each family are read with; a family enters its own when it is defined."""

from __future__ import annotations

FEATURE_VERSIONS: dict[str, int] = {}
"""Family -> :attr:`seqmatch.lifecycle.versions.family.Family.feature_version`."""
