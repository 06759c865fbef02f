"""A person's financial health: four parts with the facts behind them, stress, and what would raise it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.estimators.scores.financial_health import FACTS, PARTS, Fact, HealthScores, Part, health_scores

FEWEST_WEEKS = 8
QUARTER = 13
LATER = 26
"""Weeks over which the expected savings rate is taken."""
NORMAL = 0.5
"""Savings rate, above or below 0, beyond which the accounts do not show the whole of a person's money."""
STEADY = 0.15
"""Standard deviation of the 13-week savings rate over those weeks above which none is expected."""
LOW_WEEK = "The lowest balance of the last week is below two days of usual spending."
WARNING_ODDS = 0.5
"""Odds of a low balance from which it is an early warning."""


@dataclass(frozen=True)
class FactTold:
    """A fact: its part, words, value, points 0 to 100, and the next value at which the table gives more."""

    name: str
    part: Part
    says: str
    value: float
    points: float
    better: float | None
    gain: float
    """Points that the part would gain at ``better``."""


@dataclass(frozen=True)
class Health:
    """What is told of a person.

    Attributes
    ----------
    total : 0 to 100; None where a part is unknown.
    parts : of the four, those that are known.
    facts : those that are known, the one worth raising first.
    stress : signs of the last weeks, in words.
    savings_rate, expected_savings_rate : of the last 13 weeks, and what to expect of the next: that
        of the last 26, None where it varied too much to tell.
    change_13w : of the total against 13 weeks ago.
    balance_path : (last day of the week, cents) of 26 weeks; empty without a balance.
    warnings : what is likely to come.
    why_not : reasons for what is missing.
    """

    total: float | None
    parts: dict[str, float]
    facts: tuple[FactTold, ...]
    stress: tuple[str, ...]
    savings_rate: float | None
    expected_savings_rate: float | None
    change_13w: float | None
    balance_path: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    why_not: tuple[str, ...]


def facts_of(weeks: pl.DataFrame) -> NDArray[np.float64]:
    """The facts of each week, shape (n_weeks, n_facts) in the order of FACTS, NaN where unknown."""
    income = pl.col("income_4w")
    table = weeks.select(
        "savings_rate_13w",
        "buffer_weeks",
        "debt_months",
        "low_balance_weeks_13w",
        "goal_adherence_13w",
        troubles_13w=pl.col("returned_13w") + pl.col("missed_bills"),
        saved_share_13w=pl.when(pl.col("days_since_saving").is_not_null()).then("saved_share_13w"),
        fee_share_4w=pl.when(income > 0).then(pl.col("fees_4w") / income),
    )
    return table.select(fact.name for fact in FACTS).to_numpy().astype(float)


def scores_of(weeks: pl.DataFrame) -> HealthScores:
    """The scores of each week; unknown before FEWEST_WEEKS."""
    facts = facts_of(weeks)
    facts[weeks["weeks_known"].to_numpy() < FEWEST_WEEKS] = np.nan
    return health_scores(facts)


def health_of(weeks: pl.DataFrame, low_balance_odds: float | None = None) -> Health:
    """The health of the one person in ``weeks``, as of the last week.

    Parameters
    ----------
    low_balance_odds : of a low balance within 30 days, from the outlook; None where it does not tell.
    """
    if len(weeks) < FEWEST_WEEKS:
        why = (f"The history has {len(weeks)} whole weeks; a score needs {FEWEST_WEEKS}.",)
        return Health(None, {}, (), (), None, None, None, (), (), why)
    weeks = weeks.sort("week")
    scores, facts = scores_of(weeks), facts_of(weeks)[-1]
    parts: dict[str, float] = {
        part: round(float(value), 1) for part, value in zip(PARTS, scores.parts[-1], strict=True) if value == value
    }
    told = [
        _told(fact, float(value), float(points), scores.points[-1])
        for fact, value, points in zip(FACTS, facts, scores.points[-1], strict=True)
        if points == points
    ]
    last = weeks.row(-1, named=True)
    before = scores.total[-14] if len(weeks) > 13 else np.nan
    total = float(scores.total[-1])
    rates = weeks["savings_rate_13w"].drop_nulls()
    half_year = weeks.tail(LATER)
    income, spent = float(np.sum(half_year["income"].to_numpy())), float(np.sum(half_year["spend"].to_numpy()))
    lately = half_year["savings_rate_13w"].drop_nulls().to_numpy()
    kept = 1 - spent / income if income > 0 else np.nan
    steady = len(lately) >= QUARTER and float(lately.std()) <= STEADY and abs(kept) <= NORMAL
    return Health(
        round(total, 1) if total == total else None,
        parts,
        tuple(sorted(told, key=lambda one: -one.gain)),
        tuple(_stress(last)),
        None if rates.is_empty() else round(float(rates[-1]), 3),
        round(kept, 3) if steady else None,
        round(total - float(before), 1) if total == total and before == before else None,
        tuple(
            (week.isoformat(), int(cents))
            for week, cents in half_year.select("week", "balance").iter_rows()
            if cents is not None
        ),
        tuple(_warnings(low_balance_odds)),
        tuple(_why_not(last, parts)),
    )


def _told(fact: Fact, value: float, points: float, all_points: NDArray[np.float64]) -> FactTold:
    same = [i for i, other in enumerate(FACTS) if other.part == fact.part and not np.isnan(all_points[i])]
    rising = fact.knots[-1][1] > fact.knots[0][1]
    better = [(at, worth) for at, worth in fact.knots if worth > points + 1 and (at > value if rising else at < value)]
    goal = (better[0] if rising else better[-1]) if better else None
    gain = 0.0 if goal is None else (goal[1] - points) / len(same)
    return FactTold(
        fact.name,
        fact.part,
        fact.says,
        round(value, 4),
        round(points, 1),
        None if goal is None else goal[0],
        round(gain, 1),
    )


def _stress(last: dict[str, Any]) -> list[str]:
    said = []
    if last["low_balance"]:
        said.append(LOW_WEEK)
    if last["fees_4w"]:
        said.append("Fees or interest were charged within four weeks.")
    if last["returned_13w"]:
        said.append("Payments were returned unpaid within 13 weeks.")
    if last["missed_bills"]:
        said.append("A bill that usually comes is overdue.")
    return said


def _warnings(odds: float | None) -> list[str]:
    if odds is None or odds < WARNING_ODDS:
        return []
    return [f"A low balance within 30 days is likely: {odds:.0%}."]


def _why_not(last: dict[str, Any], parts: dict[str, float]) -> list[str]:
    said = []
    if last["balance"] is None:
        said.append(
            "No balance is told: how long the money lasts, debt and low balances are unknown, and so is the total."
        )
    if last["savings_rate_13w"] is None:
        said.append("No income is seen in 13 weeks: what part of it is spent is unknown.")
    if "plan" not in parts and last["balance"] is not None:
        said.append("Too few weeks with a balance to tell how often it is low.")
    return said
