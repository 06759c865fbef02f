"""What ``what_if`` returns."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from seqmatch.schemas.answers.planning import PlanningAnswer
from seqmatch.schemas.answers.shared import AnswerModel, Probability

Cents = int


class FirstFailure(AnswerModel):
    """The first payment that does not leave, in the expected months."""

    date: dt.date
    what: Annotated[str, Field(description="Words of the payee, everyday, or the change.")]
    cents: Cents
    missing_cents: Cents


class FutureTold(AnswerModel):
    lowest_cents: Annotated[Cents, Field(description="Lowest end of a day, if every payment left; may be negative.")]
    lowest_date: dt.date
    lowest80_cents: Annotated[
        tuple[Cents, Cents],
        Field(description="Middle 80 % over replays of their own weeks, rules apart."),
    ]
    end_cents: Annotated[Cents, Field(description="On the pay account on the last day.")]
    below_zero: Annotated[Probability, Field(description="Share of replays that fall below zero. Not odds.")]
    failed_payments: int
    first_failure: FirstFailure | None = None
    goals_full: Annotated[list[str], Field(description="Of the goals sent: full in time in the expected months.")] = []


class WhatIfAnswer(PlanningAnswer):
    supposed: Annotated[list[str], Field(description="How the changes were understood.")]
    until: dt.date
    monthly_cents: Annotated[Cents, Field(description="By how much a usual month differs for good.")]
    today: FutureTold
    changed: FutureTold
    shortfall_cents: Annotated[Cents, Field(description="With the change: what the pay account lacks at the worst.")]
    covered: Annotated[bool | None, Field(description="Whether savings_cents would cover it. Null: not told.")] = None
    goals_lost: list[str] = []
