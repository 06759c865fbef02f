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

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Running:
    """The running balances of a table of transactions.

    Attributes
    ----------
    cents : what the account held after each row; null where nothing tells it or it does not add up, shape (n_rows,).
    ends_day : whether the row is the last of its account's day, as the bank booked it, shape (n_rows,).
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
        if told[one].sum() > 1 and adds_up.sum() < FEWEST * told[one].sum():
            adds_up[:] = False
        cents[one], kept[one] = sign * values[one], adds_up
        ends[one] = _ends_of_days(days[one])
        owed |= sign < 0 and bool(adds_up.any())
    read = pl.select(pl.when(pl.Series(kept)).then(pl.Series(cents))).to_series().alias("balance_cents")
    return Running(read, pl.Series(ends & kept), int((told & ~kept).sum()), owed)


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


def _ends_of_days(days: Ints) -> Flags:
    """Rows before which, in this order, stands everything until their day, and after which only later days."""
    if not len(days):
        return np.zeros(0, np.bool_)
    latest = np.maximum.accumulate(days)
    next_earliest = np.append(np.minimum.accumulate(days[::-1])[::-1][1:], np.iinfo(np.int64).max)
    return np.asarray((latest == days) & (next_earliest > days))
