"""Simulated months ahead: what comes again on its days, the rest from the person's own months, at a level that shifts.

Months that are only shuffled make two mistakes. They take the number of paydays in a month for chance, though the
calendar tells it, and they keep the level of spending for certain, though nobody spends next year what they spent last
year. So payments that come again fall on their days, all else comes from months of the same season, and each path has
a level of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.families.planning.person import Person, months_between
from seqmatch.features.recurring.ahead import days_due

Values = NDArray[np.float64]
Counts = NDArray[np.int64]
YEAR, RECENT = 12, 8
"""Months of a season, and payments of a stream whose amounts are drawn from."""
NEAR, ANY = 1.5, 0.3
"""How near in the year a month has to be to be drawn (standard deviation in months), and how far any month may be."""
MOST_PARTS, SEED = 4, 17


@dataclass(frozen=True, eq=False)
class Again:
    """A payment that comes again.

    Attributes
    ----------
    comes : whether it is money in.
    times : shape (n_ahead,), how often it is due in each month ahead.
    cents : shape (n_amounts,), amounts it had lately, without sign.
    chance : 0 to 1, of being paid when it is due.
    """

    comes: bool
    times: Counts
    cents: Values
    chance: float


@dataclass(frozen=True, eq=False)
class Basis:
    """What paths are drawn from.

    Attributes
    ----------
    again : payments that come again.
    came, left : shape (n_months,), cents of all other movements of the whole months that are known, without sign.
    level : cents that leave in a usual month.
    parts : in how many parts pay comes in a usual month, 1 to MOST_PARTS.
    """

    again: tuple[Again, ...]
    came: Values
    left: Values
    level: float
    parts: int = 1


def basis_of(person: Person, ahead: int) -> Basis:
    """What a person's history tells of ``ahead`` months.

    Bills that have ended stay in the other movements: what ends is mostly followed by something else. Pay that has
    ended is counted on no more.
    """
    number = len(person.came)
    came, left = person.came.astype(float), person.left.astype(float)
    cents = {
        name: (months_between(day + dt.timedelta(days=1), person.today), amount)
        for name, day, amount in person.rows.select(pl.col("transaction_id"), "date", "amount_cents").iter_rows()
    }
    again = []
    for stream in (*person.streams, *person.ended):
        mine = [cents[name] for name in stream.transaction_ids if name in cents]
        if not mine or (stream.status == "ended" and stream.direction == "out"):
            continue
        for ago, amount in mine:
            if ago < number:
                (came if amount > 0 else left)[number - 1 - ago] -= abs(amount)
        if stream.status == "ended":
            continue
        due = days_due(stream, person.today, 31 * ahead + 3)
        months = [months_ahead(dt.date.fromordinal(day), person.today) for day in due]
        times = np.bincount([one for one in months if one < ahead], minlength=ahead).astype(np.int64)
        recent = [abs(amount) for _, amount in mine[-RECENT:]]
        chance = 1 - (stream.missed + 0.5) / (stream.times + stream.missed + 1) if stream.missed else 1.0
        amounts = recent[-1:] if stream.kind == "fixed" else recent
        again.append(Again(stream.direction == "in", times, np.array(amounts, float), chance))
    pays = sum(int(one.times.sum()) for one in again if one.comes) / ahead
    parts = min(MOST_PARTS, max(1, round(pays)))
    return Basis(tuple(again), np.maximum(came, 0), np.maximum(left, 0), float(person.left[-YEAR:].mean()), parts)


def months_ahead(day: dt.date, today: dt.date) -> int:
    """Place of the month ahead that holds a day after ``today``, the first being 0."""
    return months_between(today + dt.timedelta(days=1), day - dt.timedelta(days=1))


def draw(basis: Basis, ahead: int, draws: int, drift: float, seed: int = SEED) -> tuple[Values, Values]:
    """Paths of what comes and what leaves, cents, each of shape (draws, ahead).

    Parameters
    ----------
    drift : standard deviation of the level of spending over paths, as a share of it.
    """
    rng = np.random.default_rng(seed)
    months = _months(len(basis.came), ahead, draws, rng)
    came, left = basis.came[months], basis.left[months]
    for one in basis.again:
        total = int(one.times.sum())
        if not total:
            continue
        cents = one.cents[rng.integers(len(one.cents), size=(draws, total))]
        cents = cents * (rng.random((draws, total)) < one.chance)
        ends = np.cumsum(one.times)
        until = np.concatenate([np.zeros((draws, 1)), np.cumsum(cents, axis=1)], axis=1)
        target = came if one.comes else left
        target += until[:, ends] - until[:, ends - one.times]
    shift = drift * basis.level * rng.standard_normal((draws, 1))
    return came, np.maximum(left + shift, 0)


def _months(known: int, ahead: int, draws: int, rng: np.random.Generator) -> Counts:
    """Places of known months, shape (draws, ahead): of the same season where a year is known, else any."""
    if known < YEAR:
        return rng.integers(0, known, (draws, ahead))
    ago = np.arange(known, 0, -1)
    alike = np.array([(ago % YEAR == one % YEAR).sum() for one in ago])
    columns: list[Counts] = []
    for month in range(ahead):
        apart = (ago + month) % YEAR
        apart = np.minimum(apart, YEAR - apart)
        weights = (np.exp(-0.5 * (apart / NEAR) ** 2) * (1 - ANY) + ANY) / alike
        columns.append(rng.choice(known, draws, p=weights / weights.sum()))
    return np.stack(columns, axis=1)


@dataclass(frozen=True)
class Asked:
    """A goal in the chain: cents still needed, and the number (from 1) of the month by whose end."""

    needed: int
    deadline: int


@dataclass(frozen=True, eq=False)
class Reach:
    """How far each goal comes on each path, shape (n_paths, n_goals) where nothing else is said.

    Attributes
    ----------
    met : whether it fills in time and every payment until then holds.
    funded : share of the need that is there by the deadline, 0 to 1.
    filled : shape (n_months, n_paths, n_goals), cents put aside by the end of each month.
    """

    met: NDArray[np.bool_]
    funded: Values
    filled: Values


def reached(came: Values, left: Values, opening: int, buffer: int, goals: Sequence[Asked], parts: int = 1) -> Reach:
    """How far the chain fills each goal on each path.

    A month has as many parts as pays; pay comes at the beginning of each and what leaves leaves after it. One
    that ends below zero did not pay for all that was due.

    Parameters
    ----------
    came, left : shape (n_paths, n_months), cents.
    goals : in the order of the chain, each with a need above 0.
    """
    there = np.full(len(came), float(opening))
    needed = np.array([float(one.needed) for one in goals])
    lacking = np.tile(needed, (len(came), 1))
    holds = np.ones(len(came), bool)
    held = np.ones(lacking.shape, bool)
    filled = np.zeros((came.shape[1], *lacking.shape))
    for month in range(came.shape[1]):
        flowing = np.zeros(len(came))
        for _ in range(parts):
            there = there + came[:, month] / parts
            over = np.maximum(there - buffer, 0)
            flowing = flowing + over
            there = there - over - left[:, month] / parts
            holds &= there >= 0
        for place, goal in enumerate(goals):
            if month < goal.deadline:
                part = np.minimum(flowing, lacking[:, place])
                lacking[:, place] -= part
                flowing = flowing - part
                held[:, place] = holds
        filled[month] = needed - lacking
    return Reach(np.asarray((lacking < 1) & held), 1 - lacking / np.maximum(needed, 1), filled)
