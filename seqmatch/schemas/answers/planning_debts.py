"""What ``plan_goals`` says of debts and of an employer's match."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel

Cents = int


class DebtStrategy(AnswerModel):
    strategy: Annotated[
        Literal["avalanche", "snowball", "minimums"],
        Field(description="Dearest first, smallest first, or no more than has to be paid."),
    ]
    months: Annotated[int | None, Field(description="Until nothing is owed. Null: not within 50 years.")] = None
    interest_cents: Cents
    order: Annotated[list[str], Field(description="Names, in the order they get the extra.")] = []


class DebtsTold(AnswerModel):
    extra_monthly_cents: Annotated[Cents, Field(description="Beyond the minimums: what is free in a usual month.")]
    strategies: list[DebtStrategy]


class MatchTold(AnswerModel):
    """Contributions that an employer would add to."""

    more_monthly_cents: Annotated[Cents, Field(description="To put in to get all of it.")]
    employer_adds_cents: Annotated[Cents, Field(description="A month, for that.")]
