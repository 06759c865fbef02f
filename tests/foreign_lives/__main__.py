"""Write histories and truth as CSV: ``python -m tests.foreign_lives OUT --people N --days D --seed S``."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import polars as pl

from . import Foreign, generate


def write(lives: Foreign, out: Path) -> None:
    """Write ``transactions.csv`` for a model to read, and truth files that it must not see."""
    out.mkdir(parents=True, exist_ok=True)
    money = (pl.col("amount_cents") / 100).alias("amount"), (pl.col("balance_cents") / 100).alias("balance")
    lives.transactions.select("user", "account", "date", money[0], "description", money[1]).write_csv(
        out / "transactions.csv", float_precision=2
    )
    listed = pl.col(pl.List(pl.String)).list.join(" ")
    for name in ("streams", "people", "goals", "accounts", "future"):
        getattr(lives, name).with_columns(listed).write_csv(out / f"truth_{name}.csv")
    labels = ("transaction_id", "category", "stream", "habit", "pair", "retry")
    lives.transactions.select(labels).write_csv(out / "truth_rows.csv")


def main() -> None:
    """Parse the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=date.fromisoformat, default=date(2023, 1, 1))
    options = parser.parse_args()
    write(generate(options.people, options.days, options.seed, options.start), options.out)


if __name__ == "__main__":
    main()
