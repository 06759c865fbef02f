"""``seqmatch transactions import|label``: brings statements and labels into the store."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.errors import ArgumentError
from seqmatch.settings import store_address

commands = typer.Typer(help="Bank and card transactions: import, label, train, categorise.", no_args_is_help=True)
app.add_typer(commands, name="transactions")

StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="postgresql://… or an SQLite file. Default: $SEQMATCH_STORE, else your own."),
]
BatchOption = Annotated[int, typer.Option("--batch-size", min=1, max=30_000, help="Rows written at once.")]


class LabelledBy(StrEnum):
    """Who says what a transaction is."""

    human = "human"
    rule = "rule"
    imported = "import"


OwnOption = Annotated[bool, typer.Option("--own-categories", help="Accept categories that the taxonomy does not have.")]


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A bank's CSV, OFX, QIF, camt.053, MT940 or XLSX file; may be gzipped.")],
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping", help="What the columns are, where that is unclear: date=Posted,amount=Betrag,… or a JSON file."
        ),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="Name of the file's account, in place of any it states.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, known and left out; write nothing.")
    ] = False,
    labels: Annotated[bool, typer.Option("--labels", help="Import the file's own categories as labels.")] = False,
    own_categories: OwnOption = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace stored values of known transactions by the file's.")
    ] = False,
    store: StoreOption = None,
    batch_size: BatchOption = 5_000,
    as_json: JsonOption = False,
) -> None:
    """Bring a file of transactions into the store. The same rows again, or in other files, are added once."""
    from seqmatch.data.statements.labels import refuse_unknown_categories
    from seqmatch.data.statements.statement import read_labelled, read_transactions
    from seqmatch.data.statements.values import MAX_NAME
    from seqmatch.store.audit_log import record_audit
    from seqmatch.store.engine import open_store, open_to_look
    from seqmatch.store.transactions.imports import look, run_import
    from seqmatch.store.transactions.labels import categories_in, set_labels
    from seqmatch.store.transactions.transactions import batches

    if account is not None and not (0 < len(account) <= MAX_NAME and account.isprintable()):
        raise ArgumentError(f"An account is called by 1 to {MAX_NAME} printable characters.", path="--account")
    with progress("Reading", 1) as step:
        step(file.name)
        read = read_transactions(file, mapping, account)
        labelled = read_labelled(file, mapping, account).frame if labels else None
    kind = read.quality.format.lower()
    with (open_to_look if dry_run else open_store)(store_address(store)) as opened:
        if labelled is not None and not own_categories:
            refuse_unknown_categories(labelled["category"], categories_in(opened), str(file))
        name = None
        if dry_run:
            plan = look(opened, read.frame, read.own, kind, file=str(file), replace=replace)
        else:
            with progress("Importing", batches(read.frame, batch_size)) as step:
                done = run_import(
                    opened,
                    read.frame,
                    read.own,
                    kind,
                    file=str(file),
                    fingerprint=read.fingerprint,
                    balances=read.balances,
                    replace=replace,
                    batch_size=batch_size,
                    step=step,
                )
            name, plan = done.import_id, done.plan
        facts: dict[str, Any] = {"transactions": len(read), **plan.counts, "fingerprint": read.fingerprint}
        if len(read.balances):
            facts["balances"] = len(read.balances)
        if labelled is not None and not dry_run:
            stored = dict(zip(read.frame["transaction_id"], plan.rows["transaction_id"], strict=True))
            labelled = labelled.with_columns(labelled["transaction_id"].replace(stored)).unique("transaction_id")
            with progress("Labelling", batches(labelled, batch_size)) as step:
                facts["labels"] = asdict(set_labels(opened, labelled, batch_size=batch_size, step=step))
        if not dry_run:
            record_audit(opened, "import", {**facts, "import": name})
    if as_json:
        rows = plan.rows.with_columns(line=read.lines).select("line", "transaction_id", "what", "how").to_dicts()
        told = {"dry_run": dry_run, "import": name, "known": plan.known, "notes": plan.notes, "rows": rows}
        print_json({**facts, **told, "quality": read.quality.to_json()})
        return
    print_table("What the file is worth", ("what", "found"), read.quality.table())
    for note in plan.notes:
        typer.echo(f"{note[0].upper()}{note[1:]}.")
    for how, count in plan.known.items():
        typer.echo(f"{count:,} {how}.")
    counts = plan.counts
    would = "would be " if dry_run else ""
    typer.echo(
        f"{counts['added']:,} transactions {would}added, {counts['updated']:,} {would}updated, "
        f"{counts['unchanged']:,} known already."
    )
    if len(read.balances):
        typer.echo(f"{len(read.balances):,} balances of accounts {'would come' if dry_run else 'came'} with them.")
    if labelled is not None:
        typer.echo(f"{len(labelled):,} of them have a category in the file.")
    if dry_run:
        typer.echo("Nothing was written. Leave out --dry-run to import.")
    else:
        typer.echo(f"This is import {name}. To take it back: seqmatch transactions undo {name}")


@commands.command()
def label(
    file: Annotated[Path | None, typer.Argument(help="CSV: transaction_id,category[,source].")] = None,
    transaction: Annotated[str | None, typer.Option("--transaction", help="Label this one transaction.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Category of that transaction.")] = None,
    source: Annotated[
        LabelledBy | None,
        typer.Option("--source", help="LabelledBy of the labels. Default: human for --transaction, import for a file."),
    ] = None,
    own_categories: OwnOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Label transactions with categories. Human labels override rule labels, which override imported ones."""
    from seqmatch.data.files.records import Records
    from seqmatch.data.statements.labels import labels_of, read_labels, refuse_unknown_categories
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.labels import categories_in, set_labels
    from seqmatch.store.transactions.transactions import batches, unknown_transactions

    if (file is None) == (transaction is None):
        raise ArgumentError("Name a file of labels, or one transaction.", path="FILE/--transaction")
    if (transaction is None) != (category is None):
        raise ArgumentError("--transaction and --category go together.", path="--transaction/--category")
    if file is not None:
        labels = read_labels(file, str(source or LabelledBy.imported))
    else:
        labels = labels_of(
            Records(
                "--transaction",
                ("transaction_id", "category", "source"),
                ([transaction], [category], [str(source or LabelledBy.human)]),
                [1],
            )
        )
    with open_store(store_address(store)) as opened:
        labels.refuse_unknown(unknown_transactions(opened, labels.frame["transaction_id"]))
        if not own_categories:
            where = labels.records.file
            refuse_unknown_categories(labels.frame["category"], categories_in(opened), where, labels.records.lines)
        with progress("Labelling", batches(labels.frame)) as step:
            done = set_labels(opened, labels.frame, step=step)
    if as_json:
        print_json({"labels": len(labels.frame), **asdict(done)})
        return
    typer.echo(
        f"{done.labelled:,} transactions labelled, {done.changed:,} labels changed, {done.unchanged:,} known already"
        + (f", {done.kept:,} left as they were: what is there weighs more." if done.kept else ".")
    )
