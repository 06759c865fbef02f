"""Whether odds of plans are right: goals of two generators' people, judged by the months that came.

python benchmarks/bench_plan_odds.py [--people 150] [--foreign 400] [--seed 5]

Synthetic. The second generator (tests/foreign_lives) only judges, but for the line that says it was learned from others
of it: what an operator gets who trains on the people of their own store. See docs/planning.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.planning.evaluation.judged import shuffled
from seqmatch.families.planning.evaluation.known_ends import Case, cases_of, goals_of, simulated
from seqmatch.families.planning.evaluation.learned_rival import held_out, of_others
from seqmatch.families.planning.evaluation.odds import brier, ece, ece_by_chance, learn, mae, r2, rmse, with_interval
from seqmatch.families.planning.recipe import ASKED, DRAWS, LIFE_DAYS, Parameters

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
START = dt.date(2024, 1, 1)
Values = NDArray[np.float64]


def line(name: str, said: Values, funded: Values | None, cases: Sequence[Case]) -> None:
    goals = goals_of(cases)
    met = goals.met.astype(float)
    error, square = (with_interval(one, said, met, goals.person) for one in (ece, brier))
    text = (
        f"| {name} | {error.value:.3f} ({error.low:.3f} to {error.high:.3f}) | {ece_by_chance(said, goals.person):.3f} "
    )
    text += f"| {square.value:.3f} ({square.low:.3f} to {square.high:.3f}) "
    text += f"| {rmse(said, met):.3f} | {mae(said, met):.3f} | {r2(said, met):.2f} "
    print(text + ("| |" if funded is None else f"| {r2(funded, goals.funded):.2f} |"), flush=True)


def main() -> None:
    from foreign_lives import generate

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--people", type=int, default=150)
    options.add_argument("--foreign", type=int, default=400)
    options.add_argument("--seed", type=int, default=5)
    given = options.parse_args()
    lives = generate_lives(given.people, LIFE_DAYS, given.seed).transactions.with_columns(
        currency=pl.lit(None, pl.String)
    )
    own = cases_of(lives.partition_by("user", maintain_order=True), Parameters(), each=ASKED)
    rows = generate(given.foreign, LIFE_DAYS, given.seed, START).transactions
    other = cases_of(rows.partition_by("user", maintain_order=True), Parameters(), each=ASKED)
    for name, cases in (("lives", own), ("foreign", other)):
        goals = goals_of(cases)
        print(f"{name}: {len(goals.met)} goals of {len(np.unique(goals.person))} people, {goals.met.mean():.2f} met")
    print("| people | odds | ECE | by chance | Brier | RMSE | MAE | R2 | R2 of the share funded |")
    learned, again = learn(own), learn(other)
    print(f"drift {learned.drift:g} (lives), {again.drift:g} (foreign)")
    boosted = held_out(own)
    line("own | base rate", np.full(len(learned.held_out), goals_of(own).met.mean()), None, own)
    line("own | shuffled months", shuffled(own).share, shuffled(own).funded, own)
    line("own | simulated paths", learned.said.share, learned.said.funded, own)
    line("own | calibrated on others", learned.held_out, None, own)
    line("own | boosted regression, others", boosted.odds, boosted.funded, own)
    said, goals = simulated(other, DRAWS, learned.drift), goals_of(other)
    line("foreign | base rate", np.full(len(goals.met), goals.met.mean()), None, other)
    line("foreign | shuffled months", shuffled(other).share, shuffled(other).funded, other)
    line("foreign | simulated paths", said.share, said.funded, other)
    line("foreign | calibrated on lives", learned.odds.predict(said.share, goals.ambition).odds, None, other)
    boosted = of_others(own, other)
    line("foreign | boosted regression on lives", boosted.odds, boosted.funded, other)
    line("foreign | calibrated on others of it", again.held_out, None, other)
    boosted = held_out(other)
    line("foreign | boosted regression on others of it", boosted.odds, boosted.funded, other)


if __name__ == "__main__":
    main()
