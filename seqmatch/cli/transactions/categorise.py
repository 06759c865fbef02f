"""``seqmatch transactions train|categorize|evaluate``: trains, uses and measures the categoriser."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.onboarding.training import JsonOption, ModelsOption, SeedOption
from seqmatch.cli.output import expect, print_json, print_table, progress
from seqmatch.cli.transactions.importing import StoreOption, commands
from seqmatch.errors import ArgumentError
from seqmatch.lifecycle.versions.commands import promote_command, try_command
from seqmatch.settings import (
    MODELS_READ,
    POINTER,
    Settings,
    default_settings,
    store_address,
    writable_models_dir,
)

if TYPE_CHECKING:
    from seqmatch.families.transactions.dataset import TransactionsData
    from seqmatch.families.transactions.training.train import LabelledSource

LabelledOption = Annotated[
    Path | None, typer.Option("--labelled", help="CSV with a category in each row. Default: synthetic spending.")
]
MappingOption = Annotated[
    str | None, typer.Option("--mapping", help="What the columns are: date=…,amount=… or a JSON file.")
]
SECONDS_TO_TRAIN, SECONDS_TO_MEASURE = 0.004, 0.007
"""A transaction, on one core of an ordinary machine."""
SYNTHETIC_USERS, SYNTHETIC_DAYS = 100, 90
"""People of the synthetic spending that the default model learns from."""
FromStoreOption = Annotated[bool, typer.Option("--from-store", help="Learn from the labels in the store.")]


def read_labels(
    labelled: Path | None, mapping: str | None, store: str | None, from_store: bool
) -> tuple[TransactionsData, LabelledSource]:
    """Labelled transactions from a file, from the store, or generated where neither is named.

    Raises
    ------
    ArgumentError : a file and the store are both named.
    DataError, StoreError, TrainingError : what is named cannot be used.
    """
    from seqmatch.data.statements.statement import fingerprint_of, read_labelled
    from seqmatch.data.synthetic.spending.generate import generate_spending
    from seqmatch.families.transactions.dataset import transactions_data
    from seqmatch.families.transactions.training.train import LabelledSource

    from_store = from_store or store is not None
    if labelled is not None and from_store:
        raise ArgumentError("Name a file or the store, not both.", path="--labelled/--store")
    if labelled is not None:
        read = read_labelled(labelled, mapping)
        return transactions_data(read.frame), LabelledSource("operator", read.fingerprint)
    if from_store:
        from seqmatch.store.engine import open_store
        from seqmatch.store.transactions.training_set import labelled_transactions

        with open_store(store_address(store)) as opened:
            frame = labelled_transactions(opened)
        return transactions_data(frame), LabelledSource("operator", fingerprint_of(frame))
    made = generate_spending(users=SYNTHETIC_USERS, days=SYNTHETIC_DAYS)
    return transactions_data(made.frame), LabelledSource("synthetic", fingerprint_of(made.frame))


@commands.command()
def train(
    labelled: LabelledOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    from_store: FromStoreOption = False,
    models: ModelsOption = None,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Write a candidate version; the live one stays live.")
    ] = False,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Learn categories from labelled transactions; replaces the live version without comparing.

    `seqmatch retrain --family transactions` compares first, and replaces it only with a better one.
    """
    from seqmatch.families.transactions.training.train import STEPS
    from seqmatch.families.transactions.training.train import train as train_models
    from seqmatch.families.transactions.training.train_from_store import train_from_store
    from seqmatch.lifecycle.versions.registry import live_name
    from seqmatch.store.engine import open_store

    began = perf_counter()
    with progress("Training", len(STEPS) + 1) as step:
        step("reading")
        data, source = read_labels(labelled, mapping, store, from_store)
        expect(f"Training on {len(data):,} transactions", len(data) * SECONDS_TO_TRAIN)
        folder = models or writable_models_dir()
        replaced = None if candidate else live_name(folder / "transactions")
        if from_store or store is not None:
            with open_store(store_address(store)) as opened:
                version = train_from_store(opened, data, source, folder, seed, step, live=not candidate)
        else:
            version = train_models(data, source, folder, seed, step, live=not candidate)
    result = {
        "version": version,
        "path": str(folder / "transactions" / version),
        "live": not candidate,
        "replaced": replaced if replaced != version else None,
        "provenance": source.provenance,
        "transactions": len(data),
        "categories": len(data.classes),
        "left_out": data.left_out,
        "seconds": round(perf_counter() - began, 1),
    }
    if as_json:
        print_json(result)
        return
    typer.echo(
        f"Trained {version} on {len(data):,} transactions of {len(data.classes)} categories ({source.provenance}) in "
        f"{result['seconds']} s."
    )
    if candidate:
        typer.echo(f"It is not live.{_what_next(folder / 'transactions', version)}")
    else:
        typer.echo(f"Live in {folder / 'transactions'}; its card.md says what it was measured to do.")
        if result["replaced"]:
            typer.echo(
                f"It replaced {replaced} without comparing. `seqmatch retrain --family transactions` compares first; "
                "`seqmatch models rollback --family transactions` brings the other back."
            )


