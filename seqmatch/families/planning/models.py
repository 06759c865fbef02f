"""The planning family in memory, made from a version's files: the parameters of plans."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from seqmatch.families.planning.recipe import Parameters
from seqmatch.lifecycle.versions.artifact import Files, Version, to_json
from seqmatch.lifecycle.versions.family import Family

PARAMETERS = "plan_parameters.json"


@dataclass(frozen=True)
class PlanningModels:
    """The planning family, ready to answer.

    Attributes
    ----------
    version : name of the version.
    files : the verified bytes of the version.
    """

    version: str
    files: Files

    @cached_property
    def parameters(self) -> Parameters:
        """The buffer and the caution of goal plans."""
        return Parameters(**{name: float(one) for name, one in json.loads(self.files[PARAMETERS]).items()})

    @cached_property
    def metrics(self) -> dict[str, Any]:
        """What was measured when they were chosen."""
        told: dict[str, Any] = json.loads(self.files["metrics.json"])
        return told


def files_of(parameters: Parameters) -> Files:
    """The parameters as files of a version."""
    return {PARAMETERS: to_json(asdict(parameters))}


def _load(version: Version) -> PlanningModels:
    models = PlanningModels(version.name, version.files)
    assert models.parameters and models.metrics and models.files["card.md"]
    return models


PLANNING = Family("planning", _load)
