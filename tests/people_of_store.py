"""A store with two invented people, ana and ben: pay, rent, a bill that rose, a gym that stopped, a goal of ana's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from seqmatch.data.statements.statement import read_transactions
from seqmatch.families.register import with_tables
from seqmatch.store.coaching.goals import SavingsGoal, keep_goals
from seqmatch.store.engine import open_store
from seqmatch.store.transactions.imports import run_import

FIRST, LAST = dt.date(2025, 9, 1), dt.date(2026, 9, 29)
GOAL = "Trip to Rovaniemi"


def rows_of(user: str, pay: int) -> list[str]:
    held, rows = 900_00, []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        moves = []
        if day.day == 1:
            moves.append(("ACME PAYROLL", pay))
        if day.day == 3:
            moves.append(("NORTH REALTY RENT", -120_000))
        if day.day == 9:
            moves.append(("STREAMBOX", -1_199 if day < dt.date(2026, 8, 1) else -2_199))
        if day.day == 20 and day < dt.date(2026, 7, 1):
            moves.append(("IRONWORKS GYM", -3_900))
        if number % 3 == 0:
            moves.append(("GREEN GROCER", -6_000 - 137 * (number % 17)))
        for text, cents in moves:
            held += cents
            rows.append(f"{user},Checking,{day},{cents / 100:.2f},{text},{held / 100:.2f}")
    return rows


def make_store(folder: Path) -> str:
    """The address of a new store with both."""
    file, address = folder / "history.csv", str(folder / "store.sqlite")
    rows = [*rows_of("ana", 260_000), *rows_of("ben", 340_000)]
    file.write_text("\n".join(["user,account,date,amount,description,balance", *rows]) + "\n")
    with with_tables(open_store(address)) as store:
        read = read_transactions(file, None)
        run_import(store, read.frame, read.own, read.quality.format.lower(), balances=read.balances)
        keep_goals(store, [SavingsGoal("ana", GOAL, 120_000, dt.date(2027, 6, 30))])
    return address
