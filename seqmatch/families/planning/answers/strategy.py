"""What ``plan_goals`` says of how much to save, in which order, and when."""

from __future__ import annotations

from seqmatch.families.planning.scoring.strategy import RATES, Strategy
from seqmatch.schemas.answers.planning_strategy import FixedRateTold, StrategyTold

_STEPS = {
    "match": "what the employer adds",
    "starter": "one month's spending put aside",
    "debts": "the dear debts",
    "goals": "the goals below",
    "fund": "the rest of an emergency fund",
}


def strategy_told(found: Strategy) -> StrategyTold:
    """As the answer holds it."""
    return StrategyTold(
        rate=round(found.rate, 3),
        safe_rate=round(found.safe_rate, 3),
        fixed=[FixedRateTold(rate=rate, holds=round(one, 3)) for rate, one in zip(RATES, found.holds, strict=True)],
        order=list(found.order),
        fund_months=found.fund_months,
        fund_cents=found.fund_cents,
    )


def strategy_lines(told: StrategyTold) -> list[str]:
    """In words."""
    fixed = ", ".join(f"{one.rate:.0%} on {one.holds:.0%}" for one in told.fixed)
    return [
        f"How much: about {told.rate:.0%} of pay is free in a usual month and flows by itself on payday. A fixed "
        f"transfer of {told.safe_rate:.0%} of every pay would let every payment of a year hold on nine simulated paths "
        f"in ten; all payments hold with {fixed} of the paths. What is above the buffer needs no such guess.",
        f"Order: {', then '.join(_STEPS[one] for one in told.order)} ({told.fund_months} months of spending, "
        f"${told.fund_cents / 100:,.0f}).",
    ]
