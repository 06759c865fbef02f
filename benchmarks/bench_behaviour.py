"""Season, unusual payments, habits and budgets on synthetic lives, and false alarms on a control without change.

python benchmarks/bench_behaviour.py [--people 60] [--seed 777]

See docs/coaching.md.
"""

from __future__ import annotations

import argparse

from seqmatch.families.coaching.evaluation.behaviour import PEOPLE, SEED, behaviour_figures


def cell(told: tuple[float, float, float] | None) -> str:
    return "–" if told is None else f"{told[0]:.3f} ({told[1]:.3f} to {told[2]:.3f})"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    print("| figure | ours (95 %) | rival | the rival is |\n|---|---|---|---|")
    for row in behaviour_figures(given.people, given.seed):
        print(f"| {row['figure']} | {cell(row['ours'])} | {cell(row.get('rival'))} | {row.get('against', '–')} |")


if __name__ == "__main__":
    main()
