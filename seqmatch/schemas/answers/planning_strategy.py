"""What ``plan_goals`` says of how much to save, in which order, and when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel, Probability

Cents = int
Step = Literal["match", "starter", "debts", "goals", "fund"]


class FixedRateTold(AnswerModel):
    rate: Probability
    holds: Annotated[Probability, Field(description="Simulated paths on which every payment of a year holds.")]


class StrategyTold(AnswerModel):
    """Rate, order and automation of saving."""

    rate: Annotated[Probability, Field(description="Share of pay that is free, and flows, in a usual month.")]
    safe_rate: Annotated[
        Probability,
        Field(description="Share of every pay, at most that, with which payments hold on nine paths in ten."),
    ]
    fixed: Annotated[list[FixedRateTold], Field(description="Rates that most advice names.")]
    order: Annotated[
        list[Step],
        Field(description="Employer's match, a month's spending, dear debts, these goals, the rest of a fund."),
    ]
    fund_months: Annotated[int, Field(description="Of spending, that a full emergency fund would hold.")]
    fund_cents: Cents
    automation: str = "payday"
