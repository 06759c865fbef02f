"""The coaching models in memory, made from a version's files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from seqmatch.lifecycle.versions.artifact import Version
from seqmatch.lifecycle.versions.family import Family


@dataclass(frozen=True)
class CoachingModels:
    """The coaching family, ready to answer.

    Attributes
    ----------
    version : name of the version.
    cohort : size and provenance of what it learned from.
    metrics : what was measured in training, beside baselines.
    card : the model card, Markdown.
    """

    version: str
    cohort: dict[str, Any]
    metrics: dict[str, Any]
    card: str


def _load(version: Version) -> CoachingModels:
    return CoachingModels(
        version=version.name,
        cohort=json.loads(version.files["cohort.json"]),
        metrics=json.loads(version.files["metrics.json"]),
        card=version.files["card.md"].decode(),
    )


COACHING = Family("coaching", _load)
