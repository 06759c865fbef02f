"""Attacks the categoriser and the coaching models, learned from a random half of generated people or of a file's.

Usage: python benchmarks/attack_money.py [HISTORIES, a CSV or Parquet file as `seqmatch coaching train` reads it]

A file is for the coaching models alone; the categoriser needs labels. The figures of the coaching models are means over
divisions of the same people. What someone finds out who also has models of other such people is told last and is not
counted: it does not hold yet.
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
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, over_divisions

SEEDS = (0, 1)
SPENDERS, SPENT_DAYS = 100, 90
LIVES, LIVED_DAYS = 200, 730
DIVISIONS, DIVISIONS_WITH_OTHERS = range(8), range(4)


def _told(what: str, found: Sequence[Attack]) -> bool:
    print(f"\n{what}\n")
    print("\n".join(attack_table(found)), flush=True)
    return any(attack.verdict == "no" for attack in found)


def _categoriser() -> bool:
    data = transactions_data(generate_spending(users=SPENDERS, days=SPENT_DAYS).frame)
    what = f"Categoriser: {SPENDERS} synthetic people, {len(data):,} transactions, half of them learned from"
    failed = [_told(f"{what}, seed {seed}", categoriser_attacked(data, "synthetic", seed)) for seed in SEEDS]
    return any(failed)


def _coaching(file: Path | None) -> bool:
    if file is None:
        made = generate_lives(LIVES, LIVED_DAYS)
        frame, stated = made.transactions.drop("stream"), goals_of_lives(made.people)
    else:
        frame, stated = read_histories(file), None
    _, seen = learn(history(frame), "synthetic" if file is None else "operator", 0, stated=stated)
    what = f"Coaching: {frame['user'].n_unique():,} {'synthetic ' if file is None else ''}people, {len(frame):,} rows"
    found = over_divisions([coaching_attacked(seen, seed) for seed in DIVISIONS])
    failed = _told(f"{what}, half of them learned from, mean of {len(DIVISIONS)} divisions", found)
    more = over_divisions([coaching_attacked(seen, seed, with_others=True) for seed in DIVISIONS_WITH_OTHERS])
    _told(f"The same by someone who has models of other such people, mean of {len(DIVISIONS_WITH_OTHERS)}", more)
    return failed


def main() -> int:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    failed = [] if file is not None else [_categoriser()]
    return int(any([*failed, _coaching(file)]))


if __name__ == "__main__":
    raise SystemExit(main())
