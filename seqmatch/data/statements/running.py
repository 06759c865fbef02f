"""The running balance beside the rows of a file: in which order the bank booked them, and which balances add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

OF_ONE = ("user", "account", "currency")
"""Columns whose values tell one running balance from another."""
FEWEST = 0.5
"""Share of the balances of an account that have to add up, for any of them to be one."""

AGREES = 2
"""What it counts that two days agree; that a row is its day's last counts 1."""

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Running:
    """The running balances of a table of transactions.

    Attributes
    ----------
    cents : what the account held after each row; null where nothing tells it or it does not add up, shape (n_rows,).
    ends_day : whether the balance is that of the end of its account's day, shape (n_rows,).
    dropped : balances that do not add up with the amounts beside them.
    owed : whether what is owed is printed without a minus.
    """

    cents: pl.Series
    ends_day: pl.Series
    dropped: int
    owed: bool


def running(frame: pl.DataFrame, moved: pl.Series, printed: pl.Series) -> Running:
    """Read the balances printed beside the rows.

    A bank lists the newest row first or last, and the rows of one day in the order of the others or the other way
    round. The order in which most balances follow from the one before is the bank's. A balance is kept where another
    one of the account agrees with it, given what moved between them; a lone one is kept, since nothing speaks against
    it.

    Parameters
    ----------
    frame : columns user, account, currency and date.
    moved : cents by which each row, with its fee, changes the account, shape (n_rows,).
    printed : cents as the file prints them; null where it prints none, shape (n_rows,).
    """
    rows = len(frame)
    cents, kept = np.zeros(rows, np.int64), np.zeros(rows, np.bool_)
    ends = np.zeros(rows, np.bool_)
    told = printed.is_not_null().to_numpy()
    amounts, values = moved.to_numpy(), printed.fill_null(0).to_numpy()
    days = frame["date"].to_physical().to_numpy().astype(np.int64)
    owed = False
    groups = frame.select(OF_ONE).with_columns(at=pl.int_range(pl.len())).group_by(OF_ONE, maintain_order=True)
    for at in groups.agg("at")["at"]:
        some = at.to_numpy()
        order, sign = _bank_order(days[some], amounts[some], values[some], told[some])
        one = some[order]
        adds_up = _adding_up(amounts[one], sign * values[one], told[one])
        ending = _ends_of_days(days[one], amounts[one], sign * values[one], told[one])
        days_told = len(np.unique(days[one][told[one]]))
        if adds_up.sum() < FEWEST * told[one].sum() and ending.sum() < FEWEST * days_told:
            adds_up[:] = ending[:] = False
        cents[one], kept[one], ends[one] = sign * values[one], adds_up | ending, ending
        owed |= sign < 0 and bool(adds_up.any())
    read = pl.select(pl.when(pl.Series(kept)).then(pl.Series(cents))).to_series().alias("balance_cents")
    return Running(read, pl.Series(ends), int((told & ~kept).sum()), owed)


def _bank_order(days: Ints, amounts: Ints, values: Ints, told: Flags) -> tuple[Ints, int]:
    """The order in which most balances follow from the one before, and -1 where it takes them with the other sign."""
    at = np.arange(len(days))
    forward = np.argsort(days, kind="stable")
    backward = at[::-1][np.argsort(days[::-1], kind="stable")]
    newest_first = bool(days[0] > days[-1])
    orders = [backward, forward] if newest_first else [forward, backward]
    orders += [at[::-1], at] if newest_first else [at, at[::-1]]
    ways = [(order, sign) for sign in (1, -1) for order in orders]
    links = [_links(amounts[order], sign * values[order], told[order]) for order, sign in ways]
    return ways[int(np.argmax(links))]


def _links(amounts: Ints, values: Ints, told: Flags) -> int:
    """How many of the balances that are told are the one before and what moved since."""
    at_first = _at_first(amounts, values, told)
    return int((at_first[1:] == at_first[:-1]).sum())


def _adding_up(amounts: Ints, values: Ints, told: Flags) -> Flags:
    """Which balances another one of the account agrees with, given what moved between them."""
    found = told.copy()
    if told.sum() > 1:
        _, which, count = np.unique(_at_first(amounts, values, told), return_inverse=True, return_counts=True)
        found[told] = count[which] > 1
    return found


def _at_first(amounts: Ints, values: Ints, told: Flags) -> Ints:
    """What the account would have held before the first row, by each balance that is told."""
    return np.asarray((values - np.cumsum(amounts))[told])


def _ends_of_days(days: Ints, amounts: Ints, values: Ints, told: Flags) -> Flags:
    """Of each day the row whose balance is that of the day's end; rows in the order in which the bank booked them.

    What there was before the first day, by the balance at the end of a day, does not depend on the order inside of
    days. The rows are chosen so that most days agree on it with the day before: mostly a day's last row, another one
    where a bank sorts the rows of a day otherwise. A day that no other one agrees with has none; of a lone day it is
    the last row.
    """
    order = np.argsort(days, kind="stable")
    days, values, told = days[order], values[order], told[order]
    last = np.append(days[1:] != days[:-1], True)
    day = np.append(0, np.cumsum(last)[:-1])
    at_first = values - np.cumsum(amounts[order])[last][day]
    found = np.zeros(len(days), np.bool_)
    if len(np.unique(day[told])) <= 1:
        found[order] = told & last
        return found
    rows = _agreeing(day, at_first, told, last)
    _, which, count = np.unique(at_first[rows], return_inverse=True, return_counts=True)
    found[order[rows[count[which] > 1]]] = True
    return found


def _agreeing(day: Ints, at_first: Ints, told: Flags, last: Flags) -> Ints:
    """One row of each day that tells a balance, so that most agree in ``at_first`` with the day before."""
    before: list[int] = []
    reached: dict[int, tuple[int, int]] = {}  # at_first -> best score of the days so far that end with it, its row
    best, best_row = 0, -1
    at = np.flatnonzero(told)
    starts = np.flatnonzero(np.append(True, np.diff(day[at]) > 0))
    back = dict.fromkeys(at.tolist(), -1)
    for some in np.split(at, starts[1:]):
        now: dict[int, tuple[int, int]] = {}
        for row in some.tolist():
            value = int(at_first[row])
            score, came_from = best, best_row
            if value in reached and reached[value][0] + AGREES >= score:
                score, came_from = reached[value][0] + AGREES, reached[value][1]
            score += int(last[row])
            if value not in now or score >= now[value][0]:
                now[value], back[row] = (score, row), came_from
        reached = now
        best, best_row = max(now.values())
    while best_row >= 0:
        before.append(best_row)
        best_row = back[best_row]
    return np.array(before[::-1], np.int64)
