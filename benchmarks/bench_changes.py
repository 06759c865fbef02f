"""Changes of generated lives that are asked about, beside three simple rules, and false alarms on a control.

python benchmarks/bench_changes.py [--users 100] [--seed 40017] [--out build/changes.md]

Synthetic lives; see docs/planning.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from seqmatch.families.planning.evaluation.noticed import SEED, USERS, Noticed, measure

HEAD = (
    "| detector | recall (95 %) | precision (95 %) | days late | questions a year without change (95 %) | of them, "
    "spending |\n|---|---|---|---|---|---|"
)


def row(one: Noticed) -> str:
    told = (f"{value:.2f} ({low:.2f} to {high:.2f})" for value, low, high in (one.recall, one.precision))
    value, low, high = one.false_alarms
    return (
        f"| {one.who} | {' | '.join(told)} | {one.days_late:.0f} | {value:.2f} ({low:.2f} to {high:.2f}) | "
        f"{one.spending_alarms:.2f} |"
    )


def groups(one: Noticed) -> str:
    told = (f"{group} {recall:.2f} / {precision:.2f}" for group, (recall, precision) in one.by_group.items())
    return f"{one.who}, recall / precision: {', '.join(told)}; {one.events} changes, {one.asked} questions"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--users", type=int, default=USERS)
    options.add_argument("--out", type=Path, default=Path("build/changes.md"))
    given = options.parse_args()
    found = measure(given.users, given.seed)
    table = "\n".join([HEAD, *(row(one) for one in found), "", *(groups(one) for one in found)]) + "\n"
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(table, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
