"""Reading a bank's file of 100,000 rows beside the plainest way to do it, in the same run; part of `make bench`.

The plain way is the csv module with float and strptime: it neither checks nor tells anything apart.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import process_time

from seqmatch.data.statements.statement import read_transactions
from seqmatch.data.synthetic.spending.generate import generate_spending

ROWS = 100_000
ROUNDS = 5


def write(path: Path) -> None:
    """A statement with American dates and dollar signs."""
    frame = generate_spending(users=130).frame.head(ROWS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Posted Date", "Description", "Amount"))
        for day, text, cents in frame.select("date", "description", "amount_cents").iter_rows():
            writer.writerow((f"{day:%m/%d/%Y}", text, f"{'-' if cents < 0 else ''}${abs(cents) / 100:,.2f}"))


def plain(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (datetime.strptime(day, "%m/%d/%Y"), text, float(amount.replace("$", "").replace(",", "")))
            for day, text, amount in list(csv.reader(file))[1:]
        ]
    return len(rows)


def seconds(read: Callable[[Path], int], path: Path) -> float:
    """The least time of this process over the rounds; the machine may have other things to do."""
    times = []
    for _ in range(ROUNDS):
        began = process_time()
        assert read(path) == ROWS
        times.append(process_time() - began)
    return min(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "statement.csv")
        write(path)
        mine, theirs = seconds(lambda file: len(read_transactions(file)), path), seconds(plain, path)
    print(
        f"Bank file of {ROWS:,} rows: {mine:.2f} s of processor time, checked and told apart; "
        f"csv, strptime and float {theirs:.2f} s; ratio {mine / theirs:.2f}"
    )


if __name__ == "__main__":
    main()
