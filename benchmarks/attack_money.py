"""Attacks the categoriser and the coaching models, learned from a random half of generated people or of a file's.

Usage: python benchmarks/attack_money.py [HISTORIES, a CSV or Parquet file as `seqmatch coaching train` reads it]

A file is for the coaching models alone; the categoriser needs labels.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from seqmatch.data.statements.histories import read_histories
from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.families.coaching.dataset.goals import goals_of_lives
from seqmatch.families.coaching.evaluation.attacks import attacked as coaching_attacked
from seqmatch.families.coaching.person import history
from seqmatch.families.coaching.recipe import learn
from seqmatch.families.transactions.dataset import transactions_data
from seqmatch.families.transactions.evaluation.attacks import attacked as categoriser_attacked
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table

SEEDS = (0, 1)
SPENDERS, SPENT_DAYS = 100, 90
LIVES, LIVED_DAYS = 100, 730


def _told(what: str, seed: int, found: Sequence[Attack]) -> bool:
    print(f"\n{what}, half of them learned from, seed {seed}\n")
    print("\n".join(attack_table(found)), flush=True)
    return any(attack.verdict == "no" for attack in found)


def _categoriser() -> bool:
    data = transactions_data(generate_spending(users=SPENDERS, days=SPENT_DAYS).frame)
    what = f"Categoriser: {SPENDERS} synthetic people, {len(data):,} transactions"
    failed = [_told(what, seed, categoriser_attacked(data, "synthetic", seed)) for seed in SEEDS]
    return any(failed)


def _coaching(file: Path | None) -> bool:
    if file is None:
        made = generate_lives(LIVES, LIVED_DAYS)
        frame, stated = made.transactions.drop("stream"), goals_of_lives(made.people)
    else:
        frame, stated = read_histories(file), None
    _, seen = learn(history(frame), "synthetic" if file is None else "operator", 0, stated=stated)
    what = f"Coaching: {frame['user'].n_unique():,} {'synthetic ' if file is None else ''}people, {len(frame):,} rows"
    failed = [_told(what, seed, coaching_attacked(seen, seed)) for seed in SEEDS]
    return any(failed)


def main() -> int:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    failed = [] if file is not None else [_categoriser()]
    return int(any([*failed, _coaching(file)]))


if __name__ == "__main__":
    raise SystemExit(main())
