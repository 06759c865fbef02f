"""What in a person's spending follows the weekend, the weekday or payday, beyond chance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.data.taxonomy.purposes import PURPOSES
from seqmatch.estimators.scores.day_effects import DayEffect, day_effect, kept
from seqmatch.families.coaching.person import Person
from seqmatch.features.weeks.payments import Guess, payments

AFTER_PAY = 4
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST_CYCLE, LONGEST_CYCLE = 14, 45
"""Days from one pay to the next: of weekly pay, payday and weekday cannot be told apart."""
Days = NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """A person's unplanned spending by day.

    Attributes
    ----------
    wants : shape (days,), cents, each day at most its 95th percentile: one laptop is no habit.
    impulses : shape (days,), unplanned large buys.
    paydays : day numbers, rising.
    first_weekday : of day 0, Monday 0.
    """

    wants: Days
    impulses: Days
    paydays: tuple[int, ...]
    first_weekday: int


def spending_of(person: Person, guess: Guess | None = None) -> Spending:
    """The spending on wants that does not repeat."""
    rows = payments(person.frame, person.today, PURPOSES, guess)
    at = (rows["date"] - person.first).dt.total_days().to_numpy()
    free = rows.select((pl.col("purpose") == "want").fill_null(False) & ~pl.col("repeats")).to_series().to_numpy()
    wants, impulses = np.zeros(person.days), np.zeros(person.days)
    np.add.at(wants, at[free], rows["out"].to_numpy()[free].astype(float))
    np.add.at(impulses, at, rows["impulse"].to_numpy().astype(float))
    if (wants > 0).any():
        wants = np.minimum(wants, np.quantile(wants[wants > 0], 0.95))
    paydays = tuple(sorted(set(at[rows["pay"].to_numpy()].tolist())))
    return Spending(wants, impulses, paydays, person.first.weekday())


def effects_of(spending: Spending, seed: int = 0) -> dict[str, DayEffect | None]:
    """Weekend, the strongest weekday, payday and impulse after payday; None where it cannot be told."""
    weekdays = (np.arange(len(spending.wants)) + spending.first_weekday) % 7
    weekend = day_effect(_weeks(spending.wants, weekdays >= 5, spending.first_weekday), 1, seed)
    effects = {"weekend": weekend}
    strongest = int(np.argmax(np.bincount(weekdays, spending.wants, 7)))
    by_day = day_effect(_weeks(spending.wants, weekdays == strongest, spending.first_weekday), 1, seed + 1)
    if by_day is not None:  # the strongest of seven days, not one chosen before
        by_day = DayEffect(by_day.share, by_day.expected, min(1.0, 7 * by_day.p), by_day.blocks)
    effects[f"weekday {WEEKDAYS[strongest]}"] = by_day
    effects["payday"] = day_effect(_cycles(spending.wants, spending.paydays), 7, seed + 2)
    effects["impulse after payday"] = day_effect(_cycles(spending.impulses, spending.paydays), 7, seed + 3)
    return effects


def habits_of(person: Person, guess: Guess | None = None, seed: int = 0) -> Mapping[str, DayEffect]:
    """The effects that are beyond chance; of a person without any, one in twenty shows one."""
    effects = effects_of(spending_of(person, guess), seed)
    return {name: effect for name in kept(effects) if (effect := effects[name]) is not None}


def _weeks(values: Days, marks: NDArray[np.bool_], first_weekday: int) -> list[tuple[Days, NDArray[np.bool_]]]:
    start = (-first_weekday) % 7
    return [(values[at : at + 7], marks[at : at + 7]) for at in range(start, len(values) - 6, 7)]


def _cycles(values: Days, paydays: tuple[int, ...]) -> list[tuple[Days, NDArray[np.bool_]]]:
    """From one pay to the day before the next; whole weeks of it."""
    found = []
    for begin, end in itertools.pairwise(paydays):
        days = (end - begin) // 7 * 7
        if SHORTEST_CYCLE <= end - begin <= LONGEST_CYCLE:
            found.append((values[begin : begin + days], np.arange(days) < AFTER_PAY))
    return found
