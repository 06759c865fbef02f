"""The tools of the planning family, on one page."""

from __future__ import annotations

from typing import Any

from seqmatch.schemas.answers.planning import GoalPlanAnswer, RebalanceAnswer
from seqmatch.schemas.answers.planning_changes import ChangesAnswer
from seqmatch.schemas.answers.planning_futures import WhatIfAnswer
from seqmatch.schemas.answers.planning_risk import RiskAnswer
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.planning_arguments import (
    GOAL_PARAMETERS,
    GOALS_CALL,
    GOALS_EXAMPLE,
    PORTFOLIO_CALL,
    PORTFOLIO_PARAMETERS,
)
from seqmatch.server.tools.planning_changes import (
    CHANGES_EXAMPLE,
    DETECT_CALL,
    DETECT_PARAMETERS,
    WHAT_IF_CALL,
    WHAT_IF_PARAMETERS,
)
from seqmatch.server.tools.planning_prices import PRICE_PARAMETERS
from seqmatch.server.tools.planning_risk import RISK_CALL, RISK_PARAMETERS
from seqmatch.server.views import ALLOCATION_VIEW, GOALS_VIEW


def _goals(
    models: Any,
    store: Any,
    goals: Any,
    transactions: Any,
    user: Any,
    as_of: Any,
    rules_text: Any,
    balance_cents: Any,
    buffer_cents: Any,
    debts: Any,
    employer_match: Any,
) -> tuple[GoalPlanAnswer, str]:
    from seqmatch.families.planning.answers.goals import AskedGoal, plan_goals_for
    from seqmatch.families.planning.answers.goals_text import goal_plan_text
    from seqmatch.families.planning.answers.whose import person_told

    person = person_told(transactions or (), user, as_of, store)
    asked = [AskedGoal(**one) for one in goals]
    answer = plan_goals_for(
        models, person, asked, rules_text, balance_cents, buffer_cents, debts or (), (employer_match or (None,))[0]
    )
    return answer, goal_plan_text(answer)


def _what_if(
    models: Any,
    store: Any,
    changes: Any,
    transactions: Any,
    user: Any,
    as_of: Any,
    balance_cents: Any,
    savings_cents: Any,
    rules_text: Any,
    goals: Any,
    months: int,
) -> tuple[WhatIfAnswer, str]:
    from seqmatch.families.planning.answers.goals import AskedGoal
    from seqmatch.families.planning.answers.what_if import what_if_for, what_if_text
    from seqmatch.families.planning.answers.whose import person_told

    person = person_told(transactions or (), user, as_of, store)
    asked = [AskedGoal(**one) for one in goals or ()]
    answer = what_if_for(models, person, changes, months, asked, rules_text, balance_cents, savings_cents)
    return answer, what_if_text(answer)


def _rebalance(
    models: Any,
    store: Any,
    lots: Any,
    targets: Any,
    band: float,
    cash_cents: int,
    short_rate: float,
    long_rate: float,
    cost: float,
    objective: str | None,
    prices: Any,
    prices_every: str,
    most_share: float,
) -> tuple[RebalanceAnswer, str]:
    from seqmatch.families.planning.answers.portfolio import Aim, portfolio_of, rebalance_for, rebalance_text

    aim = Aim(targets, objective, prices, prices_every, most_share)
    asked = portfolio_of(lots, aim, band, cash_cents, (short_rate, long_rate, cost))
    answer = rebalance_for(asked)
    return answer, rebalance_text(answer)


def _changes(
    models: Any, store: Any, transactions: Any, user: Any, as_of: Any, outlook: Any = ()
) -> tuple[ChangesAnswer, str]:
    from seqmatch.families.planning.answers.changes import changes_for, changes_text
    from seqmatch.families.planning.answers.whose import person_told

    answer = changes_for(models, person_told(transactions or (), user, as_of, store), (outlook or (None,))[0])
    return answer, changes_text(answer)


