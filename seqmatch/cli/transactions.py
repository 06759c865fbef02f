"""``seqmatch transactions import|label``: the operator's own transactions into the store, and what they are."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.output import print_json, progress
from seqmatch.cli.training import JsonOption
from seqmatch.errors import ArgumentError
from seqmatch.settings import store_address

commands = typer.Typer(help="Bank and card transactions: import, label, train, categorise.", no_args_is_help=True)
app.add_typer(commands, name="transactions")

StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="postgresql://… or an SQLite file. Default: $SEQMATCH_STORE, else your own."),
]
BatchOption = Annotated[int, typer.Option("--batch-size", min=1, max=30_000, help="Rows written at a time.")]


class Source(StrEnum):
    """Who says what a transaction is."""

    human = "human"
    rule = "rule"
    imported = "import"


@commands.command()
def label(
    file: Annotated[Path | None, typer.Argument(help="CSV: transaction_id,category[,source].")] = None,
    transaction: Annotated[str | None, typer.Option("--transaction", help="Label this one transaction.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="What the one transaction is.")] = None,
    source: Annotated[
        Source | None,
        typer.Option("--source", help="Who says so. Default: human for --transaction, import for a file's rows."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what transactions are. A person's word outweighs a rule's, and a rule's outweighs an import's."""
    from seqmatch.data.labels_file import labels_of, read_labels
    from seqmatch.data.records import Records
    from seqmatch.store.engine import open_store
    from seqmatch.store.labels import set_labels
    from seqmatch.store.transactions import batches, unknown_transactions

    if (file is None) == (transaction is None):
        raise ArgumentError("Name a file of labels, or one transaction.", path="FILE/--transaction")
    if (transaction is None) != (category is None):
        raise ArgumentError("--transaction and --category go together.", path="--transaction/--category")
    if file is not None:
        labels = read_labels(file, str(source or Source.imported))
    else:
        labels = labels_of(
            Records(
                "--transaction",
                ("transaction_id", "category", "source"),
                ([transaction], [category], [str(source or Source.human)]),
                [1],
            )
        )
    with open_store(store_address(store)) as opened:
        labels.refuse_unknown(unknown_transactions(opened, labels.frame["transaction_id"]))
        with progress("Labelling", batches(labels.frame)) as step:
            done = set_labels(opened, labels.frame, step=step)
    if as_json:
        print_json({"labels": len(labels.frame), **asdict(done)})
        return
    typer.echo(
        f"{done.labelled:,} transactions labelled, {done.changed:,} labels changed, {done.unchanged:,} known already"
        + (f", {done.kept:,} left as they were: what is there weighs more." if done.kept else ".")
    )
