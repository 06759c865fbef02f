"""The planning family in memory, made from a version's files: the parameters and the odds of plans."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.families.planning.recipe import Parameters
from seqmatch.lifecycle.versions.artifact import Files, Version, to_json
from seqmatch.lifecycle.versions.family import Family

if TYPE_CHECKING:
    from seqmatch.estimators.calibration.path_odds import PathOdds

PARAMETERS, ODDS = "plan_parameters.json", "plan_odds.json"


@dataclass(frozen=True)
class PlanOdds:
    """What turns simulated paths into odds.

    Attributes
    ----------
    curve : of the share of paths and the ambition.
    drift : of the paths, as they were drawn when the curve was learned.
    told : whether answers tell them: learned from the operator's own people, and right on people held out.
    why : the sentence that says so.
    """

    curve: PathOdds
    drift: float
    told: bool
    why: str


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
    def odds(self) -> PlanOdds:
        """The odds of goal plans."""
        from seqmatch.estimators.calibration.path_odds import PathOdds

        told = json.loads(self.files[ODDS])
        return PlanOdds(PathOdds.from_json(told["curve"]), told["drift"], told["told"], told["why"])

    @cached_property
    def metrics(self) -> dict[str, Any]:
        """What was measured when they were chosen."""
        told: dict[str, Any] = json.loads(self.files["metrics.json"])
        return told


def files_of(parameters: Parameters, odds: PlanOdds) -> Files:
    """The parameters and the odds as files of a version."""
    about = {"curve": odds.curve.to_json(), "drift": odds.drift, "told": odds.told, "why": odds.why}
    return {PARAMETERS: to_json(asdict(parameters)), ODDS: to_json(about)}


def _load(version: Version) -> PlanningModels:
    models = PlanningModels(version.name, version.files)
    assert models.parameters and models.odds and models.metrics and models.files["card.md"]
    return models


PLANNING = Family("planning", _load)
