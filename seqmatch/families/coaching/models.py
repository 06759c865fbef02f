"""The coaching models in memory, made from a version's files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.versions.artifact import Files, Version, pack, unpack
from seqmatch.lifecycle.versions.family import Family

if TYPE_CHECKING:
    from seqmatch.estimators.forecasting.goal_odds import GoalOdds
    from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
    from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments
    from seqmatch.families.coaching.recipe import Learned, OutlookModels

SPENDING = "spending_predictor"
LOW_BALANCE, LOWEST_POINT = "low_balance_odds", "lowest_balance"
SEGMENTS = "user_segmentation_model"
GOALS = "goal_achievement_model"


@dataclass(frozen=True)
class CoachingModels:
    """The coaching family, ready to answer. Each model is read when it is first asked.

    Attributes
    ----------
    version : name of the version.
    files : the verified bytes of the version.
    """

    version: str
    files: Files

    @cached_property
    def cohort(self) -> dict[str, Any]:
        """Size and provenance of what it learned from."""
        told: dict[str, Any] = json.loads(self.files["cohort.json"])
        return told

    @cached_property
    def metrics(self) -> dict[str, Any]:
        """What was measured in training, beside baselines."""
        told: dict[str, Any] = json.loads(self.files["metrics.json"])
        return told

    @cached_property
    def card(self) -> str:
        """The model card, Markdown."""
        return self.files["card.md"].decode()

    @cached_property
    def spending(self) -> SpendingForecaster:
        """Forecasts four-week totals."""
        from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster

        return SpendingForecaster.from_state(unpack(SPENDING, self.files))

    @cached_property
    def outlook(self) -> OutlookModels | None:
        """Forecasts balances; None where the version learned from too few of them."""
        from seqmatch.estimators.forecasting.low_balance import LowBalance
        from seqmatch.estimators.forecasting.low_balance_level import LowestPoint
        from seqmatch.families.coaching.recipe import OutlookModels

        if f"{LOW_BALANCE}.json" not in self.files:
            return None
        return OutlookModels(
            LowBalance.from_state(unpack(LOW_BALANCE, self.files)),
            LowestPoint.from_state(unpack(LOWEST_POINT, self.files)),
        )

    @cached_property
    def segments(self) -> BehaviourSegments | None:
        """Segments of behaviour; None where the version learned from too few people."""
        from seqmatch.estimators.segmentation.behaviour_segments import BehaviourSegments

        if f"{SEGMENTS}.json" not in self.files:
            return None
        return BehaviourSegments.from_state(unpack(SEGMENTS, self.files))

    @cached_property
    def goals(self) -> GoalOdds | None:
        """Odds of goals; None where the version learned from too few of them."""
        from seqmatch.estimators.forecasting.goal_odds import GoalOdds

        if f"{GOALS}.json" not in self.files:
            return None
        return GoalOdds.from_state(unpack(GOALS, self.files))


def files_of(learned: Learned) -> Files:
    """The models as files of a version."""
    files = pack(SPENDING, learned.spending.state())
    if learned.outlook is not None:
        files |= pack(LOW_BALANCE, learned.outlook.odds.state())
        files |= pack(LOWEST_POINT, learned.outlook.lowest.state())
    if learned.segments is not None:
        files |= pack(SEGMENTS, learned.segments.state())
    if learned.goals is not None:
        files |= pack(GOALS, learned.goals.state())
    return files


def _load(version: Version) -> CoachingModels:
    models = CoachingModels(version.name, version.files)
    assert models.cohort and models.metrics and models.card and models.spending
    return models


COACHING = Family("coaching", _load)
