"""The tools of the coaching family, on one page."""

from __future__ import annotations

from typing import Any

from seqmatch.schemas.answers.coaching import CoachAnswer, ForecastAnswer, GoalOddsAnswer, RecurringAnswer, ReviewAnswer
from seqmatch.server.tools.answer_tool import ToolPolicy
from seqmatch.server.tools.coaching_arguments import (
    BALANCES,
    BUDGETS,
    DAYS,
    DECLINED,
    EXAMPLE,
    FLOORS,
    GOALS,
    GOALS_EXAMPLE,
    WHOSE,
)
from seqmatch.server.views import AHEAD_VIEW

REMEMBERED = (
    "When the person has said yes or no, send record_feedback with the event_id; the next call gives another step."
)


def _recurring(models: Any, told: Any) -> tuple[RecurringAnswer, str]:
    from seqmatch.families.coaching.answers.recurring import find_recurring, recurring_text

    answer = find_recurring(told)
    return answer, recurring_text(answer)


def _forecast(models: Any, told: Any, days: int, floors: Any) -> tuple[ForecastAnswer, str]:
    from seqmatch.families.coaching.answers.forecast import forecast_cash_flow, forecast_text

    answer = forecast_cash_flow(models, told, days=days, floors=floors)
    return answer, forecast_text(answer)


def _ahead(told: Any, answer: Any) -> dict[str, Any]:
    from seqmatch.families.coaching.answers.forecast import picture_of

    return picture_of(told, answer)


def _review(models: Any, told: Any, budgets: Any = (), store: Any = None) -> tuple[ReviewAnswer, str]:
    from seqmatch.families.coaching.answers.review import review_money, review_text

    answer = review_money(models, told, store, {one["category"]: one["monthly_cents"] for one in budgets})
    return answer, review_text(answer)


def _coach(models: Any, told: Any, declined: tuple[str, ...], store: Any = None) -> tuple[CoachAnswer, str]:
    from seqmatch.families.coaching.answers.choosing import advise
    from seqmatch.families.coaching.answers.coach import coach_text

    answer = advise(models, told, store, declined)
    return answer, coach_text(answer, None if store is None else REMEMBERED)


def _goal_odds(models: Any, told: Any, goals: Any) -> tuple[GoalOddsAnswer, str]:
    from seqmatch.families.coaching.answers.goals import AskedGoal, goal_odds, goal_odds_text

    answer = goal_odds(models, told, [AskedGoal(**one) for one in goals])
    return answer, goal_odds_text(answer)


FIND_RECURRING = ToolPolicy(
    name="find_recurring",
    title="Find recurring payments",
    description=(
        "Which payments come again: bills, subscriptions, pay. How often, how much, when next; which rose, are late or "
        "have ended. Ask the person the questions it returns. "
        f"Example: {EXAMPLE}"
    ),
    parameters=WHOSE,
    result=RecurringAnswer,
    answer=_recurring,
    example=EXAMPLE,
)
FORECAST = ToolPolicy(
    name="forecast_cash_flow",
    title="Forecast cash flow",
    description=(
        "What is coming: spending of the next 28 days with a band, each account's balance by day, its lowest point, "
        "the odds that it is low, the next pay and the bills before it. Tell the band and what it is unsure of, not "
        "the middle alone."
    ),
    parameters=(*WHOSE, BALANCES, FLOORS, DAYS),
    result=ForecastAnswer,
    answer=_forecast,
    example=EXAMPLE,
    view=AHEAD_VIEW,
    picture=_ahead,
)
REVIEW = ToolPolicy(
    name="review_money",
    title="Review money",
    description=(
        "How well off this person is and what changed: spend, save, borrow and plan with the facts behind each, price "
        "rises, lapsed bills, unusual payments, habits, season, budgets kept; of a user of the store, where they stand "
        "among others. It describes; it does not judge."
    ),
    parameters=(*WHOSE, BALANCES, BUDGETS),
    result=ReviewAnswer,
    answer=_review,
    example=EXAMPLE,
)
COACH = ToolPolicy(
    name="coach",
    title="Coach",
    description=(
        "The one next step for this person, why, and a rule that was read, checked and simulated. Offer it as a "
        "suggestion. If they say no, call again with its `step` in declined; for a user of the store, send "
        "record_feedback instead."
    ),
    parameters=(*WHOSE, BALANCES, DECLINED),
    result=CoachAnswer,
    answer=_coach,
    example=EXAMPLE,
)
GOAL_ODDS = ToolPolicy(
    name="goal_odds",
    title="Goal odds",
    description=(
        "How likely savings goals are met by their day, why, and what would make them likely: more a month, later, "
        "smaller. odds is null where the models do not know people like this: then go by the arithmetic. "
        f"Example goals: {GOALS_EXAMPLE}"
    ),
    parameters=(GOALS, *WHOSE, BALANCES),
    result=GoalOddsAnswer,
    answer=_goal_odds,
    example=EXAMPLE[:-1] + f', "goals": {GOALS_EXAMPLE}}}',
    read_only=False,
)
COACHING_TOOLS = (FIND_RECURRING, FORECAST, REVIEW, COACH, GOAL_ODDS)
