"""Transactions of people who do not exist, with their categories: for the default model, tests and benchmarks.

Each person has a bank with its own manner of printing, a city with its own shops, habits, and a life of pay, rent,
bills, subscriptions, transfers and refunds. Shops of one's city are seen by its people only, and some payments go to
shops that no one else visits, so that a model is measured on merchants it never saw. Many local names say nothing of
what they sell, and some chains sell several things: nobody can be always right. Everything derives from the seed.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl

from seqmatch.data.synthetic.spending.life import monthly_payments
from seqmatch.data.synthetic.spending.printing import Bank, Movement, bank_of
from seqmatch.data.synthetic.spending.shops import Habits, habits_of
from seqmatch.data.taxonomy.categories import NAMES
from seqmatch.errors import ArgumentError
from seqmatch.schemas.transaction import FRAME_COLUMNS

SEED = 20260
START = dt.date(2025, 1, 1)
SOURCES = {"human": (0.25, 0.01), "rule": (0.45, 0.04), "import": (0.30, 0.08)}
"""Source of a label -> its share, and how often such a label is wrong."""
SCHEMA = {
    **dict.fromkeys(FRAME_COLUMNS, pl.String()),
    "date": pl.Date(),
    "time": pl.Time(),
    "amount_cents": pl.Int64(),
    "category": pl.String(),
    "source": pl.String(),
    "truth": pl.String(),
    "seller": pl.String(),
}


@dataclass(frozen=True, eq=False, repr=False)
class SyntheticSpending:
    """Made-up transactions by day.

    Attributes
    ----------
    frame : the columns of FRAME_COLUMNS, ``category`` and ``source``: labels as people, rules and imports give them.
    truth : what each payment was for, without the mistakes of labels.
    sellers : who was paid, as no statement says it; for splitting by merchant.
    """

    frame: pl.DataFrame
    truth: pl.Series
    sellers: pl.Series

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"SyntheticSpending({len(self):,} transactions, {self.frame['user'].n_unique()} users)"


def generate_spending(
    users: int = 200, days: int = 365, seed: int = SEED, *, start: dt.date = START
) -> SyntheticSpending:
    """Transactions of ``users`` people over ``days`` days; the first people of a seed are the same at any number.

    Raises
    ------
    ArgumentError : fewer than one user or day, or days beyond the year 2100.
    """
    for name, number in (("users", users), ("days", days)):
        if number < 1:
            raise ArgumentError("At least one is needed.", path=name)
    if start.toordinal() + days > dt.date(2100, 12, 31).toordinal():
        raise ArgumentError("That is beyond the year 2100.", path="days")
    rows = [row for user in range(users) for row in _person(user, days, seed, start)]
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("date", "user", "transaction_id")
    return SyntheticSpending(
        table.select(*FRAME_COLUMNS, "category", "source"),
        table["truth"].alias("category"),
        table["seller"].alias("merchant"),
    )


def _person(user: int, days: int, seed: int, start: dt.date) -> list[tuple[object, ...]]:
    luck = Random(f"spending {seed} {user}")
    bank = bank_of(luck)
    habits = habits_of(luck, seed)
    made = _card_payments(habits, days, start, luck)
    made += monthly_payments(habits, days, start, luck)
    made.sort(key=lambda movement: movement.date)
    name = f"user-{user:05d}"
    return [_row(movement, number, name, bank, luck) for number, movement in enumerate(made)]


def _card_payments(habits: Habits, days: int, start: dt.date, luck: Random) -> list[Movement]:
    """Daily payments, and the refunds of some of them."""
    made: list[Movement] = []
    for day in range(days):
        date = start + dt.timedelta(days=day)
        for _ in range(poisson(habits.payments_a_day * (1.35 if date.weekday() >= 5 else 0.86), luck)):
            payment = habits.payment(date, luck)
            made.append(payment)
            if luck.random() < payment.returns and (back := day + luck.randint(2, 15)) < days:
                made.append(payment.refunded(start + dt.timedelta(days=back), luck))
    return made


def poisson(mean: float, luck: Random) -> int:
    """A Poisson count, by the waiting times between events."""
    number, waited = 0, luck.expovariate(1.0)
    while waited < mean:
        number += 1
        waited += luck.expovariate(1.0)
    return number


def _row(movement: Movement, number: int, user: str, bank: Bank, luck: Random) -> tuple[object, ...]:
    source = luck.choices(tuple(SOURCES), [share for share, _ in SOURCES.values()])[0]
    wrong = luck.random() < SOURCES[source][1]
    other = luck.choice([name for name in NAMES if name != movement.category])
    return (
        f"{user}-{number:06d}",
        user,
        f"{user}-{movement.account}",
        movement.date,
        bank.time(movement, luck),
        " ".join(bank.printed(movement, luck).split()),
        bank.merchant(movement),
        movement.cents,
        movement.mcc if bank.tells_codes and movement.mcc else None,
        other if wrong else movement.category,
        source,
        movement.category,
        movement.seller,
    )


def write_spending(frame: pl.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table of transactions as CSV, gzipped where the name ends in ``.gz``; all of it or nothing.

    :func:`seqmatch.data.statements.statement.read_transactions` reads the same table back.
    """
    place = Path(path)
    text = frame.write_csv(time_format="%H:%M:%S").encode()
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.compress(text, mtime=0) if place.suffix == ".gz" else text)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
