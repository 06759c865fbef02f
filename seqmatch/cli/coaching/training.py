"""``seqmatch coaching train``: trains the coaching models."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption, ModelsOption, SeedOption
from seqmatch.cli.output import print_json, progress
from seqmatch.errors import ArgumentError
from seqmatch.settings import Settings, writable_models_dir

if TYPE_CHECKING:
    import polars as pl

    from seqmatch.families.coaching.training.train import HistorySource

commands = typer.Typer(no_args_is_help=True, help="Train, measure, report and export the coaching models.")
app.add_typer(commands, name="coaching")
TransactionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--transactions",
        help="CSV or Parquet with user, account, date, amount, description; balance where known. Repeatable. "
        "Default: generated people.",
    ),
]
SYNTHETIC_PEOPLE, SYNTHETIC_DAYS = 70, 730
"""The synthetic lives that the default models learn from."""


def read_source(
    files: list[Path] | None, store: str | None = None
) -> tuple[pl.DataFrame, HistorySource, pl.DataFrame | None]:
    """Histories from files or a store, or generated where neither is named, and the goals that people stated.

    Raises
    ------
    ArgumentError : both are named.
    DataError : a file cannot be used, or the store has no histories.
    StoreError : the store cannot be reached.
    """
    import polars as pl

    from seqmatch.data.statements.histories import read_histories
    from seqmatch.families.coaching.training.train import HistorySource, fingerprint_of

    if files and store is not None:
        raise ArgumentError("Name files or the store, not both.", path="--transactions")
    if store is not None:
        frame = read_store(store)
        return frame, HistorySource("operator", fingerprint_of(frame)), None
    if files:
        frame = pl.concat([read_histories(one) for one in files])
        return frame, HistorySource("operator", fingerprint_of(frame)), None
    from seqmatch.data.synthetic.lives.generate import generate_lives
    from seqmatch.families.coaching.dataset.goals import goals_of_lives

    made = generate_lives(SYNTHETIC_PEOPLE, SYNTHETIC_DAYS)
    frame = made.transactions.drop("stream")
    return frame, HistorySource("synthetic", fingerprint_of(frame)), goals_of_lives(made.people)


def read_store(address: str) -> pl.DataFrame:
    """The histories of the users of a store, columns as of :func:`seqmatch.store.transactions.everyone.everyone`.

    Raises
    ------
    DataError, StoreError : as there.
    """
    from seqmatch.store.engine import open_to_look
    from seqmatch.store.transactions.everyone import everyone

    with open_to_look(address) as store:
        return everyone(store)


@commands.command()
def train(
    transactions: TransactionsOption = None,
    models: ModelsOption = None,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Write a candidate version; the live one stays live.")
    ] = False,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Train on histories; replaces the live version without comparing."""
    from seqmatch.families.coaching.training.train import STEPS
    from seqmatch.families.coaching.training.train import train as train_models
    from seqmatch.lifecycle.versions.registry import live_name

    began = perf_counter()
    folder = models or writable_models_dir()
    with progress("Training", len(STEPS) + 1) as step:
        step("reading")
        frame, source, stated = read_source(transactions)
        replaced = None if candidate else live_name(folder / "coaching")
        version = train_models(frame, source, folder, seed, step, live=not candidate, stated=stated)
    people = frame["user"].n_unique()
    result = {
        "version": version,
        "path": str(folder / "coaching" / version),
        "live": not candidate,
        "replaced": replaced if replaced != version else None,
        "provenance": source.provenance,
        "people": people,
        "transactions": len(frame),
        "seconds": round(perf_counter() - began, 1),
    }
    if as_json:
        print_json(result)
        return
    typer.echo(
        f"Trained {version} on {len(frame):,} transactions of {people:,} people ({source.provenance}) in "
        f"{result['seconds']} s; its card.md says what it was measured to do."
        + (f" It replaced {result['replaced']} without comparing." if result["replaced"] else "")
    )
