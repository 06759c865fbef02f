"""Whether a person keeps to a budget of theirs: whole months so far, and the month that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.families.coaching.person import Person
from seqmatch.features.weeks.payments import Guess

ALL = "all"
"""The budget of everything that is spent."""
MOST_MONTHS = 12


@dataclass(frozen=True)
class Adherence:
    """One budget.

    Attributes
    ----------
    months, kept : whole months looked at, and in how many no more was spent than the budget.
    usually_over : cents above it in the middle month of those that were not kept; 0 where all were.
    so_far : cents spent in the month that runs; 0 on its last day, which makes it a whole one.
    would_exceed : how many of those months had a rest, from this day of the month on, that would take it over today.
    """

    category: str
    budget: int
    months: int
    kept: int
    usually_over: int
    so_far: int
    would_exceed: int


def adherence(person: Person, budgets: Mapping[str, int], guess: Guess | None = None) -> list[Adherence]:
    """Each budget, by category of the taxonomy or ALL, cents a month."""
    daily = _daily(person, set(budgets), guess)
    months = _whole_months(person)
    running = person.today.day if (person.today + dt.timedelta(days=1)).day > 1 else 0
    found = []
    for category, budget in budgets.items():
        spent = daily[category]
        totals = np.array([int(spent[first : last + 1].sum()) for first, last in months], np.int64)
        rests = np.array([int(spent[first + running : last + 1].sum()) for first, last in months], np.int64)
        so_far = int(spent[len(spent) - running :].sum()) if running else 0
        over = totals[totals > budget] - budget
        found.append(
            Adherence(
                category,
                budget,
                len(months),
                int((totals <= budget).sum()),
                int(np.median(over)) if len(over) else 0,
                so_far,
                int((so_far + rests > budget).sum()) if running else 0,
            )
        )
    return found


def _daily(person: Person, wanted: set[str], guess: Guess | None) -> dict[str, NDArray[np.int64]]:
    """Cents that were spent on each day, shape (days,), by category."""
    rows = person.frame.filter((pl.col("amount_cents") < 0) & ~pl.col("own_transfer"))
    said = rows["category"].to_list()
    missing = [place for place, one in enumerate(said) if one is None]
    if guess is not None and missing and wanted - {ALL}:
        asked = rows[missing].select("description", "merchant", "mcc", "amount_cents")
        for place, one in zip(missing, guess(asked), strict=True):
            said[place] = one
    at = (rows["date"] - person.first).dt.total_days().to_numpy()
    cents = -rows["amount_cents"].to_numpy()
    daily = {}
    for category in wanted:
        fits = np.array([category in (ALL, one) for one in said], bool)
        spent = np.zeros(person.days, np.int64)
        np.add.at(spent, at[fits], cents[fits])
        daily[category] = spent
    return daily


def _whole_months(person: Person) -> list[tuple[int, int]]:
    """First and last day, as numbers from the person's first day on, of the last whole months that ended by today."""
    found: list[tuple[int, int]] = []
    end = (person.today + dt.timedelta(days=1)).replace(day=1) - dt.timedelta(days=1)
    while len(found) < MOST_MONTHS and end.replace(day=1) >= person.first:
        found.append(((end.replace(day=1) - person.first).days, (end - person.first).days))
        end = end.replace(day=1) - dt.timedelta(days=1)
    return found[::-1]
