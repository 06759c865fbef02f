"""How far three readings of risk tell who sells when prices fall, beside the majority, on synthetic people.

python benchmarks/bench_risk.py [--people 4000] [--seed 29]

The truth is known because the people are generated; see docs/planning.md.
"""

from __future__ import annotations

import argparse

from seqmatch.families.planning.evaluation.tolerance import PEOPLE, SEED, measure


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    found = measure(given.people, given.seed)
    print("| reading | AUC (95 %) | accuracy of “low sells” | no level |\n|---|---|---|---|")
    print(f"| always the majority (nobody sells) | 0.500 | {found.majority:.3f} | – |")
    for one in found.told:
        value, low, high = one.auc
        accuracy = "–" if one.accuracy is None else f"{one.accuracy:.3f}"
        unknown = "–" if one.accuracy is None else f"{one.unknown:.3f}"
        print(f"| {one.who} | {value:.3f} ({low:.3f} to {high:.3f}) | {accuracy} | {unknown} |")
    print(f"\nWhat they say and what they hold: Spearman {found.agreement:.2f}")


if __name__ == "__main__":
    main()
