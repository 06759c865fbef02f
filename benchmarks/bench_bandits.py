"""Regret of four bandits at 1,000 decisions in six kinds of synthetic worlds, and how far off-policy estimates hold.

python benchmarks/bench_bandits.py [--seed 16] [--runs 200] [--out build/rl]

Writes bandit_figures.json, which the coaching report shows.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from seqmatch.data.synthetic.responses import WORLDS
from seqmatch.lifecycle.measuring.bandits import RUNS, bandit_figures
from seqmatch.lifecycle.measuring.off_policy import off_policy_figures


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--seed", type=int, default=16)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--out", type=Path, default=Path("build/rl"))
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, object] = {}
    worlds: dict[str, object] = {}
    for world in WORLDS:
        told = bandit_figures(given.seed, runs=given.runs, worlds=(world,))
        worlds[world] = told["worlds"][world]
        figures = {**told, "worlds": worlds}
        for floor, one in told["worlds"][world]["floors"].items():
            regrets = {name: figure["value"] for name, figure in one["regret"].items()}
            ratios = {name: (f["value"], *f["ci95"]) for name, f in one.items() if name.startswith("pooled")}
            print(world, floor, one["floor_alone"], regrets, ratios, flush=True)
    figures["off_policy"] = off_policy_figures(given.seed, runs=given.runs)
    (given.out / "bandit_figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures["off_policy"]))


if __name__ == "__main__":
    main()
