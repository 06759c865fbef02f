"""The categoriser beside a linear machine that reads descriptions as printed, on your own labelled transactions.

python benchmarks/bench_categoriser.py labelled.csv [--mapping …] [--draws 2] [--flip-signs]

Of each draw 30 % of the payees are new, and the later quarter of the others is later; all learn from the rest. All
transactions count, and beside it at most 50 of each payee: a giant is right or wrong as one. Payees being so few, a
machine that is right exactly as often as it says would not show a calibration error of 0 either; what it would show is
printed below, each payee being right or wrong as one.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seqmatch.data.statements.statement import read_labelled
from seqmatch.estimators.metrics import calibration_error, macro_f1
from seqmatch.estimators.sampling import few_of_each
from seqmatch.families.transactions.dataset import TransactionsData, transactions_data
from seqmatch.families.transactions.evaluation.rivals import linear_svm
from seqmatch.families.transactions.evaluation.slices import LATER_SHARE, MOST_OF_ONE, UNSEEN_SHARE
from seqmatch.families.transactions.recipe import categoriser
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups

RESAMPLES = 200
Figures = list[tuple[float, float, float]]


def told(probabilities: NDArray[np.float64], labels: NDArray[np.intp], payees: NDArray[np.str_]) -> list[float]:
    """Accuracy, macro-F1 and calibration error of all, then of at most 50 transactions a payee."""
    said, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    hit = (said == labels).astype(float)
    few = few_of_each(np.arange(len(labels)), payees, MOST_OF_ONE, np.random.default_rng(0))
    found: list[float] = []
    for rows in (np.arange(len(labels)), few):
        found += [
            hit[rows].mean(),
            macro_f1(labels[rows], said[rows]),
            calibration_error(sure[rows], hit[rows]),
        ]
    return found


def line(name: str, probabilities: NDArray[np.float64], labels: NDArray[np.intp], payees: NDArray[np.str_]) -> None:
    values = told(probabilities, labels, payees)
    drawn = [told(probabilities[r], labels[r], payees[r]) for r in draws_of_groups(payees, 0, RESAMPLES)]
    lows, highs = np.quantile(drawn, (0.025, 0.975), axis=0)
    cells = " | ".join(f"{v:.3f} ({a:.3f} to {b:.3f})" for v, a, b in zip(values, lows, highs, strict=True))
    print(f"| {name} | {cells} |", flush=True)


def line_by_chance(name: str, probabilities: NDArray[np.float64], payees: NDArray[np.str_]) -> None:
    """The calibration errors, mean and 95 %, of these probabilities if payees were right by exactly that chance."""
    sure = probabilities.max(axis=1)
    _, payee = np.unique(payees, return_inverse=True)
    rng = np.random.default_rng(0)
    few = few_of_each(np.arange(len(sure)), payees, MOST_OF_ONE, rng)
    drawn = []
    for _ in range(RESAMPLES):
        hit = (rng.random(payee.max() + 1)[payee] < sure).astype(float)
        drawn.append([calibration_error(sure[rows], hit[rows]) for rows in (np.arange(len(sure)), few)])
    lows, highs = np.quantile(drawn, (0.025, 0.975), axis=0)
    every, capped = (
        f"{mean:.3f} ({low:.3f} to {high:.3f})"
        for mean, low, high in zip(np.mean(drawn, axis=0), lows, highs, strict=True)
    )
    print(f"| {name} | – | – | {every} | – | – | {capped} |", flush=True)


def draw(data: TransactionsData, printed: NDArray[np.str_], number: int) -> None:
    rng = np.random.default_rng(number)
    payees, payee = np.unique(data.movements.merchants, return_inverse=True)
    new = (rng.random(len(payees)) < UNSEEN_SHARE)[payee]
    cut = np.quantile(data.known.days[~new], 1 - LATER_SHARE, method="lower")
    later = ~new & (data.known.days >= cut)
    learned = np.flatnonzero(~new & ~later)
    raw = replace(data.movements, texts=printed)
    ours = categoriser("operator", number).fit(data.movements.subset(learned), data.known.subset(learned), data.classes)
    theirs = linear_svm(raw.subset(learned), data.known.subset(learned), data.classes, number)
    for name, rows in (("later", np.flatnonzero(later)), ("new payees", np.flatnonzero(new))):
        labels, merchants = data.known.labels[rows], data.movements.merchants[rows]
        said = ours.predict_proba(data.movements.subset(rows))
        line(f"{number} {name}: seqmatch", said, labels, merchants)
        line_by_chance(f"{number} {name}: right exactly as often as that says", said, merchants)
        line(f"{number} {name}: linear machine, text as printed", theirs(raw.subset(rows)), labels, merchants)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--mapping")
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--flip-signs", action="store_true", help="The file has spending positive.")
    chosen = parser.parse_args()
    frame = read_labelled(chosen.labelled, chosen.mapping).frame
    if chosen.flip_signs:
        frame = frame.with_columns(-pl.col("amount_cents"))
    data = transactions_data(frame)
    often = pl.len().over("category") >= 5
    kept = frame.filter(often).sort("date", "time", "transaction_id", nulls_last=True)
    printed = np.array(kept["description"].str.to_lowercase().to_list(), dtype=np.str_)
    print(
        "| | accuracy | macro-F1 | calibration error | of at most 50 a payee: accuracy | macro-F1 | calibration error |"
    )
    print("|---|---|---|---|---|---|---|")
    for number in range(chosen.draws):
        draw(data, printed, number)


if __name__ == "__main__":
    main()
