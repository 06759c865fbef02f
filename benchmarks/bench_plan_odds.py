"""Whether shares of replays are odds: goals of two generators' people, judged by the months that came.

python benchmarks/bench_plan_odds.py [--people 80] [--seed 5]

Synthetic; the second generator (tests/foreign_lives) only judges. See docs/planning.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import numpy as np
import polars as pl

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.planning.evaluation.odds import Asked, asked, brier, ece, with_interval
from seqmatch.families.planning.recipe import Parameters

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
START, TODAY, DAYS = dt.date(2024, 1, 1), dt.date(2025, 4, 30), 852


def told(name: str, one: Asked) -> None:
    print(f"{name}: {len(one.met)} goals of {len(np.unique(one.person))} people, {one.met.mean():.2f} met")
    base = np.full(len(one.met), one.met.mean())
    for figure, of, odds in (
        ("ECE", ece, one.share),
        ("Brier", brier, one.share),
        ("Brier of the base rate", brier, base),
    ):
        value, low, high = with_interval(of, odds, one)
        print(f"  {figure} {value:.3f} ({low:.3f} to {high:.3f})")


def main() -> None:
    from foreign_lives import generate

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=80)
    options.add_argument("--seed", type=int, default=5)
    given = options.parse_args()
    lives = generate_lives(given.people, DAYS, given.seed).transactions
    told("lives", asked(lives.partition_by("user", maintain_order=True), TODAY, Parameters()))
    rows = generate(given.people, DAYS, given.seed, START).transactions
    frame = rows if "currency" in rows.columns else rows.with_columns(currency=pl.lit(None, pl.String))
    told("foreign", asked(frame.partition_by("user", maintain_order=True), TODAY, Parameters()))


if __name__ == "__main__":
    main()
