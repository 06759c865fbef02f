"""What a person's history says of a goal: numbers in the person's own scale, known at the end of a day.

A goal enters by its levers alone (what is missing, how long is left, what is put aside), so that a hundred variants of
one goal cost one look at the history.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.families.coaching.person import Cents, Person

Floats = NDArray[np.float64]
DAYS_A_MONTH = 365.25 / 12
BLOCK = 28
"""Days of a block: four whole weeks, so that no weekday counts more often than another."""
BLOCKS = 6
WEEKS = 26
LEAST_INCOME = 1_000.0
"""Cents a month, below which the own scale does not fall."""

FEATURES: tuple[tuple[str, str, int], ...] = (
    ("pace_of_surplus", "ambition", -1),
    ("pace_of_income", "ambition", -1),
    ("missing_of_income", "ambition", -1),
    ("headroom", "ambition", 1),
    ("months_left", "time", 1),
    ("plan_covers", "plan", 1),
    ("saved_share", "progress", 1),
    ("velocity_of_pace", "progress", 1),
    ("velocity_4_weeks", "progress", 0),
    ("velocity_12_weeks", "progress", 1),
    ("velocity_24_weeks", "progress", 1),
    ("speeding_up", "progress", 0),
    ("months_that_grew", "consistency", 1),
    ("months_since_growth", "consistency", 0),
    ("surplus_4_weeks", "surplus", 0),
    ("surplus_12_weeks", "surplus", 1),
    ("surplus_24_weeks", "surplus", 1),
    ("above_own_level", "balance", 0),
    ("balance_of_income", "balance", 0),
    ("cushion_of_income", "balance", 0),
    ("lowest_cushion_of_income", "balance", 0),
    ("volatility", "volatility", 0),
    ("spending_volatility", "volatility", 0),
    ("income_volatility", "income", 0),
    ("income_growth", "income", 0),
    ("months_since_income", "income", 0),
    ("december_share", "season", 0),
    ("months_known", "history", 0),
)
"""Name, group, and how the odds may move with it: 1 never down, -1 never up, 0 either way."""
NAMES = tuple(name for name, _, _ in FEATURES)
GROUPS = tuple(group for _, group, _ in FEATURES)
MONOTONE = tuple(sign for _, _, sign in FEATURES)


@dataclass(frozen=True)
class Goal:
    """What somebody wants to have by a day.

    Attributes
    ----------
    target_cents, saved_cents : wanted, and there already.
    monthly_cents : what the person means to put aside; None where nothing is said.
    account : where it is kept; None: wherever, so what is left of all income counts.
    """

    target_cents: int
    saved_cents: int
    deadline: dt.date
    monthly_cents: int | None = None
    account: str | None = None

    @property
    def missing_cents(self) -> int:
        return max(0, self.target_cents - self.saved_cents)


@dataclass(frozen=True, eq=False)
class Levers:
    """Variants of one goal, shapes (n,): cents missing, days left, cents a month put aside (NaN: nothing said)."""

    missing: Floats
    days: Floats
    monthly: Floats
    saved: float


@dataclass(frozen=True, eq=False)
class Past:
    """What a history says before any goal is known.

    Attributes
    ----------
    income : cents a month, the own scale.
    surplus : cents a month that are usually left.
    velocity, spread : of where the goal is kept, cents a month: usual growth, and its standard deviation.
    weeks : shape (WEEKS,), what moved there each week, the last one ending today; NaN before the history.
    numbers : the features that no lever moves, by name.
    """

    today: dt.date
    income: float
    surplus: float
    velocity: float
    spread: float
    weeks: Floats
    numbers: dict[str, float]


def levers(goal: Goal, today: dt.date) -> Levers:
    """The goal as it is."""
    monthly = np.nan if goal.monthly_cents is None else float(goal.monthly_cents)
    days = float(max(1, (goal.deadline - today).days))
    return Levers(
        np.array([float(goal.missing_cents)]), np.array([days]), np.array([monthly]), float(max(0, goal.saved_cents))
    )


def past(person: Person, account: str | None) -> Past:
    """What the person's history says; an account that has no transactions yet has not grown."""
    flow, path = _kept(person, account)
    net = person.received - person.spent
    received, spent, left, grown = (_blocks(one) for one in (person.received, person.spent, net, flow))
    usual = float(np.median(received)) or float(received.mean()) or float(spent.mean())
    income = max(LEAST_INCOME, _monthly(usual))
    here = path[-BLOCK * BLOCKS :] if path is not None else None
    others = _others(person, account)
    spread = _monthly(float(grown.std())) / np.sqrt(_monthly(1.0))
    numbers = {
        "velocity_4_weeks": _mean_month(flow, 28) / income,
        "velocity_12_weeks": _mean_month(flow, 84) / income,
        "velocity_24_weeks": _mean_month(flow, 168) / income,
        "speeding_up": (_mean_month(flow, 56) - _mean_month(flow[:-56], 56)) / income,
        "months_that_grew": float((grown > 0).mean()),
        "months_since_growth": _since(flow),
        "surplus_4_weeks": _mean_month(net, 28) / income,
        "surplus_12_weeks": _mean_month(net, 84) / income,
        "surplus_24_weeks": _mean_month(net, 168) / income,
        "above_own_level": np.nan if here is None else float(here[-1] - here.mean()) / income,
        "balance_of_income": np.nan if here is None else float(here[-1]) / income,
        "cushion_of_income": np.nan if others is None else float(others[-1]) / income,
        "lowest_cushion_of_income": np.nan if others is None else float(others[-56:].min()) / income,
        "volatility": spread / income,
        "spending_volatility": float(spent.std() / max(spent.mean(), 1.0)),
        "income_volatility": float(received.std() / max(received.mean(), 1.0)),
        "income_growth": (_mean_month(person.received, 84) - _mean_month(person.received[:-84], 84)) / income,
        "months_since_income": _since(person.received),
        "months_known": min(24.0, person.days / DAYS_A_MONTH),
    }
    weeks = np.full(WEEKS, np.nan)
    known = person.weeks(flow)[-WEEKS:]
    if len(known):
        weeks[WEEKS - len(known) :] = known
    surplus, velocity = (_monthly(float(one.mean())) for one in (left, grown))
    return Past(person.today, income, surplus, velocity, spread, weeks, numbers)


