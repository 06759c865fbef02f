"""From households to frames: what an app would see, and the truth beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import polars as pl

from .bankdays import DAY
from .draw import household
from .household import Household
from .ledger import Ledger
from .shown import ROWS, show
from .truth import STREAMS, stream_rows

PEOPLE = {
    "user": pl.String,
    "archetype": pl.String,
    "country": pl.String,
    "traits": pl.List(pl.String),
    "first": pl.Date,
    "last": pl.Date,
    "income_cents": pl.Int64,
    "main_account": pl.String,
    "floor_cents": pl.Int64,
    "lowest_30_cents": pl.Int64,
    "lowest_30_on": pl.Date,
    "below_floor_on": pl.Date,
}
GOALS = {
    "user": pl.String,
    "goal": pl.String,
    "account": pl.String,
    "target_cents": pl.Int64,
    "starts": pl.Date,
    "deadline": pl.Date,
    "reached_on": pl.Date,
    "met": pl.Boolean,
    "saved_cents": pl.Int64,
    "monthly_cents": pl.Int64,
}
ACCOUNTS = {
    "user": pl.String,
    "account": pl.String,
    "kind": pl.String,
    "tells_balance": pl.Boolean,
    "visible_from": pl.Date,
    "opening_cents": pl.Int64,
    "closing_cents": pl.Int64,
    "limit_cents": pl.Int64,
}


@dataclass(frozen=True)
class Foreign:
    """Histories and truth; see the package's docstring for the columns."""

    transactions: pl.DataFrame
    streams: pl.DataFrame
    future: pl.DataFrame
    people: pl.DataFrame
    goals: pl.DataFrame
    accounts: pl.DataFrame


def person_row(home: Household, ledger: Ledger) -> tuple[Any, ...]:
    """The truth about one person."""
    ahead = [(ledger.lowest[home.cut + DAY * n], home.cut + DAY * n) for n in range(1, 31)]
    lowest, when = min(ahead)
    below = next((d for low, d in ahead if home.floor is not None and low < home.floor), None)
    return (
        home.user,
        home.archetype,
        home.country,
        sorted(home.traits),
        home.first,
        home.cut,
        home.income,
        home.main,
        home.floor,
        lowest,
        when,
        below,
    )


def generate(people: int, days: int, seed: int, start: date) -> Foreign:
    """Households 0 to ``people`` - 1 of a seed; their histories end ``days`` days after ``start``.

    Parameters
    ----------
    people, days, seed
        Number of households, days of the longest history (at least 60), seed.
    start
        First day of the longest history; all histories end on the same day.
    """
    if people < 1 or days < 60:
        raise ValueError(f"people {people} and days {days}: give at least 1 and 60")
    tables: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for index in range(people):
        home = household(index, seed, start, days)
        ledger = Ledger(home, Random(f"foreign-ledger/{seed}/{index}"))
        rows = ledger.run()
        shown = show(home, rows, Random(f"foreign-print/{seed}/{index}"))
        tables["past"] += [row for row in shown if row.date <= home.cut]
        tables["future"] += [row for row in shown if row.date > home.cut]
        tables["streams"] += stream_rows(home, shown, rows)
        tables["people"].append(person_row(home, ledger))
        at_cut = {name: account.opening for name, account in home.accounts.items()}
        opening = dict(at_cut)
        for row in rows:
            if row.day < home.accounts[row.event.account].since:
                opening[row.event.account] = row.balance
            if row.day <= home.cut:
                at_cut[row.event.account] = row.balance
        for account in home.accounts.values():
            seen = max(home.first, account.since)
            tables["accounts"].append(
                (
                    home.user,
                    account.name,
                    account.kind,
                    account.bank.tells_balance,
                    seen,
                    opening[account.name],
                    at_cut[account.name],
                    account.limit,
                )
            )
        for goal in home.goals:
            met = goal.reached_on is not None and goal.reached_on <= goal.deadline
            terms = (goal.target, goal.starts, goal.deadline, goal.reached_on, met)
            tables["goals"].append((home.user, goal.name, goal.account, *terms, at_cut[goal.account], goal.monthly))

    def frame(name: str, schema: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(tables[name], schema=schema, orient="row")

    return Foreign(
        frame("past", ROWS),
        frame("streams", STREAMS),
        frame("future", ROWS),
        frame("people", PEOPLE),
        frame("goals", GOALS),
        frame("accounts", ACCOUNTS),
    )
