"""What ``assess_risk`` returns."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.planning import PlanningAnswer
from seqmatch.schemas.answers.shared import AnswerModel

Cents = int
Level = Literal["low", "medium", "high"]


class Reading(AnswerModel):
    """One of three readings of risk; they are never mixed into one."""

    level: Annotated[Level | None, Field(description="Null: what is known does not bear one.")] = None
    because: list[str] = []
    missing: Annotated[list[str], Field(description="Arguments that would tell more.")] = []


class RiskQuestion(AnswerModel):
    id: str
    question: str
    choices: Annotated[list[str], Field(description="a, b, c, d in this order.")]


class RiskBasis(AnswerModel):
    method: Literal["rules"] = "rules"
    months: Annotated[int, Field(description="Whole months of transactions behind capacity; 0: none.")] = 0
    answered: Annotated[int, Field(description="Questions answered.")] = 0
    holdings: int = 0


class RiskAnswer(PlanningAnswer):
    capacity: Annotated[Reading, Field(description="What a loss would do to them.")]
    stated: Annotated[Reading, Field(description="What they say they would bear.")]
    shown: Annotated[Reading, Field(description="What they hold and have done.")]
    disagreements: Annotated[list[str], Field(description="Where the readings part. Talk about these.")] = []
    questions: Annotated[list[RiskQuestion], Field(description="To ask one by one; send back as answers.")] = []
    basis: RiskBasis
