"""Whether the shares of replays are odds: goals of people whose months after the plan are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.families.planning.person import Person, person_of
from seqmatch.families.planning.recipe import Parameters
from seqmatch.families.planning.scoring.ordering import Months, buffer_of
from seqmatch.families.planning.scoring.replays import fills, replay

AHEAD, GOALS, BINS, RESAMPLED, SEED = 12, 6, 10, 500, 17
Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Asked:
    """Goals of many people, one each time; shape (n_goals,) each.

    Attributes
    ----------
    person : number of the person.
    share : of replays in which it fills.
    met : 1 where the months that came filled it, else 0.
    ambition : needed money over the free money that is typical until the deadline.
    """

    person: NDArray[np.int64]
    share: Values
    met: Values
    ambition: Values


def asked(histories: Iterable[pl.DataFrame], today: dt.date, parameters: Parameters, seed: int = SEED) -> Asked:
    """GOALS drawn goals of each person, planned today and judged by the AHEAD months that follow.

    Parameters
    ----------
    histories : of one person each, with the months after ``today``; people with too few months are left out.
    """
    rows: list[tuple[int, float, float, float]] = []
    later = dt.date(today.year + 1, today.month, today.day)
    for number, frame in enumerate(histories):
        try:
            known, whole = person_of(frame, today), person_of(frame, later)
        except ArgumentError:
            continue
        rows += _of(number, known, whole, parameters, np.random.default_rng([seed, number]))
    columns = np.array(rows, float).reshape(-1, 4).T
    return Asked(columns[0].astype(np.int64), *columns[1:])


def _of(
    number: int, known: Person, whole: Person, parameters: Parameters, rng: np.random.Generator
) -> list[tuple[int, float, float, float]]:
    months = Months(known.came, known.left)
    buffer = buffer_of(months, parameters)
    opening = max(0, buffer - int(known.left.mean()))
    came, left = whole.came[-AHEAD:], whole.left[-AHEAD:]
    typical = max(float(np.median(known.came[-6:]) - known.left[-12:].mean()), 0.05 * float(np.median(known.came)), 1e4)
    found = []
    for _ in range(GOALS):
        deadline = int(rng.integers(3, AHEAD + 1))
        ambition = float(rng.uniform(0.2, 2.0))
        needed = [max(1_000, int(ambition * typical * deadline))]
        (told,) = replay(months, opening, buffer, needed, [deadline], AHEAD)
        met = fills(came[None], left[None], opening, buffer, needed, [deadline])[0, 0]
        found.append((number, told.share, float(met), ambition))
    return found


def ece(odds: Values, met: Values) -> float:
    """Mean distance between odds and what came, over BINS of equal numbers, weighted."""
    order = np.argsort(odds, kind="stable")
    parts = np.array_split(order, BINS)
    return float(sum(abs(odds[one].mean() - met[one].mean()) * len(one) for one in parts if len(one)) / len(order))


def brier(odds: Values, met: Values) -> float:
    """Mean squared distance."""
    return float(np.mean((odds - met) ** 2))


def with_interval(of: Callable[[Values, Values], float], odds: Values, one: Asked) -> tuple[float, float, float]:
    """A figure with its 95 % interval over people."""
    rng = np.random.default_rng(SEED)
    people = np.unique(one.person)
    places = {int(person): np.flatnonzero(one.person == person) for person in people}
    drawn = []
    for _ in range(RESAMPLED):
        some = np.concatenate([places[int(person)] for person in rng.choice(people, len(people))])
        drawn.append(of(odds[some], one.met[some]))
    low, high = np.quantile(drawn, (0.025, 0.975))
    return of(odds, one.met), float(low), float(high)
