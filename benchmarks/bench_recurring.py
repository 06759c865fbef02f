"""How many payments that come again are found, on histories whose truth is known, beside a three-line rule.

python benchmarks/bench_recurring.py [FOLDER] [--people 60] [--seed 1]

Without a folder people are invented (synthetic; see recurring_lives.py). A folder of your own holds
``transactions.csv`` (user, account, date, amount_cents, description), ``streams.csv`` (user, payee_text, direction,
kind, cadence, status, next_due) and, if any, ``others.csv`` (user, payee_text, verdict), where a verdict ``neutral``
counts neither for nor against. A stream found is right where at least 60 % of its payments name the payee of a true
one of the same user and direction, and its cadence is that one's. Intervals of 95 % by drawing users anew.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from recurring_lives import Lives, lives

from seqmatch.features.recurring import recurring
from seqmatch.features.recurring.payee import words_of

SEED, RESAMPLES = 7, 1000
SHARE = 0.6


@dataclass(frozen=True)
class Found:
    """One stream found: whose, which way, what kind and how often, its payments by row, when next, whether ended."""

    user: str
    direction: str
    kind: str
    cadence: str
    rows: tuple[int, ...]
    next_due: Any = None
    ended: bool = False


@dataclass
class Counts:
    """Of one user: true streams and those found, streams found and those right, by kind; days off, ended ones."""

    true: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    next_due: list[bool] = field(default_factory=list)
    stopped_noticed: list[bool] = field(default_factory=list)
    running_called_ended: list[bool] = field(default_factory=list)


def ours(frame: pl.DataFrame) -> list[Found]:
    return [
        Found(
            one.user or "",
            one.direction,
            one.kind,
            one.cadence,
            tuple(int(name) for name in one.transaction_ids),
            one.next_due,
            one.status == "ended",
        )
        for one in recurring(frame, frame["date"].max())  # type: ignore[arg-type]
    ]


def three_lines(frame: pl.DataFrame) -> list[Found]:
    """The same text without digits and the same amount, at least three times, 27 to 32 days apart."""
    plain = frame.with_columns(text=pl.col("description").str.replace_all(r"\d+", ""), day=pl.col("date").to_physical())
    groups = plain.sort("date").group_by("user", "text", "amount_cents").agg("day", "transaction_id")
    return [
        Found(user, "in" if cents > 0 else "out", "fixed", "monthly", tuple(int(name) for name in names))
        for user, _, cents, days, names in groups.iter_rows()
        if len(days) >= 3 and all(27 <= b - a <= 32 for a, b in pairwise(days))
    ]


def counted(
    found: Sequence[Found], truth: Sequence[dict[str, Any]], neutral: Sequence[tuple[str, str]], texts: Sequence[str]
) -> dict[str, Counts]:
    by_user: dict[str, Counts] = defaultdict(Counts)
    matches: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        said = [texts[row] for row in one.rows]

        def names(payee: str, said: Sequence[str] = said) -> bool:
            return sum(payee in text for text in said) >= SHARE * len(said)

        mine = [
            number
            for number, stream in enumerate(truth)
            if (stream["user"], stream["direction"]) == (one.user, one.direction) and names(stream["payee"])
        ]
        if mine:
            best = min(mine, key=lambda number: truth[number]["cadence"] != one.cadence)
            matches[best].append(one)
        elif any(user == one.user and names(payee) for user, payee in neutral):
            continue
        by_user[one.user].found[one.kind].append(bool(mine))
    for number, stream in enumerate(truth):
        right = [one for one in matches[number] if one.cadence == stream["cadence"]]
        counts = by_user[stream["user"]]
        counts.true[stream["kind"]].append(bool(right))
        if not right or right[0].next_due is None:
            continue
        latest = max(right, key=lambda one: one.next_due)
        if stream["status"] == "running":
            counts.next_due.append(abs((latest.next_due - stream["next_due"]).days) <= 2)
            counts.running_called_ended.append(latest.ended)
        else:
            counts.stopped_noticed.append(latest.ended)
    return by_user


def shown(by_user: dict[str, Counts], of: Callable[[Counts], list[bool]]) -> str:
    each = [of(one) for one in by_user.values()]
    hits, sizes = np.array([sum(one) for one in each]), np.array([len(one) for one in each])
    if not sizes.sum():
        return "–"
    drawn = np.random.default_rng(SEED).integers(0, len(each), (RESAMPLES, len(each)))
    low, high = np.quantile(hits[drawn].sum(axis=1) / np.maximum(sizes[drawn].sum(axis=1), 1), (0.025, 0.975))
    return f"{hits.sum() / sizes.sum():.3f} ({low:.3f} to {high:.3f})"


def of_folder(folder: Path) -> Lives:
    transactions = pl.read_csv(folder / "transactions.csv", try_parse_dates=True)
    streams = list(pl.read_csv(folder / "streams.csv", try_parse_dates=True).iter_rows(named=True))
    neutral = []
    if (folder / "others.csv").exists():
        others = pl.read_csv(folder / "others.csv").filter(verdict="neutral")
        neutral = [(str(row["user"]), row["payee_text"]) for row in others.iter_rows(named=True)]
    return Lives(transactions, streams, neutral)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    known = of_folder(chosen.folder) if chosen.folder else lives(chosen.people, chosen.seed)
    frame = known.transactions.select(
        pl.int_range(pl.len()).cast(pl.String).alias("transaction_id"),
        pl.col("user", "account").cast(pl.String),
        "date",
        pl.col("description").fill_null(""),
        pl.lit(None, pl.String).alias("merchant"),
        "amount_cents",
    )
    texts = [" ".join(words_of(text)) for text in frame["description"]]
    truth = [{**row, "user": str(row["user"]), "payee": " ".join(words_of(row["payee_text"]))} for row in known.streams]
    neutral = [(user, " ".join(words_of(text))) for user, text in known.neutral]
    synthetic = "" if chosen.folder else " (synthetic)"
    print(
        f"{len(frame):,} transactions of {frame['user'].n_unique()} users, {len(truth):,} true streams{synthetic}; "
        "intervals of 95 % by drawing users anew\n"
    )
    print("| | seqmatch | three-line rule |\n|---|---|---|")
    told = [counted(find(frame), truth, neutral, texts) for find in (ours, three_lines)]
    figures: dict[str, Callable[[Counts], list[bool]]] = {
        "fixed: precision": lambda one: one.found["fixed"],
        "fixed: recall, cadence right": lambda one: one.true["fixed"],
        "variable: precision": lambda one: one.found["variable"],
        "variable: recall, cadence right": lambda one: one.true["variable"],
        "next due day within 2 days": lambda one: one.next_due,
        "ended noticed": lambda one: one.stopped_noticed,
        "running called ended": lambda one: one.running_called_ended,
    }
    for name, of in figures.items():
        print(f"| {name} | {' | '.join(shown(by_user, of) for by_user in told)} |")


if __name__ == "__main__":
    main()
