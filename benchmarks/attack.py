"""Attacks models trained on a random half of a cohort: generated like real ones, or a folder's two files.

Usage: python benchmarks/attack.py [FOLDER with profiles.csv and rules.csv]
"""

from __future__ import annotations

import sys
from pathlib import Path

from seqmatch.data.synthetic.people.generate import generate
from seqmatch.data.users.cohort import Cohort, cohort_of, read_cohort
from seqmatch.families.onboarding.dataset import onboarding_data
from seqmatch.families.onboarding.training.attacked import attacked, two_halves
from seqmatch.families.onboarding.training.train import Source, learn
from seqmatch.lifecycle.measuring.attacks import attack_table

SEEDS = (0, 1)
SMALL = (200, 400)
"""Users of small cohorts, a half of whom are learned from."""


def _cohort(users: int, folder: Path | None) -> Cohort:
    if folder is not None:
        return read_cohort(folder / "profiles.csv", folder / "rules.csv")
    made = generate(users=users)
    return cohort_of(made.profiles, made.rules, "synthetic")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    failed = False
    data = onboarding_data(_cohort(2522, folder))
    source = Source("synthetic" if folder is None else "operator", "attacked", len(data))
    for users in (len(data), *SMALL):
        for seed in SEEDS:
            some = data if users >= len(data) else data.subset(data.rows.argsort()[:users])
            found = attacked(two_halves(some, seed), lambda half, seed=seed: learn(half, source, seed), seed, 1000)  # type: ignore[misc]
            print(f"\n{len(some)} users, half of them learned from, seed {seed}\n")
            print("\n".join(attack_table(found)), flush=True)
            failed |= any(attack.verdict == "no" for attack in found)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
