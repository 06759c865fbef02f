"""Odds of stated goals beside the true odds of a simulator: how much of what can be known is told.

``python benchmarks/bench_goal_ceiling.py [--people 300] [--seed 902] [--futures 24]`` prints a table; synthetic.
"""

from __future__ import annotations

import argparse
import datetime as dt

from seqmatch.data.synthetic.lives.futures import true_odds
from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.coaching.dataset.goals import goals_of_lives, stated_goals
from seqmatch.families.coaching.evaluation.goals import goal_figures
from seqmatch.families.coaching.models import COACHING
from seqmatch.families.coaching.person import history
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.settings import default_settings

FIGURES = ("skill", "of_ceiling", "ece")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--days", type=int, default=730)
    options.add_argument("--seed", type=int, default=902)
    options.add_argument("--futures", type=int, default=24)
    chosen = options.parse_args()
    lives = generate_lives(chosen.people, days=chosen.days, seed=chosen.seed)
    stated = goals_of_lives(lives.people)
    asked: dict[str, list[dt.date]] = {}
    for one in stated_goals(stated):
        asked.setdefault(one.user, []).append(one.today)
    truth = {
        (user, day): odds
        for number, user in enumerate(lives.people["user"].to_list())
        for day, odds in true_odds(
            number, asked.get(user, []), chosen.days, chosen.seed, futures=chosen.futures
        ).items()
    }
    model = ModelHost(default_settings(None)).live(COACHING).goals
    found = goal_figures(history(lives.transactions.drop("stream")), stated, model, truth=truth, futures=chosen.futures)
    print("| slice | method | figure | value (95 %) | goals |\n|---|---|---|---|---|")
    for row in found:
        if row.figure in FIGURES:
            print(
                f"| {row.slice} | {row.method} | {row.figure} | {row.value:.3f} ({row.low:.3f} to {row.high:.3f}) "
                f"| {row.goals} |"
            )


if __name__ == "__main__":
    main()
