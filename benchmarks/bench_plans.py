"""Goals met whole by a chain of overflow rules and by its rivals, on generated households over 36 months.

python benchmarks/bench_plans.py [--seed 17] [--households 150] [--buffer 1.6] [--caution 0.0] [--strategies]
    [--out build/plans.md]

Synthetic households; see docs/planning.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from seqmatch.families.planning.evaluation.compare import HOUSEHOLDS, SEED, Figures, compare
from seqmatch.families.planning.evaluation.planners import PLANNERS
from seqmatch.families.planning.evaluation.strategies import STRATEGIES
from seqmatch.families.planning.recipe import Parameters

HEAD = (
    "| load | planner | met whole, of the optimum | of the bound | failed runs counted too | funded share | "
    "failed: rules | payments |\n"
    "|---|---|---|---|---|---|---|---|"
)


def row(one: Figures) -> str:
    assert one.conserved
    low, high = one.ci95
    return (
        f"| {one.load} | {one.planner} | {one.met:.3f} ({low:.3f} to {high:.3f}) | {one.met_of_bound:.3f} | "
        f"{one.met_anyhow:.3f} | {one.funded:.3f} | {one.failed_rules} | {one.failed_payments} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--households", type=int, default=HOUSEHOLDS)
    options.add_argument("--buffer", type=float, default=Parameters.buffer_months)
    options.add_argument("--caution", type=float, default=Parameters.caution)
    options.add_argument("--strategies", action="store_true", help="Ways to save instead of ways to plan.")
    options.add_argument("--out", type=Path, default=Path("build/plans.md"))
    given = options.parse_args()
    planners = STRATEGIES if given.strategies else PLANNERS
    figures = compare(Parameters(given.buffer, given.caution), given.households, given.seed, planners)
    rows = [row(one) for one in figures]
    table = "\n".join([HEAD, *rows]) + "\n"
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(table, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
