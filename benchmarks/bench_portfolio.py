"""Portfolio objectives: weights beside published ones, and what they did out of sample beside 1/N.

make portfolio     (or: python benchmarks/bench_portfolio.py --published FOLDER [--seed 17])

FOLDER is `tests` of the source distribution of Riskfolio-Lib 7.4.0 (BSD-3-Clause): its expected weights and the prices
they belong to. Walk-forward: the 20 American stocks that come with skfolio, 1990 to 2022, chosen by skfolio because
they still exist (so that all of them look better than they were). Exits with 1 where a weight is further than 1e-3.
"""

from __future__ import annotations

import argparse
import csv
import sys
from functools import partial
from pathlib import Path

import numpy as np

from seqmatch.estimators.optimisation.allocation import OBJECTIVES, shares_of
from seqmatch.estimators.optimisation.walk_forward import Walked, apart, figures, walk_forward

NEAR = 1e-3
EXPECTED = (
    ("Classic_MinRisk.csv", "stock_prices.csv", "min-variance"),
    ("Classic_Sharpe.csv", "stock_prices.csv", "mean-variance"),
    ("Classic_RP.csv", "stock_prices.csv", "risk-parity"),
    ("HC_HRP.csv", "stock_prices_3.csv", "hrp"),
)
LAST = 200
"""Days that the published weights are made from."""
YEAR, WINDOW, HOLD, COST = 252, 504, 63, 0.0005


def table(file: Path) -> dict[str, list[str]]:
    """The columns of a CSV file by name."""
    with file.open(encoding="utf-8") as rows:
        read = list(csv.reader(rows))
    return {name: [row[place] for row in read[1:]] for place, name in enumerate(read[0])}


def parity(folder: Path) -> bool:
    """Print how far each objective is from the published weights; whether all are near."""
    near = True
    print("| published weights | objective | largest difference |\n|---|---|---|")
    for file, prices, objective in EXPECTED:
        published = table(folder / file)
        closes = table(folder / prices)
        assets = published[""]
        worth = np.array([closes[asset] for asset in assets], float).T
        returns = (worth[1:] / worth[:-1] - 1)[-LAST:]
        difference = float(np.abs(shares_of(returns, objective) - np.array(published["MV"], float)).max())
        near &= difference <= NEAR
        print(f"| Riskfolio-Lib 7.4.0, `tests/{file}`, column MV | {objective} | {difference:.1e} |")
    return near


def out_of_sample(seed: int) -> None:
    """Print what each objective did on days it had not seen."""
    from skfolio.datasets import load_sp500_dataset

    closes = load_sp500_dataset().to_numpy()
    returns = closes[1:] / closes[:-1] - 1
    walked: dict[str, Walked] = {
        name: walk_forward(returns, partial(shares_of, objective=name), WINDOW, HOLD, COST) for name in OBJECTIVES
    }
    base = walked["equal"].returns
    print(f"\n{len(base)} days out of sample, {returns.shape[1]} stocks, window {WINDOW}, made again every {HOLD} days")
    print("| objective | volatility | return | Sharpe | turnover a year | volatility less 1/N | Sharpe less 1/N |")
    print("|---|---|---|---|---|---|---|")
    for name, one in walked.items():
        volatility, earned, ratio = figures(one.returns, YEAR)
        beside = apart(one.returns, base, YEAR, seed)
        cells = ["–", "–"] if name == "equal" else [interval(beside.volatility), interval(beside.sharpe)]
        turnover = one.turnover * YEAR / len(base)
        print(f"| {name} | {volatility:.3f} | {earned:.3f} | {ratio:.3f} | {turnover:.2f} | {' | '.join(cells)} |")


def interval(told: tuple[float, float, float]) -> str:
    value, low, high = told
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f})"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--published", type=Path, required=True)
    options.add_argument("--seed", type=int, default=17)
    given = options.parse_args()
    near = parity(given.published)
    out_of_sample(given.seed)
    sys.exit(0 if near else 1)


if __name__ == "__main__":
    main()
