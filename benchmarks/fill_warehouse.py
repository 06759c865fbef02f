"""Fills a folder with the tables of a store of synthetic people, for dbt: python benchmarks/fill_warehouse.py FOLDER

Transactions, labels and features go the way an operator's do, by command. Suggestions are those the heuristic would
have made, and the people's answers are drawn: who is shown the truth accepts it, most others correct what they see.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import polars as pl

from seqmatch.data.synthetic.spending.generate import generate_spending, write_spending
from seqmatch.families.transactions.heuristic import candidates
from seqmatch.store.engine import open_store
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions

USERS, DAYS, SEED = 25, 180, 20260
LABELLED, SHOWN, ANSWERED = 0.6, 0.2, 0.5
"""Shares of transactions that have a label, that a suggestion was shown for, and of those that were answered."""
SURE = 0.65
FAMILY = "transactions"


def seqmatch(*arguments: str | Path) -> None:
    command = [sys.executable, "-c", "from seqmatch.cli.main import main; main()", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def suggestions(frame: pl.DataFrame, truth: pl.Series, luck: Random) -> tuple[list[SuggestionEvent], list[Feedback]]:
    """What the heuristic offers on the evening of each day, and what the people make of it."""
    events, words = [], []
    for name, day, right, offered in zip(frame["transaction_id"], frame["date"], truth, candidates(frame), strict=True):
        at = dt.datetime.combine(day, dt.time(20), dt.UTC)
        best, probability = offered[0]
        event = SuggestionEvent(
            family=FAMILY,
            subject=name,
            mode="heuristic",
            source="live",
            candidates=[{"category": category, "probability": round(share, 4)} for category, share in offered],
            covered=probability >= SURE,
            latency_ms=1.0,
            event_id=f"e{len(events):031d}",
            created_at=at,
        )
        events.append(event)
        if luck.random() < ANSWERED:
            action = "accept" if best == right else luck.choice(("correct", "correct", "reject"))
            corrected = right if action == "correct" else None
            said = at + dt.timedelta(minutes=luck.randint(1, 600))
            words.append(
                Feedback(FAMILY, name, action, event.event_id, corrected, f"f{len(words):031d}", said)  # type: ignore[arg-type]
            )
    return events, words


def main() -> None:
    folder, luck = Path(sys.argv[1]), Random(f"warehouse {SEED}")
    made = generate_spending(USERS, DAYS, SEED)
    labelled, shown = (pl.Series([luck.random() < share for _ in range(len(made))]) for share in (LABELLED, SHOWN))
    said = pl.when(labelled).then(pl.col("category")).alias("category")
    with tempfile.TemporaryDirectory() as scratch:
        file, store = Path(scratch, "spending.csv"), Path(scratch, "store.sqlite")
        write_spending(made.frame.with_columns(said), file)
        seqmatch("transactions", "import", file, "--labels", "--store", store)
        seqmatch("features", "build", "--all", "--store", store)
        events, words = suggestions(made.frame.filter(shown), made.truth.filter(shown), luck)
        with open_store(str(store)) as opened:
            record_suggestions(opened, events)
            record_feedback(opened, words)
        seqmatch("transactions", "export", "--store", store, "--out", folder)
    print(f"{len(made):,} synthetic transactions, {len(events):,} suggestions and {len(words):,} answers in {folder}")


if __name__ == "__main__":
    main()