def _risk(
    models: Any,
    store: Any,
    transactions: Any,
    user: Any,
    as_of: Any,
    answers: Any,
    holdings: Any,
    horizon_years: Any,
    savings_cents: Any,
    in_last_fall: Any,
) -> tuple[RiskAnswer, str]:
    from seqmatch.families.planning.answers.risk import risk_for, risk_text
    from seqmatch.families.planning.answers.whose import person_told

    person = person_told(transactions or (), user, as_of, store) if transactions or user is not None else None
    answer = risk_for(models, person, answers or (), holdings or (), horizon_years, savings_cents, in_last_fall)
    return answer, risk_text(answer)


def _goals_picture(answer: GoalPlanAnswer) -> dict[str, Any]:
    """What is in each pot by the end of each month ahead, as simulated: what a timeline draws."""
    return {"months": [one.isoformat() for one in answer.months], "bands": answer.bands}


PLAN_GOALS = ToolPolicy(
    name="plan_goals",
    title="Plan goals",
    description=(
        "Which savings goals can be met whole, and rules that meet them: everything above a buffer flows into the "
        "first pot, each full pot overflows into the next. Checked, and simulated with the person's own pay and "
        "bills. Tell what to change by hand after each deadline, and what would save a goal that does not fit. "
        "Shares of simulated paths are no odds. "
        f"Example goals: {GOALS_EXAMPLE}"
    ),
    parameters=GOAL_PARAMETERS,
    result=GoalPlanAnswer,
    answer=_goals,
    example=GOALS_CALL,
    view=GOALS_VIEW,
    picture=_goals_picture,
    read_only=False,
)
REBALANCE = ToolPolicy(
    name="rebalance_portfolio",
    title="Rebalance portfolio",
    description=(
        "Brings holdings within a band around the person's own targets: do nothing, buy only, or sell by lot at the "
        "least tax and cost. Instead of targets an objective (minimum variance, risk parity, HRP, 1/N) with past "
        "prices; say that it lowers risk, not that it earns more. Not tax advice; places no order."
    ),
    parameters=(*PORTFOLIO_PARAMETERS, *PRICE_PARAMETERS),
    result=RebalanceAnswer,
    answer=_rebalance,
    example=PORTFOLIO_CALL,
    view=ALLOCATION_VIEW,
)
WHAT_IF = ToolPolicy(
    name="what_if",
    title="What if",
    description=(
        "The months ahead with and without a change: pay, a lost job, a bill, a purchase, a repair, a move. Says the "
        "lowest point of the pay account and its day, the first payment that fails, how much more would carry them "
        f"through, and goals lost. Needs the balance. Replays are no odds. Example changes: {CHANGES_EXAMPLE}"
    ),
    parameters=WHAT_IF_PARAMETERS,
    result=WhatIfAnswer,
    answer=_what_if,
    example=WHAT_IF_CALL,
)
DETECT_CHANGES = ToolPolicy(
    name="detect_changes",
    title="Detect changes",
    description=(
        "Changes of a life that the last four months of transactions may show: pay up, down, stopped or from another "
        "job, rent, a move, childcare, bills that rise, begin or end, spending. Each is a question: assert none. "
        "With outlook, what public statistics say of such households over 2 to 5 years, no forecast of theirs."
    ),
    parameters=DETECT_PARAMETERS,
    result=ChangesAnswer,
    answer=_changes,
    example=DETECT_CALL,
)
ASSESS_RISK = ToolPolicy(
    name="assess_risk",
    title="Assess risk",
    description=(
        "Three readings of how much risk fits, kept apart: what a loss would do to them (transactions, savings, "
        "horizon), what they say (seven questions, given where no answers are sent), and what they hold and did. Tells "
        "where the readings part; there is no single label."
    ),
    parameters=RISK_PARAMETERS,
    result=RiskAnswer,
    answer=_risk,
    example=RISK_CALL,
)
PLANNING_TOOLS = (PLAN_GOALS, WHAT_IF, REBALANCE, ASSESS_RISK, DETECT_CHANGES)
