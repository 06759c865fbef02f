"""The odds of one goal as of a day: how likely, why, and what would make it likely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.estimators.forecasting.goal_odds import GoalOdds
from seqmatch.families.coaching.dataset.goal_features import (
    BLOCK,
    DAYS_A_MONTH,
    NAMES,
    Goal,
    Levers,
    Past,
    levers,
    past,
    rows,
)
from seqmatch.families.coaching.person import Person

Floats = NDArray[np.float64]
LIKELY = 0.8
MOST_DAYS_LATER = 1_096
TRIES = 32
"""Steps in which a lever is moved to its end."""
ROUND = 100
"""Cents to which advice is rounded."""
LEAST_REASON = 0.1
"""Log-odds below which a group of facts is no reason."""
MOST_REASONS = 4


@dataclass(frozen=True)
class Reason:
    """What speaks for or against the goal.

    Attributes
    ----------
    group : of facts, as in :data:`seqmatch.families.coaching.dataset.goal_features.FEATURES`.
    weight : log-odds more than with these facts at their usual values; below 0 speaks against.
    text : in plain words, with the person's own numbers.
    """

    group: str
    weight: float
    text: str


@dataclass(frozen=True)
class WouldMakeLikely:
    """The smallest change of one lever alone with which the odds reach ``odds``; None: that lever alone does not.

    Attributes
    ----------
    more_a_month_cents : put aside on top of what happens now.
    later_days : after the deadline.
    smaller_cents : off the target.
    """

    odds: float
    more_a_month_cents: int | None
    later_days: int | None
    smaller_cents: int | None


@dataclass(frozen=True)
class GoalAnswer:
    """What is said of one goal.

    Attributes
    ----------
    odds, low, high : probability that it is met by its deadline, 0 to 1, and a 90 % interval.
    reasons : the weightiest first.
    likely : what would make it likely; all 0 where it is.
    needed_cents, usual_cents : a month from now on, and what is usually left a month.
    """

    odds: float
    low: float
    high: float
    reasons: tuple[Reason, ...]
    likely: WouldMakeLikely
    needed_cents: int
    usual_cents: int


def goal_odds(person: Person, goal: Goal, model: GoalOdds, likely: float = LIKELY) -> GoalAnswer:
    """The odds of ``goal`` from what is known of the person today.

    Raises
    ------
    ArgumentError : the deadline is not after today, or the history is shorter than four weeks.
    """
    _refuse(person, goal)
    known, asked = past(person, goal.account), levers(goal, person.today)
    needed = round(goal.missing_cents * DAYS_A_MONTH / float(asked.days[0]))
    if not goal.missing_cents:
        there = Reason("progress", 0.0, "All of it is there already.")
        return GoalAnswer(1.0, 1.0, 1.0, (there,), WouldMakeLikely(likely, 0, 0, 0), 0, round(known.surplus))
    row = rows(known, asked)
    said = model.predict(row)
    return GoalAnswer(
        float(said.odds[0]),
        float(said.low[0]),
        float(said.high[0]),
        _reasons(model, row[0], known, goal, needed),
        would_make_likely(model, known, asked, likely),
        needed,
        round(known.surplus),
    )


def arithmetic_of(person: Person, goal: Goal) -> tuple[int, int]:
    """What the goal needs a month from now on, and what is usually left of a month, cents; no model is asked.

    Raises
    ------
    ArgumentError : as :func:`goal_odds`.
    """
    _refuse(person, goal)
    asked = levers(goal, person.today)
    needed = round(goal.missing_cents * DAYS_A_MONTH / float(asked.days[0]))
    return needed, round(past(person, goal.account).surplus)


def _refuse(person: Person, goal: Goal) -> None:
    if goal.deadline <= person.today:
        raise ArgumentError(f"Give a day after {person.today}.", path="deadline")
    if person.days < BLOCK:
        raise ArgumentError(
            f"{person.history_told}; goals need {BLOCK}. Send earlier transactions.",
            code="too_short",
            path="transactions",
        )


def would_make_likely(model: GoalOdds, known: Past, asked: Levers, likely: float = LIKELY) -> WouldMakeLikely:
    """How far each lever alone has to be moved; the model never falls as a lever is moved."""
    missing, days = float(asked.missing[0]), float(asked.days[0])
    sweeps = (
        _Sweep(
            ROUND,
            missing * DAYS_A_MONTH / days,
            lambda cents: (np.maximum(missing - cents * days / DAYS_A_MONTH, 0.0), np.full(len(cents), days)),
        ),
        _Sweep(1, MOST_DAYS_LATER, lambda later: (np.full(len(later), missing), days + later)),
        _Sweep(ROUND, missing, lambda cents: (np.maximum(missing - cents, 0.0), np.full(len(cents), days))),
    )
    while open_ := [one for one in sweeps if not one.done]:
        tried = [one.tries() for one in open_]
        moved = [one.move(steps.astype(np.float64) * one.unit) for one, steps in zip(open_, tried, strict=True)]
        variants = Levers(
            np.concatenate([cents for cents, _ in moved]),
            np.concatenate([left for _, left in moved]),
            np.full(sum(map(len, tried)), asked.monthly[0]),
            asked.saved,
        )
        reached = model.predict(rows(known, variants)).odds >= likely
        ends = np.cumsum([len(steps) for steps in tried])[:-1]
        for one, steps, hits in zip(open_, tried, np.split(reached, ends), strict=True):
            one.narrow(steps, np.flatnonzero(hits))
    more, later, smaller = (one.found for one in sweeps)
    return WouldMakeLikely(likely, more, later, smaller)


class _Sweep:
    """Looks for the smallest multiple of ``unit`` up to ``most`` with which something is reached.

    Parameters
    ----------
    move : from how far the lever is moved, shape (n,), to cents missing and days left.
    """

    def __init__(self, unit: int, most: float, move: Callable[[Floats], tuple[Floats, Floats]]) -> None:
        self.unit, self.move = unit, move
        self.low, self.high = 0, int(np.ceil(most / unit))
        self.done = False
        self.found: int | None = None

    def tries(self) -> NDArray[np.int64]:
        return np.unique(np.linspace(self.low, self.high, TRIES).round()).astype(np.int64)

    def narrow(self, steps: NDArray[np.int64], hits: NDArray[np.intp]) -> None:
        """Keep what lies between the last step that did not reach it and the first one that did."""
        if not len(hits):
            self.done, self.found = True, None
            return
        first = int(hits[0])
        if first == 0 or steps[first] - steps[first - 1] <= 1:
            self.done, self.found = True, int(steps[first]) * self.unit
        self.low, self.high = int(steps[max(0, first - 1)]), int(steps[first])


def _reasons(model: GoalOdds, row: Floats, known: Past, goal: Goal, needed: int) -> tuple[Reason, ...]:
    texts = _texts(row, known, goal, needed)
    weights = model.reasons(row)
    found = [
        Reason(group, weight, texts[group])
        for group, weight in weights.items()
        if abs(weight) >= LEAST_REASON and group in texts
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.weight))[:MOST_REASONS])


def _texts(row: Floats, known: Past, goal: Goal, needed: int) -> dict[str, str]:
    """A sentence for each group of facts of which something is known."""
    fact = dict(zip(NAMES, row.tolist(), strict=True))
    what = "what is held" if goal.account is None else "the account"
    grown = f"{what} grew by {_money(fact['velocity_12_weeks'] * known.income)} a month in the last 12 weeks"
    if fact["velocity_12_weeks"] < 0:
        grown = f"{what} fell by {_money(-fact['velocity_12_weeks'] * known.income)} a month in the last 12 weeks"
    texts = {
        "ambition": f"It needs {_money(needed)} a month; usually {_money(known.surplus)} a month is left.",
        "time": f"{fact['months_left']:.1f} months are left.",
        "plan": f"The plan covers {fact['plan_covers']:.0%} of what is missing.",
        "progress": f"{_money(goal.saved_cents)} of {_money(goal.target_cents)} is there; {grown}.",
        "consistency": f"It grew in {fact['months_that_grew']:.0%} of the last months.",
        "surplus": f"In the last 12 weeks {_money(fact['surplus_12_weeks'] * known.income)} a month was left.",
        "balance": _balance(fact, known),
        "volatility": f"What is left of a month varies by about {_money(known.spread)}.",
        "income": f"Income varies by {fact['income_volatility']:.0%} from month to month.",
        "season": f"{fact['december_share']:.0%} of the time left is December, an expensive month.",
        "history": f"{fact['months_known']:.0f} months of history are known.",
    }
    return {group: text for group, text in texts.items() if text and "nan" not in text}


def _balance(fact: dict[str, float], known: Past) -> str:
    if not np.isnan(fact["cushion_of_income"]):
        return f"The other accounts hold {_money(fact['cushion_of_income'] * known.income)} together."
    above = fact["above_own_level"] * known.income
    if abs(above) < ROUND:
        return ""
    side = "above" if above >= 0 else "below"
    return f"The balance is {_money(abs(above))} {side} its own usual level."


def _money(cents: float) -> str:
    return "nan" if np.isnan(cents) else f"{cents / 100:,.2f}"
