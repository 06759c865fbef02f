"""What the planning tools return."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from seqmatch.schemas.answers.planning_debts import DebtsTold, MatchTold
from seqmatch.schemas.answers.planning_prices import PricesTold
from seqmatch.schemas.answers.planning_strategy import StrategyTold
from seqmatch.schemas.answers.shared import AnswerModel, Interval, Probability

Cents = int


class PlanningAnswer(AnswerModel):
    """What every planning answer holds."""

    unsure: Annotated[list[str], Field(description="What it is unsure of or leaves out.")] = []
    version: str | None = None
    event_id: str | None = None


class PathsTold(AnswerModel):
    """Simulated months ahead. Not odds."""

    share: Annotated[Probability, Field(description="Paths on which the goal fills and every payment holds.")]
    interval80: Interval


class GoalOddsTold(AnswerModel):
    """Odds that the goal fills in time and every payment until then holds."""

    probability: Probability
    interval80: Interval


class Rescue(AnswerModel):
    """What would save a goal that does not fit; one of them is enough."""

    later_months: Annotated[int | None, Field(description="Null: not within ten years.")] = None
    more_monthly_cents: Cents
    smaller_by_cents: Cents


class PlannedGoalTold(AnswerModel):
    name: str
    pot: Annotated[str, Field(description="Account of the rules that holds it.")]
    place: Annotated[int, Field(description="In the chain, from 1.")]
    fits: Annotated[bool, Field(description="Counted on to be met whole in time.")]
    target_cents: Cents
    needed_cents: Cents
    deadline: dt.date
    full_on: Annotated[dt.date | None, Field(description="In the simulation of the expected months.")] = None
    paths: PathsTold | None = None
    odds: Annotated[GoalOddsTold | None, Field(description="Null: no odds are known for such people or times.")] = None
    rescue: Rescue | None = None


class RuleChange(AnswerModel):
    """What to do by hand the day after a deadline: a pot that was spent would fill again."""

    after: dt.date
    goal: str
    delete: list[str]
    add: list[str] = []


class MergedRules(AnswerModel):
    """Their own rules as they are, with the chain at the end."""

    rules_text: str
    conflicts: Annotated[list[str], Field(description="Between their rules and the chain.")] = []


class PlanSimulated(AnswerModel):
    """The expected months under the person's rules with the chain, and under their rules alone."""

    until: dt.date
    failed_steps: int
    failed_payments: int
    failed_steps_today: int
    failed_payments_today: int


class GoalPlanAnswer(PlanningAnswer):
    goals: list[PlannedGoalTold]
    pay_account: str
    buffer_cents: Annotated[Cents, Field(description="Stays on the pay account on payday.")]
    free_monthly_cents: Annotated[Cents, Field(description="Expected; may be negative.")]
    rules_text: Annotated[str, Field(description="The chain, checked and simulated. Ends at the last goal.")]
    merged: MergedRules | None = None
    changes: Annotated[list[RuleChange], Field(description="Later, by hand.")] = []
    simulation: PlanSimulated
    kept: Annotated[bool, Field(description="Whether the goals are kept for the user.")] = False
    debts: Annotated[DebtsTold | None, Field(description="If what is free went to them instead of to goals.")] = None
    match: MatchTold | None = None
    strategy: StrategyTold | None = None
    _months: list[dt.date] = PrivateAttr(default_factory=list)
    _bands: list[list[list[int]]] = PrivateAttr(default_factory=list)

    def drawn(self, months: list[dt.date], bands: list[list[list[int]]]) -> GoalPlanAnswer:
        """This answer with what a view draws and the answer does not hold.

        Parameters
        ----------
        months : ends of the months ahead.
        bands : by goal, in the order of ``goals``: cents in its pot by the end of each month, the 10th, 50th and 90th
            percentile of the simulated paths, until its deadline.
        """
        self._months, self._bands = months, bands
        return self

    @property
    def months(self) -> list[dt.date]:
        return self._months

    @property
    def bands(self) -> list[list[list[int]]]:
        return self._bands


class SaleTold(AnswerModel):
    lot: Annotated[int, Field(description="Place among the lots sent, from 1.")]
    asset: str
    cents: Cents
    gain_cents: Cents


class PurchaseTold(AnswerModel):
    asset: str
    cents: Cents


class ShareTold(AnswerModel):
    asset: str
    target: Probability
    before: Probability
    after: Probability


class RebalanceAnswer(PlanningAnswer):
    action: Annotated[Literal["nothing", "buy", "sell"] | None, Field(description="Null: no plan; see why.")]
    why: str
    sold: list[SaleTold] = []
    bought: list[PurchaseTold] = []
    cash_left_cents: Cents = 0
    shares: list[ShareTold] = []
    band: Annotated[Probability | None, Field(description="How far a share may be from its target.")] = None
    equal_share: Annotated[Probability | None, Field(description="1/N, beside the targets: each asset's.")] = None
    within_band: bool = True
    tax_cents: Annotated[Cents, Field(description="Negative: saved by losses. At the rates sent.")] = 0
    cost_cents: Cents = 0
    prices: Annotated[PricesTold | None, Field(description="What the prices sent say.")] = None
    not_tax_advice: str = "Arithmetic at the rates given, not tax advice."
