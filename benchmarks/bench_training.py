"""What onboarding training costs by the number of users: time, processor time and memory of all its processes.

    python benchmarks/bench_training.py 10000 20000 40000 100000

Users are generated once into ``--out``; the time to do so is not counted. Figures are this machine's, and seconds are
worth something on a quiet one only.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench_scale import ROOT, Measured

SEED = 4
EVERY = 2.0
"""Seconds between two looks at the memory: of gigabytes each takes a while."""


def main() -> None:
    read = argparse.ArgumentParser()
    read.add_argument("users", type=int, nargs="+")
    read.add_argument("--jobs", type=int, default=None)
    read.add_argument("--out", type=Path, default=ROOT / "build" / "training")
    asked = read.parse_args()
    jobs = () if asked.jobs is None else ("--jobs", asked.jobs)
    print("| users | with rules | seconds | processor seconds | ms a user | memory | version |")
    for users in asked.users:
        folder = asked.out / str(users)
        if not (folder / "rules.csv").exists():
            Measured("cohort", "--users", users, "--seed", SEED, "--out", folder)
        files = ("--profiles", folder / "profiles.csv", "--rules", folder / "rules.csv")
        run = Measured("train", *files, "--models", asked.out / f"models-{users}", "--json", *jobs, every=EVERY)
        told = run.told
        print(
            f"| {users:,} | {told['users']:,} | {run.seconds:.0f} | {run.processor:.0f} | "
            f"{1000 * run.processor / users:.1f} | {run.peak / 1e9:.2f} GB | {told['version']} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