def _what_next(family: Path, version: str) -> str:
    """The commands for a candidate: trying it takes a live version to compare it with."""
    promote = f"Make it live: {promote_command(family, version)}"
    return f" Try it: {try_command(family, version)}\n{promote}" if (family / POINTER).exists() else f" {promote}"


@commands.command()
def categorize(
    file: Annotated[Path, typer.Argument(help="A bank's file of transactions.")],
    mapping: MappingOption = None,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0, max=1, help="Lowest probability at which a category is named.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=50, help="Categories listed for each transaction.")] = 3,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document a line, one for each transaction.")
    ] = False,
) -> None:
    """Say what each transaction is; null where the model is not sure enough."""
    from seqmatch.data.statements.statement import read_transactions
    from seqmatch.families.transactions.models import TRANSACTIONS
    from seqmatch.families.transactions.scoring import THRESHOLD, categorise
    from seqmatch.lifecycle.serving.host import ModelHost

    read = read_transactions(file, mapping)
    live = ModelHost(default_settings(models)).live(TRANSACTIONS)
    found = categorise(live, read.frame, THRESHOLD if threshold is None else threshold, top)
    if as_json:
        for one, transaction in zip(found, read.frame["transaction_id"], strict=True):
            candidates = [{"category": name, "probability": likely} for name, likely in one.candidates]
            told = {"transaction_id": transaction, "category": one.category, "candidates": candidates}
            told["provenance"] = live.cohort["provenance"]
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    rows = [
        (
            str(date),
            description,
            f"{cents / 100:,.2f}",
            one.category or "not sure",
            ", ".join(f"{name} {likely:.0%}" for name, likely in one.candidates),
        )
        for one, date, description, cents in zip(
            found, read.frame["date"], read.frame["description"], read.frame["amount_cents"], strict=True
        )
    ]
    print_table("Categories", ("date", "description", "amount", "category", "likeliest"), rows)
    named = sum(one.category is not None for one in found)
    typer.echo(f"{named:,} of {len(found):,} named, by a model of {live.cohort['provenance']} transactions.")


@commands.command()
def evaluate(
    labelled: LabelledOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    from_store: FromStoreOption = False,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Measure the categoriser and its rivals on later transactions and on payees held out."""
    from seqmatch.families.transactions.evaluation.evaluate import OURS
    from seqmatch.families.transactions.evaluation.evaluate import evaluate as measure
    from seqmatch.families.transactions.evaluation.rivals import ALL

    with progress("Measuring", len(ALL) + 2) as step:
        step("reading")
        data, source = read_labels(labelled, mapping, store, from_store)
        expect(f"Measuring on {len(data):,} transactions", len(data) * SECONDS_TO_MEASURE)
        told = measure(data, source.provenance, seed, ALL, step)
    if as_json:
        print_json(told)
        return
    for name, title in (("later", "Later transactions"), ("unseen", "Payees never met")):
        found = told[name]["contestants"]
        columns = ("contestant", *(figure.replace("_", " ") for figure in found[OURS])) if found else ("contestant",)
        print_table(
            f"{title}: {told[name]['transactions']:,} of {told[name]['payees']:,} payees ({source.provenance})",
            columns,
            [(contestant, *(_shown(one) for one in figures.values())) for contestant, figures in found.items()],
        )


def _shown(figure: dict[str, Any]) -> str:
    low, high = figure["ci95"]
    return f"{figure['value']:.3f} ({low:.3f} to {high:.3f})"