def rows(known: Past, asked: Levers) -> Floats:
    """Features of each variant, shape (n, len(FEATURES)); NaN where nothing is known."""
    months = np.maximum(asked.days, 1.0) / DAYS_A_MONTH
    pace = asked.missing / months
    spread = max(known.spread, 0.01 * known.income) * np.sqrt(months)
    growth = max(known.velocity, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = {
            "pace_of_surplus": np.minimum(pace / max(known.surplus, 0.02 * known.income), 50.0),
            "pace_of_income": pace / known.income,
            "missing_of_income": asked.missing / known.income,
            "headroom": np.clip((growth * months - asked.missing) / spread, -20, 20),
            "months_left": months,
            "plan_covers": np.minimum(asked.monthly * months / np.maximum(asked.missing, 1.0), 5.0),
            "saved_share": asked.saved / np.maximum(asked.saved + asked.missing, 1.0),
            "velocity_of_pace": np.minimum(growth / np.maximum(pace, 1.0), 10.0),
            "december_share": _december(known.today, asked.days),
        }
    still = {name: np.full(len(months), value) for name, value in known.numbers.items()}
    return np.column_stack([{**still, **moved}[name] for name in NAMES])


def _kept(person: Person, account: str | None) -> tuple[Cents, Cents | None]:
    """What moved each day where the goal is kept, and the balances there where they are known."""
    if account is None:
        paths = [one.balances for one in person.accounts.values()]
        known = [path for path in paths if path is not None]
        whole = np.sum(known, axis=0) if len(known) == len(paths) and known else None
        return person.received - person.spent, whole
    kept = person.accounts.get(account)
    if kept is None:
        return np.zeros(person.days, np.int64), np.zeros(person.days, np.int64)
    return kept.flow, kept.balances


def _others(person: Person, account: str | None) -> Cents | None:
    """The sum of what is on the other accounts, as far as it is known, at the end of each day."""
    if account is None:
        return None
    known = [one.balances for name, one in person.accounts.items() if name != account]
    told = [path for path in known if path is not None]
    return np.asarray(np.sum(told, axis=0), np.int64) if told else None


def _monthly(block: float) -> float:
    return block * DAYS_A_MONTH / BLOCK


def _blocks(daily: Cents) -> Floats:
    """Sums of the last whole blocks of days, shape (1 to BLOCKS,); less than one block counts as one."""
    whole = min(len(daily) // BLOCK, BLOCKS)
    if whole == 0:
        return np.array([float(daily.sum()) * BLOCK / max(len(daily), 1)])
    return np.asarray(daily[len(daily) - whole * BLOCK :].reshape(whole, BLOCK).sum(axis=1), np.float64)


def _mean_month(daily: Cents, days: int) -> float:
    """Cents a month over the last ``days``, NaN where there are fewer than four weeks of them."""
    seen = daily[-days:]
    return float(seen.sum()) / len(seen) * DAYS_A_MONTH if len(seen) >= BLOCK else np.nan


def _since(daily: Cents) -> float:
    """Months since something last came in, at most 12."""
    came = np.flatnonzero(daily > 0)
    return min(12.0, (len(daily) - 1 - int(came[-1])) / DAYS_A_MONTH) if len(came) else 12.0


def _december(today: dt.date, days: Floats) -> Floats:
    """The share of the days left that is in December."""
    longest = int(days.max())
    month = (np.datetime64(today) + np.arange(1, longest + 1)).astype("datetime64[M]").astype(int) % 12
    passed = np.cumsum(month == 11)
    at = np.clip(days.astype(int), 1, longest)
    return np.asarray(passed[at - 1] / at, np.float64)
