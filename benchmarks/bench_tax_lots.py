"""Tax of the plan by lots beside the usual rules, on generated portfolios.

python benchmarks/bench_tax_lots.py [--accounts 400] [--seed 17]

Synthetic accounts; see docs/planning.md.
"""

from __future__ import annotations

import argparse

from seqmatch.families.planning.evaluation.tax_lots import ACCOUNTS, SEED, measure


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--accounts", type=int, default=ACCOUNTS)
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    print("| losses beyond gains | rule | tax, % of the portfolio | points below highest cost first (95 %) | no plan |")
    print("|---|---|---|---|---|")
    for losses_count in (True, False):
        for one in measure(given.accounts, given.seed, losses_count=losses_count):
            less, low, high = one.less
            assert one.within == 1
            losses = "save tax" if losses_count else "are lost"
            print(
                f"| {losses} | {one.who} | {one.tax:.2f} | {less:.2f} ({low:.2f} to {high:.2f}) | {one.without_plan} |"
            )


if __name__ == "__main__":
    main()
