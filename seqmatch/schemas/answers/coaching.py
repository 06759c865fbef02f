"""What the coaching tools return."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel, Probability
from seqmatch.schemas.stream import Cadence, Direction, Kind, Status

Cents = int


class Basis(AnswerModel):
    """What an answer rests on."""

    transactions: int
    first: Annotated[dt.date, Field(description="Day of the first transaction.")]
    as_of: Annotated[dt.date, Field(description="The day that counts as today.")]
    method: Annotated[Literal["rules", "model"], Field(description="rules: nothing learned from others.")]
    provenance: Annotated[
        Literal["synthetic", "operator"] | None, Field(description="Whose money the models learned from.")
    ] = None
    version: str | None = None
    currency: str | None = None


class CoachingAnswer(AnswerModel):
    """What every coaching answer holds."""

    unsure: Annotated[list[str], Field(description="What it is unsure of or leaves out.")] = []
    basis: Basis
    event_id: Annotated[str | None, Field(description="For record_feedback.")] = None


class PriceChangeTold(AnswerModel):
    date: dt.date
    before_cents: Cents
    after_cents: Cents


class StreamTold(AnswerModel):
    """A payment that comes again."""

    payee: str
    direction: Direction
    cadence: Cadence
    kind: Annotated[Kind, Field(description="fixed: mostly the same amount each time.")]
    amount_cents: Annotated[Cents, Field(description="The last one, or the usual one of a variable payment.")]
    low_cents: Cents
    high_cents: Cents
    yearly_cents: Annotated[Cents, Field(description="What it comes to in a year.")]
    last_date: dt.date
    next_date: Annotated[dt.date, Field(description="The day it is due, or was due where it is late or ended.")]
    status: Annotated[Status, Field(description="late: due and not there; ended: no longer expected.")]
    times: int
    missed: int = 0
    price_change: PriceChangeTold | None = None
    account: str | None = None


class RecurringAnswer(CoachingAnswer):
    streams: Annotated[list[StreamTold], Field(description="By the day they are due next; ended ones last.")]
    monthly_out_cents: Annotated[Cents, Field(description="Running bills, per average month.")]
    monthly_in_cents: Cents
    questions: Annotated[list[str], Field(description="What only the person knows.")] = []


class Band(AnswerModel):
    """Three quantiles, in cents: the true value falls below p10 one time in ten, and above p90 one time in ten."""

    p10: Cents
    p50: Cents
    p90: Cents


class DayPath(AnswerModel):
    """The balance at the end of each day, cents; without a balance, what has moved by then."""

    first: dt.date
    p10: list[Cents]
    p50: list[Cents]
    p90: list[Cents]


class Expected(AnswerModel):
    date: dt.date
    payee: str
    amount_cents: Annotated[Cents, Field(description="Negative is money out.")]


class AccountAhead(AnswerModel):
    """One account's days ahead."""

    account: str
    balance_cents: Annotated[Cents | None, Field(description="Today; null where nobody told it.")]
    lowest: Annotated[Band | None, Field(description="The lowest balance within 30 days; null without a balance.")]
    lowest_date: dt.date | None
    floor_cents: Cents | None
    odds_below_floor: Probability | None
    path: DayPath


class ForecastAnswer(CoachingAnswer):
    total_28d: Annotated[Band, Field(description="Spent in the next 28 days, own transfers apart.")]
    typical_week_cents: Cents
    typical_error_cents: Annotated[Cents | None, Field(description="Of total_28d, on this person's own past.")]
    accounts: list[AccountAhead]
    next_pay: Expected | None = None
    bills_before_pay: list[Expected] = []


class NextStep(AnswerModel):
    """One thing to do."""

    step: Annotated[str, Field(description="Its name; send it in `declined` where the person says no.")]
    kind: str
    title: str
    why: list[str]
    rule_text: Annotated[str | None, Field(description="The rule that does it; read, checked and simulated.")] = None
    moves_cents: Annotated[Cents | None, Field(description="What the rule moves in the next three months.")] = None
    yearly_cents: Annotated[Cents, Field(description="Roughly what it saves or sets aside in a year.")] = 0
    caution: str | None = None


class CoachAnswer(CoachingAnswer):
    next_step: NextStep
    then: Annotated[list[str], Field(description="Titles of what would come after it.")] = []
    strategy: Literal["conservative", "balanced", "aggressive", "personal"]
    propensity: Annotated[Probability, Field(description="How likely this strategy was to be chosen.")]
    recommendation_id: Annotated[str | None, Field(description="In the store; null where nothing is kept.")] = None
