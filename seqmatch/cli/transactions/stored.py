"""``seqmatch transactions list|imports|undo``: shows what the store holds, and undoes an import."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, print_table
from seqmatch.cli.transactions.importing import StoreOption, commands
from seqmatch.errors import ArgumentError
from seqmatch.settings import store_address


@commands.command("list")
def list_stored(
    first: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    account: Annotated[str | None, typer.Option("--account", help="Only this account.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="Only this user.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Only this currency, such as EUR.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="Text to find in the description or the merchant.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Only this category.")] = None,
    unlabelled: Annotated[bool, typer.Option("--unlabelled", help="Only transactions without a label.")] = False,
    of_import: Annotated[str | None, typer.Option("--import", help="Only transactions of this import.")] = None,
    money: Annotated[str | None, typer.Option("--money", help="Only money in, or only money out: in or out.")] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, help="Most transactions to list, newest first.")
    ] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Transactions to skip, newest first.")] = 0,
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List transactions of the store with their ids, the newest first."""
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.listing import Wanted, list_transactions

    if category is not None and unlabelled:
        raise ArgumentError("Name a category or ask for those without, not both.", path="--category/--unlabelled")
    if money not in (None, "in", "out"):
        raise ArgumentError("This is neither money in nor out.", path="--money", allowed=("in", "out"))
    wanted = Wanted(
        _day(first, "--from"),
        _day(last, "--to"),
        account,
        user,
        currency.upper() if currency else None,
        text,
        "" if unlabelled else category,
        of_import,
        1 if money == "in" else None,
        -1 if money == "out" else None,
    )
    with open_store(store_address(store)) as opened:
        frame, count = list_transactions(opened, wanted, limit, offset)
    if as_json:
        rows = json.loads(json.dumps(frame.to_dicts(), default=str))
        print_json({"found": count, "listed": len(rows), "transactions": rows})
        return
    print_table(
        "Transactions",
        ("id", "date", "account", "description", "amount", "category"),
        [_row(row) for row in frame.iter_rows(named=True)],
    )
    totals = frame.group_by("currency", maintain_order=True).agg(amount_cents="amount_cents")
    for code, cents in sorted(totals.iter_rows(), key=lambda one: one[0] or ""):
        typer.echo(f"Sum of those listed: {sum(cents) / 100:,.2f} {code or '(currency unknown)'}")
    typer.echo(
        f"{len(frame):,} of {count:,} listed." + (" More: --limit, --offset." if count > len(frame) + offset else "")
    )


@commands.command()
def imports(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the imports that the store remembers, the newest first."""
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.imports import list_imports

    with open_store(store_address(store)) as opened:
        found = list_imports(opened)
    if as_json:
        print_json({"imports": found})
        return
    print_table(
        "Imports",
        ("import", "when", "file", "added", "updated", "known"),
        [
            (
                one["import_id"],
                one["created_at"],
                _plain(one["file"]),
                *(f"{one[what]:,}" for what in ("added", "updated", "unchanged")),
            )
            for one in found
        ],
    )


@commands.command()
def undo(
    import_id: Annotated[
        str, typer.Argument(metavar="IMPORT", help="The import's id, as the imports command lists it.")
    ],
    with_labels: Annotated[
        bool, typer.Option("--with-labels", help="Also remove transactions that a person labelled.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Undo an import: rows that it alone brought are removed, rows that it changed are as they were before."""
    from seqmatch.store.audit_log import record_audit
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.imports import undo_import

    with open_store(store_address(store)) as opened:
        done = undo_import(opened, import_id, with_labels=with_labels)
        record_audit(opened, "undo", {"import": import_id, **asdict(done)})
    if as_json:
        print_json({"import": import_id, **asdict(done)})
        return
    typer.echo(
        f"Import {import_id} is undone: {done.removed:,} transactions removed, {done.restored:,} again as they were, "
        f"{done.kept:,} kept because another import tells them too."
    )


def _day(said: str | None, option: str) -> dt.date | None:
    if said is None:
        return None
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise ArgumentError("Must be a day, YYYY-MM-DD.", path=option, example="2026-03-31") from None


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    amount = f"{row['amount_cents'] / 100:,.2f}" + (f" {row['currency']}" if row["currency"] else "")
    label = f"{row['category']} ({row['source']})" if row["category"] else ""
    return (
        row["transaction_id"],
        str(row["date"]),
        _plain(row["account"] or ""),
        _plain(row["description"]),
        amount,
        _plain(label),
    )


def _plain(text: str) -> str:
    """Text of strangers, which the table must not read as markup."""
    from rich.markup import escape

    return escape(text)
