"""``goal_odds``: how likely goals are met, why, and what would make them likely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from seqmatch.errors import ArgumentError
from seqmatch.families.coaching.advice.news import money
from seqmatch.families.coaching.advice.wording import quoted
from seqmatch.families.coaching.answers.forecast import learned_basis
from seqmatch.families.coaching.answers.whose import EIGHT_WEEKS, Told
from seqmatch.families.coaching.dataset.account_kinds import not_seen
from seqmatch.families.coaching.dataset.goal_features import Goal
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.scoring.goals import GoalAnswer, arithmetic_of
from seqmatch.families.coaching.scoring.goals import goal_odds as odds_of
from seqmatch.schemas.answers.coaching import GoalOddsAnswer, GoalTold

WIDE = 0.5
"""Of an interval of odds: wider, they say little."""
GENERATED = (
    "Odds learned from generated people were worse than always saying no on real bank accounts, so none are told for "
    "a goal without a plan or an account of its own. Go by what it needs and what is usually left."
)

SHORT = "With less than eight weeks of history no odds are told. Go by what it needs and what is usually left."
TOO_FEW = "These models learned from too few goals to tell odds. Go by what it needs and what is usually left."


@dataclass(frozen=True)
class AskedGoal:
    """A goal as a person states it; see :class:`seqmatch.families.coaching.dataset.goal_features.Goal`."""

    name: str
    target_cents: int
    deadline: dt.date
    saved_cents: int = 0
    monthly_cents: int | None = None
    account: str | None = None


def goal_odds(models: CoachingModels, told: Told, goals: Sequence[AskedGoal]) -> GoalOddsAnswer:
    """The odds of each goal, in order.

    Models of generated people tell odds only of goals that have a monthly plan or an account of their own.

    Raises
    ------
    ArgumentError : a deadline that is not after today, or a history shorter than four weeks.
    """
    _refuse(told, goals)
    unsure = list(told.unsure)
    why = _why_no_odds(models, told)
    answers = [_goal(models, told, one, why is None) for one in goals]
    unsure += [
        f"No transaction is on the account of goal {place}: it counts as new and empty. If it has another "
        "name, send that."
        for place, one in enumerate(goals, 1)
        if one.account is not None and one.account not in told.person.accounts
    ]
    if any(one.odds is None for one in answers):
        unsure.append(why or GENERATED)
    return GoalOddsAnswer(goals=answers, unsure=unsure, basis=learned_basis(models, told.person))


def _refuse(told: Told, goals: Sequence[AskedGoal]) -> None:
    for place, one in enumerate(goals):
        if one.deadline <= told.person.today:
            raise ArgumentError(
                f"Give a day after {told.person.today}, which is today here.",
                code="invalid_value",
                path=f"goals[{place}].deadline",
                example=f'"{told.person.today + dt.timedelta(days=365)}"',
            )


def _why_no_odds(models: CoachingModels, told: Told) -> str | None:
    """Why no odds are told of any goal; None where they may be."""
    if models.goals is None:
        return TOO_FEW
    if (blind := not_seen(told.person)) is not None:
        return f"{blind} So what is usually left says little, and no odds are told."
    return SHORT if told.person.days < EIGHT_WEEKS else None


def _goal(models: CoachingModels, told: Told, one: AskedGoal, may: bool) -> GoalTold:
    goal = Goal(one.target_cents, one.saved_cents, one.deadline, one.monthly_cents, one.account)
    synthetic = models.cohort["provenance"] == "synthetic"
    if models.goals is None or not may or (synthetic and one.monthly_cents is None and one.account is None):
        needed, usual = arithmetic_of(told.person, goal)
        return GoalTold(name=one.name, needed_monthly_cents=needed, usual_monthly_cents=usual, odds=None)
    return _told(one.name, odds_of(told.person, goal, models.goals))


def _told(name: str, found: GoalAnswer) -> GoalTold:
    likely = found.likely
    return GoalTold(
        name=name,
        needed_monthly_cents=found.needed_cents,
        usual_monthly_cents=found.usual_cents,
        odds=round(found.odds, 3),
        interval=(round(found.low, 3), round(found.high, 3)),
        because=[one.text for one in found.reasons],
        more_monthly_cents=likely.more_a_month_cents,
        later_days=likely.later_days,
        smaller_cents=likely.smaller_cents,
    )


def goal_odds_text(answer: GoalOddsAnswer) -> str:
    """The answer in words."""
    lines = []
    for place, one in enumerate(answer.goals, 1):
        said = (
            f"Goal {place}, {quoted(one.name)}: it needs {money(one.needed_monthly_cents)} a month; "
            f"{_left(one.usual_monthly_cents)}."
        )
        if one.odds is not None and one.interval is not None:
            low, high = one.interval
            said += (
                f" Odds {one.odds:.0%} ({low:.0%} to {high:.0%}{', little more than a guess' * (high - low > WIDE)})."
            )
            said += "".join(f" {reason}" for reason in one.because if not reason.startswith("It needs "))
            said += _levers(one)
        lines.append(said)
    return "\n".join([*lines, *(f"Unsure: {one}" for one in answer.unsure)])


def _left(cents: int) -> str:
    return f"{money(cents)} is usually left" if cents >= 0 else f"usually {money(-cents)} more goes out than comes in"


def _levers(one: GoalTold) -> str:
    ways = []
    if one.more_monthly_cents:
        ways.append(f"{money(one.more_monthly_cents)} more a month")
    if one.later_days:
        ways.append(f"{one.later_days} days later")
    if one.smaller_cents:
        ways.append(f"{money(one.smaller_cents)} smaller")
    return f" It is likely with one of: {', '.join(ways)}." if ways else ""
