"""Goals of people whose months after the plan are known: what a plan would have said, and how each goal ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.errors import ArgumentError
from seqmatch.families.planning.person import FEWEST_MONTHS, Person, month_end, person_of, whole_months
from seqmatch.families.planning.recipe import AHEAD, Parameters
from seqmatch.families.planning.scoring.ordering import Months, buffer_of, usually_free
from seqmatch.families.planning.scoring.paths import Asked, Basis, Reach, basis_of, draw, reached

GOALS, SEED = 6, 17
LEAST, MOST = 0.2, 2.0
"""Of the ambition: needed money over the money that is usually free until the deadline."""
Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """One person on one day, with drawn goals; each goal is planned alone.

    Attributes
    ----------
    person : number of the person.
    known : what was known on that day.
    basis : what paths are drawn from.
    opening, buffer : cents on the pay account (the buffer, less what is spent between two pays), and that stay on it.
    goals : what is asked.
    ambition : shape (n_goals,).
    ends : how each goal ended, of one path: what came.
    """

    person: int
    known: Person
    basis: Basis
    opening: int
    buffer: int
    goals: tuple[Asked, ...]
    ambition: Values
    ends: Reach


def cases_of(
    histories: Iterable[pl.DataFrame],
    parameters: Parameters,
    days: Sequence[dt.date] = (),
    each: int = 1,
    seed: int = SEED,
) -> list[Case]:
    """Cases of people, one history each.

    Parameters
    ----------
    days : on which is asked; empty: ``each`` drawn ends of months of each person, with AHEAD known months after them.
    """
    found = []
    for number, frame in enumerate(histories):
        rng = np.random.default_rng([seed, number])
        for today in days or _days(frame, each, rng):
            case = _case(number, frame, today, parameters, rng)
            found += [] if case is None else [case]
    return found


def _days(frame: pl.DataFrame, each: int, rng: np.random.Generator) -> list[dt.date]:
    first: Any = frame["date"].min()
    last: Any = frame["date"].max()
    months = (last.year - first.year) * 12 + last.month - first.month - AHEAD + (month_end(last, 0) == last)
    ends = [month_end(first, ahead) for ahead in range(FEWEST_MONTHS, months)]
    if not ends:
        return []
    return [ends[place] for place in sorted(rng.choice(len(ends), min(each, len(ends)), replace=False).tolist())]


def _case(
    number: int, frame: pl.DataFrame, today: dt.date, parameters: Parameters, rng: np.random.Generator
) -> Case | None:
    try:
        known = person_of(frame, today)
        whole = whole_months(frame, month_end(today, AHEAD))
    except ArgumentError:
        return None
    months = Months(known.came, known.left)
    buffer = buffer_of(months, parameters)
    basis = basis_of(known, AHEAD)
    opening = max(0, buffer - int(known.left.mean()) // basis.parts)
    deadlines = rng.integers(3, AHEAD + 1, GOALS)
    ambition = rng.uniform(LEAST, MOST, GOALS)
    usual = usually_free(months)
    goals = tuple(
        Asked(max(1_000, int(much * usual * until)), int(until))
        for much, until in zip(ambition, deadlines, strict=True)
    )
    came, left = (one[None, -AHEAD:].astype(float) for one in (whole.came, whole.left))
    ends = alone(came, left, opening, buffer, goals, basis.parts)
    return Case(number, known, basis, opening, buffer, goals, ambition, ends)


def alone(came: Values, left: Values, opening: int, buffer: int, goals: Sequence[Asked], parts: int) -> Reach:
    """How far each goal comes where the chain holds it alone; shapes (n_paths, n_goals)."""
    each = [reached(came, left, opening, buffer, [goal], parts) for goal in goals]
    met, funded, filled = zip(*((one.met, one.funded, one.filled) for one in each), strict=True)
    return Reach(np.concatenate(met, axis=1), np.concatenate(funded, axis=1), np.concatenate(filled, axis=2))


@dataclass(frozen=True, eq=False)
class Said:
    """What simulated paths say of the goals of cases, in their order; shape (n_goals,) each.

    Attributes
    ----------
    share : of paths that meet the goal.
    funded : mean share of the need that is there by the deadline.
    """

    share: Values
    funded: Values


def simulated(cases: Sequence[Case], draws: int, drift: float) -> Said:
    """Of all goals of all cases."""
    share, funded = [], []
    for case in cases:
        came, left = draw(case.basis, AHEAD, draws, drift)
        one = alone(came, left, case.opening, case.buffer, case.goals, case.basis.parts)
        share.append(one.met.mean(axis=0))
        funded.append(one.funded.mean(axis=0))
    return Said(np.concatenate(share), np.concatenate(funded))


@dataclass(frozen=True, eq=False)
class Goals:
    """The goals of cases as columns, shape (n_goals,) each."""

    person: NDArray[np.intp]
    met: NDArray[np.bool_]
    funded: Values
    ambition: Values


def goals_of(cases: Sequence[Case]) -> Goals:
    """In the order of the cases."""
    return Goals(
        np.repeat([case.person for case in cases], GOALS).astype(np.intp),
        np.concatenate([case.ends.met[0] for case in cases]),
        np.concatenate([case.ends.funded[0] for case in cases]),
        np.concatenate([case.ambition for case in cases]),
    )
