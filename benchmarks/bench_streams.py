"""How well payments that come again are found on the foreign households of the tests (synthetic), beside a simple rule.

PYTHONPATH=.:tests python benchmarks/bench_streams.py             the figures of docs/coaching.md
PYTHONPATH=.:tests python benchmarks/bench_streams.py 60 730 7 8  people, days, seeds
"""

from __future__ import annotations

import datetime as dt
import sys
from random import Random

import polars as pl
from foreign_lives import generate

from seqmatch.families.coaching.evaluation.streams import Share, stream_figures
from seqmatch.families.coaching.person import history, people

START = dt.date(2023, 1, 1)
TRUE_KINDS = ("bill", "income", "loan")
TRUTH = ("stream", "habit", "pair", "retry", "category")
"""Columns that an app would not see."""
DRAWS = 2_000
Counts = tuple[int, int]
"""How many, of how many."""
Figures = dict[tuple[str, str], Counts]
"""Of one person, by method and figure."""


def figures(users: int, days: int, seed: int) -> list[Figures]:
    """One entry for each person of a draw."""
    made = generate(users, days, seed, START)
    rows = made.transactions
    truth = made.streams.filter(pl.col("kind").is_in(TRUE_KINDS)).with_columns(
        noticeable=pl.col("missed_due").is_not_null()
    )
    found = []
    for person in people(history(rows.drop(TRUTH)), START + dt.timedelta(days=days - 1)):
        mine = rows.filter(pl.col("transaction_id").is_in(person.frame["transaction_id"].implode()))
        of_mine = truth.filter(pl.col("stream").is_in(mine["stream"].drop_nulls().unique().implode()))
        told = stream_figures([person], mine, of_mine)
        found.append({(method, name): _counts(one) for method, each in told.items() for name, one in each.items()})
    return found


def _counts(one: Share) -> Counts:
    return round(one.value * one.of), one.of


def share(some: list[Figures], method: str, name: str) -> float:
    """Of all people together; 0 where there is none."""
    hits, of = (sum(one[method, name][place] for one in some) for place in (0, 1))
    return hits / of if of else 0.0


def table(found: list[Figures]) -> list[str]:
    """A line for each figure, 95 % intervals by drawing people anew."""
    random = Random(0)
    draws = [random.choices(found, k=len(found)) for _ in range(DRAWS)]
    lines = []
    for name in dict.fromkeys(name for _, name in found[0]):
        said = []
        for method in ("ours", "baseline"):
            low, high = _middle([share(one, method, name) for one in draws])
            of = sum(one[method, name][1] for one in found)
            said.append(f"{method} {share(found, method, name):.3f} ({low:.3f} to {high:.3f}) of {of:,}")
        low, high = _middle([share(one, "ours", name) - share(one, "baseline", name) for one in draws])
        lines.append(f"{name}: {'; '.join(said)}; difference {low:+.3f} to {high:+.3f}")
    return lines


def _middle(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[len(ordered) // 40], ordered[-len(ordered) // 40 - 1]


def main() -> None:
    """Print the figures of each seed and of all together."""
    users, days, *seeds = [int(one) for one in sys.argv[1:]] or [60, 730, 101, 102, 103]
    found: list[Figures] = []
    for seed in seeds:
        drawn = figures(users, days, seed)
        found += drawn
        sys.stdout.write("\n".join([f"Seed {seed}, {users} people, {days} days (synthetic)", *table(drawn), "", ""]))
    if len(seeds) > 1:
        sys.stdout.write("\n".join(["All together", *table(found), ""]))


if __name__ == "__main__":
    main()
