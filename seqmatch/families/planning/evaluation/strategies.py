"""Ways to save as rules: what is above a buffer, a safe share of pay, and the fixed shares that most advice names."""

from __future__ import annotations

from collections.abc import Sequence

from seqmatch.data.synthetic.plans import PAY_ACCOUNT, PlanningHousehold
from seqmatch.families.planning.evaluation.planners import Planner, chain_that_fits, months_of
from seqmatch.families.planning.recipe import AHEAD, DRAWS, Parameters
from seqmatch.families.planning.scoring.chain import Goal, chain
from seqmatch.families.planning.scoring.paths import Basis, draw
from seqmatch.families.planning.scoring.strategy import holding_rates, safe_rate
from seqmatch.families.planning.scoring.timeline import RulesOf
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.rule import Action, ActionForm, Rule

DRIFT = 0.04


def share_of_pay(rate: float) -> Planner:
    """A fixed share of every pay into the pot that is due first; full pots overflow into the next."""

    def planner(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
        return _share(rate)

    return planner


def safe_share(household: PlanningHousehold, goals: Sequence[Goal], parameters: Parameters) -> RulesOf:
    """The largest share of every pay with which every payment holds on nine of ten simulated paths of a year."""
    months = months_of(household)
    came, left = months.came.astype(float), months.left.astype(float)
    drawn = draw(Basis((), came, left, float(left[-12:].mean())), AHEAD, DRAWS, DRIFT)
    return _share(safe_rate(holding_rates(*drawn, household.opening_cents)))


def _share(rate: float) -> RulesOf:
    def rules(ahead: Sequence[Goal]) -> list[Rule]:
        order = sorted(ahead, key=lambda one: (one.deadline, -one.weight))
        part = int(rate * ENTIRE)
        if not order or part < 1:
            return []
        first = Action(ActionForm.PERCENTAGE, PAY_ACCOUNT, order[0].pot, part)
        return [Rule((), (first,)), *chain(PAY_ACCOUNT, 0, order)[1:]]

    return rules


STRATEGIES: dict[str, Planner] = {
    "what is above the buffer (ours)": chain_that_fits,
    "safe share of pay, forecast": safe_share,
    "10 % of pay": share_of_pay(0.1),
    "20 % of pay": share_of_pay(0.2),
}
