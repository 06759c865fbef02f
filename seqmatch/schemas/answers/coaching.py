"""What the coaching tools return."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from seqmatch.schemas.answers.shared import AnswerModel, Probability
from seqmatch.schemas.strategy import Segment, Strategy
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
    strategy: Strategy
    segment: Annotated[Segment | None, Field(description="What the strategy was chosen by; null: unknown.")] = None
    propensity: Annotated[Probability, Field(description="How likely this strategy was to be chosen.")]
    kept: Annotated[bool, Field(description="Whether record_feedback can answer it.")] = False


class PartTold(AnswerModel):
    part: Literal["spend", "save", "borrow", "plan"]
    points: Annotated[float, Field(ge=0, le=100)]
    facts: Annotated[list[str], Field(description="What it rests on.")]


class HealthTold(AnswerModel):
    """A description of the last quarter, no forecast."""

    total: Annotated[float | None, Field(ge=0, le=100, description="null where a part is unknown.")]
    parts: list[PartTold]
    savings_rate: Annotated[float | None, Field(description="Of income, in the last 13 weeks.")]
    change_13w: Annotated[float | None, Field(description="Of the total, against 13 weeks ago.")] = None
    raise_it: Annotated[str | None, Field(description="What would raise it most.")] = None
    stress: list[str] = []
    warnings: list[str] = []


class SegmentTold(AnswerModel):
    segment: str
    persona: str
    clear: Annotated[float, Field(description="0 on the border to another segment, 1 at its centre.")]
    between: str | None = None


class ChangeTold(AnswerModel):
    what: Literal["price up", "price down", "new", "lapsed", "late"]
    payee: str
    date: dt.date
    yearly_cents: Annotated[Cents, Field(description="How much more a year it costs; negative for less.")]


class UnusualTold(AnswerModel):
    date: dt.date
    of: Annotated[str, Field(description="The payee or category it is unusual for.")]
    amount_cents: Cents
    usual_cents: Cents


class HabitTold(AnswerModel):
    habit: str
    ratio: Annotated[float, Field(description="Spending on these days over what chance would put there.")]
    p: Annotated[float, Field(description="Chance of as much without any habit.")]


class BudgetTold(AnswerModel):
    """How well one budget was kept."""

    category: str
    monthly_cents: Cents
    months: Annotated[int, Field(description="Whole months looked at.")]
    kept: Annotated[int, Field(description="Of them, within the budget.")]
    usually_over_cents: Annotated[Cents, Field(description="In the months above it.")] = 0
    so_far_cents: Annotated[Cents, Field(description="In the month that runs.")] = 0
    would_exceed: Annotated[int, Field(description="Of those months, how many ended as to take this one over.")] = 0


class PeerTold(AnswerModel):
    """Where the person stands in one figure."""

    figure: str
    above: Annotated[float, Field(ge=0, le=1, description="Share of the others who have less, in steps of 0.1.")]
    among: Annotated[int, Field(description="How many others; never fewer than 25.")]
    of: Annotated[str, Field(description="Who they are.")]


class ReviewAnswer(CoachingAnswer):
    health: HealthTold
    segment: SegmentTold | None
    peers: Annotated[list[PeerTold], Field(description="Among others of the store; none for sent transactions.")] = []
    changes: list[ChangeTold] = []
    unusual: list[UnusualTold] = []
    habits: list[HabitTold] = []
    season: Annotated[dict[str, float], Field(description="Month -> everyday spending over trend; beyond chance.")] = {}
    budgets: list[BudgetTold] = []


class GoalTold(AnswerModel):
    """One goal."""

    name: str
    needed_monthly_cents: Annotated[Cents, Field(description="What it needs from now on.")]
    usual_monthly_cents: Annotated[Cents, Field(description="What is usually left of a month.")]
    odds: Annotated[Probability | None, Field(description="null: the models do not know people like this.")]
    interval: Annotated[tuple[float, float] | None, Field(description="90 %.")] = None
    because: list[str] = []
    more_monthly_cents: Annotated[Cents | None, Field(description="More a month that makes it likely (80 %).")] = None
    later_days: Annotated[int | None, Field(description="Days later that make it likely.")] = None
    smaller_cents: Annotated[Cents | None, Field(description="Off the target that makes it likely.")] = None


class GoalOddsAnswer(CoachingAnswer):
    goals: list[GoalTold]
    kept: Annotated[bool, Field(description="Whether the goals are kept for the user.")] = False
