"""What those did who met their goal, from a store of invented people: payday savers meet theirs, the others do not."""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module
from pathlib import Path

from typer.testing import CliRunner

from seqmatch.cli.main import app, command_modules
from seqmatch.data.statements.statement import read_transactions
from seqmatch.families.planning.answers.reached import FEWEST, reached_in, reached_text
from seqmatch.families.register import with_tables
from seqmatch.store.coaching.goals import SavingsGoal, keep_goals, settle_goal
from seqmatch.store.engine import open_store
from seqmatch.store.transactions.imports import run_import

TODAY = dt.date(2026, 6, 30)


def rows_of(user: str, day_saved: int, saved: int) -> list[str]:
    """Six months: pay on the 1st, rent, and money put aside on a day of the month, 0 for never."""
    rows = []
    for month in range(1, 7):
        rows.append(f"{user},Checking,2026-{month:02}-01,3000.00,ACME PAYROLL")
        rows.append(f"{user},Checking,2026-{month:02}-03,-1200.00,NORTH REALTY RENT")
        if saved:
            rows.append(f"{user},Checking,2026-{month:02}-{day_saved:02},-{saved}.00,TRANSFER TO SAVINGS")
            rows.append(f"{user},Savings,2026-{month:02}-{day_saved:02},{saved}.00,TRANSFER FROM CHECKING")
    return rows


def store_of(folder: Path, each: int) -> str:
    address, file = str(folder / "store.sqlite"), folder / "rows.csv"
    met, missed = [f"m{number}" for number in range(each)], [f"n{number}" for number in range(each)]
    rows = [row for user in met for row in rows_of(user, 2, 400)]
    rows += [row for user in missed for row in rows_of(user, 20, 50)]
    file.write_text("\n".join(["user,account,date,amount,description", *rows]) + "\n")
    with with_tables(open_store(address)) as store:
        read = read_transactions(file, None)
        run_import(store, read.frame, read.own, "csv")
        for user in (*met, *missed):
            keep_goals(store, [SavingsGoal(user, "Holiday", 200_000, dt.date(2026, 5, 31))])
        for user in met:
            settle_goal(store, user, "Holiday", "met")
    return address


def test_those_who_met_their_goal_saved_on_payday_and_more(tmp_path: Path) -> None:
    with with_tables(open_store(store_of(tmp_path, FEWEST))) as store:
        told = reached_in(store, TODAY)
    habits = {one.habit: (one.met.share, one.missed.share) for one in told.habits}
    assert habits == {"monthly": (1.0, 1.0), "on_payday": (1.0, 0.0), "tenth": (1.0, 0.0)}
    assert (told.met, told.missed) == (20, 20)  # counts are rounded down
    assert "need not be what made it happen" in reached_text(told)


def test_of_fewer_than_25_people_nothing_is_told(tmp_path: Path) -> None:
    for module in command_modules():
        import_module(module)
    done = CliRunner().invoke(app, ["planning", "reached", "--store", store_of(tmp_path, FEWEST - 1), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["habits"] == []
