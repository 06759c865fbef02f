"""A future of the pay account: its lowest point, the first payment that fails, and draws of the person's own weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.estimators.forecasting.cash_path import Regular, draw_paths
from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.expected import Flow
from seqmatch.families.planning.scoring.timeline import Money, Run
from seqmatch.features.recurring.ahead import days_due
from seqmatch.rules.account_names import same_account

DRAWS, SEED, RECENT = 200, 17, 8
"""Draws of each future, and payments of a stream whose amounts are drawn from."""
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Lowest:
    """The lowest end of a day on the pay account, every payment taken as left; cents, below 0 where one cannot."""

    day: dt.date
    cents: int
    end: int
    """Cents on the last day."""


def lowest_of(run: Run, money: Money, account: str) -> Lowest:
    """The lowest point of a run."""
    days = (money.last - money.first).days + 1
    flow = np.zeros(days, np.int64)
    place = same_account(account)
    for arrived in money.arrivals:
        flow[(arrived.day - money.first).days] += arrived.cents
    for paid in money.payments:
        flow[(paid.day - money.first).days] -= paid.cents
    for move in run.moves:
        sign = (same_account(move.destination) == place) - (same_account(move.source) == place)
        flow[(move.day - money.first).days] += sign * move.cents
    there = money.opening.get(account, 0) + np.cumsum(flow)
    at = int(there.argmin())
    return Lowest(money.first + dt.timedelta(days=at), int(there[at]), int(there[-1]))


def drawn_lows(person: Person, opening: int, days: int, flows: Sequence[Sequence[Flow]]) -> Values:
    """The lowest point of all the person's money in each draw, cents, shape (n_futures, DRAWS).

    All futures share the draws: the first of ``flows`` is today's, the others differ from it by what is expected to
    differ. Rules take no part: money that they put aside is still there.
    """
    paths = opening + draw_paths(*_movements(person, days), days=days, draws=DRAWS, seed=SEED, ends=0)
    base = _daily(flows[0], person.today, days)
    lows = [(paths + np.cumsum(_daily(one, person.today, days) - base)).min(axis=1) for one in flows]
    return np.array(lows)


def _daily(flows: Sequence[Flow], today: dt.date, days: int) -> Values:
    sums = np.zeros(days)
    for one in flows:
        sums[(one.day - today).days - 1] += one.cents
    return sums


def _movements(person: Person, days: int) -> tuple[list[Regular], Values]:
    """Payments that come again, and whole weeks of all other movements, shape (n_weeks, 7), the last ending today."""
    length = (person.today - person.first).days + 1
    other = np.zeros(length)
    cents: dict[str, tuple[int, int]] = {}
    for name, day, amount in person.rows.select(pl.col("transaction_id"), "date", "amount_cents").iter_rows():
        at = (day - person.first).days
        other[at] += amount
        cents[name] = at, amount
    regulars = []
    for stream in (*person.streams, *person.ended):
        mine = [cents[name] for name in stream.transaction_ids if name in cents]
        for at, amount in mine:
            other[at] -= amount
        if not mine or stream.status == "ended":
            continue
        recent = [amount for _, amount in mine[-RECENT:]]
        due = np.array(days_due(stream, person.today, days), np.int64) - person.today.toordinal()
        chance = 1 - (stream.missed + 0.5) / (stream.times + stream.missed + 1) if stream.missed else 1.0
        amounts = [recent[-1]] if stream.kind == "fixed" else recent
        regulars.append(Regular(due, np.array(amounts, float), np.zeros(1, np.int64), chance))
    weeks = length // 7
    return regulars, other[length - 7 * weeks :].reshape(weeks, 7)
