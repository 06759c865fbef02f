"""What ``detect_changes`` returns."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.planning import PlanningAnswer
from seqmatch.schemas.answers.shared import AnswerModel, Probability

Cents = int
Kind = Literal[
    "pay_up",
    "pay_down",
    "pay_stopped",
    "new_pay",
    "new_job",
    "rent_up",
    "rent_down",
    "new_rent",
    "moved",
    "new_childcare",
    "childcare_ended",
    "bill_up",
    "bill_down",
    "new_bill",
    "bill_ended",
    "spending_up",
    "spending_down",
]


class ChangeAsked(AnswerModel):
    """A change that the transactions may show. Only the person knows."""

    kind: Kind
    question: Annotated[str, Field(description="Ask it as it is; assert nothing.")]
    payee: Annotated[str | None, Field(description="Words of the statement.")] = None
    since: dt.date
    before_cents: Annotated[Cents | None, Field(description="Each time; spending: four weeks. Null: nothing.")] = None
    after_cents: Cents | None = None
    yearly_cents: Annotated[Cents, Field(description="More (or, negative, less) for the person in a year.")]
    seen: Annotated[int, Field(description="Payments that show it.")] = 0
    if_so: Annotated[str, Field(description="What is worth doing, should the person say yes.")]


class ChangesBasis(AnswerModel):
    method: Literal["rules"] = "rules"
    transactions: int
    first: dt.date
    as_of: dt.date
    days: Annotated[int, Field(description="Changes of so many last days are asked about.")]


class OutlookRate(AnswerModel):
    """A published figure about people of that age or housing, none about this person."""

    event: Literal["child", "move", "job", "marriage", "divorce"]
    says: Annotated[str, Field(description="As published.")]
    at_most: Annotated[Probability | None, Field(description="Chance of one in these years, upper end.")] = None
    source: str
    year: int


class OutlookAsked(AnswerModel):
    field: Annotated[str, Field(description="Of the argument outlook.")]
    question: str


class OutlookTold(AnswerModel):
    years: int
    rates: list[OutlookRate] = []
    ask: Annotated[list[OutlookAsked], Field(description="Not told yet; ask, never guess.")] = []
    why_not: str | None = None


class ChangesAnswer(PlanningAnswer):
    changes: Annotated[list[ChangeAsked], Field(description="Questions, the largest a year first.")] = []
    more: Annotated[int, Field(description="Changes that are not listed, because they are smaller.")] = 0
    outlook: OutlookTold | None = None
    basis: ChangesBasis
