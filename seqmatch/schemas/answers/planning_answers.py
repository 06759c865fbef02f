"""The results of all planning tools, each from its own module."""

from seqmatch.schemas.answers.planning import GoalPlanAnswer, RebalanceAnswer
from seqmatch.schemas.answers.planning_changes import ChangesAnswer
from seqmatch.schemas.answers.planning_futures import WhatIfAnswer
from seqmatch.schemas.answers.planning_risk import RiskAnswer

__all__ = ["ChangesAnswer", "GoalPlanAnswer", "RebalanceAnswer", "RiskAnswer", "WhatIfAnswer"]
