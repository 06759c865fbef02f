"""``seqmatch transactions recurring``: recurring payments, from the store or from a bank's file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, print_table
from seqmatch.cli.transactions.importing import StoreOption, commands
from seqmatch.errors import ArgumentError
from seqmatch.settings import store_address

if TYPE_CHECKING:
    from seqmatch.schemas.stream import Stream


@commands.command()
def recurring(
    file: Annotated[Path | None, typer.Argument(help="A bank's file of transactions. Default: the store.")] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="What the columns are: date=…,amount=… or a JSON file.")
    ] = None,
    user: Annotated[str | None, typer.Option("--user", help="Only this user's transactions.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Date to count as today, YYYY-MM-DD. Default: a user's last transaction."),
    ] = None,
    ended: Annotated[bool, typer.Option("--all", help="Include those that have ended.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Payments that come again: payee, how often, amount, next due day, price change, missed, ended."""
    from seqmatch.features.recurring import recurring as streams_of

    if file is not None and store is not None:
        raise ArgumentError("Name a file or the store, not both.", path="FILE/--store")
    today = _day(as_of)
    found: list[Stream] = []
    transactions = 0
    if file is not None:
        from seqmatch.data.statements.statement import read_transactions

        frame = read_transactions(file, mapping).frame
        if user is not None:
            frame = frame.filter(user=user)
        transactions, found = len(frame), streams_of(frame, today)
    else:
        from seqmatch.store.engine import open_store
        from seqmatch.store.transactions.transactions import first_and_last_day, histories, users_between

        with open_store(store_address(store)) as opened:
            days = first_and_last_day(opened)
            if days is not None:
                users = [one for one in users_between(opened, days[0], today or days[1]) if user in (None, one.user)]
                for one in users:
                    transactions += one.until
                    found += streams_of(histories(opened, [one.user], today or days[1]), today)
    if as_json:
        print_json(
            {
                "as_of": as_of,
                "transactions": transactions,
                "streams": [one.to_json() for one in found],
            }
        )
        return
    shown = [one for one in found if ended or one.status != "ended"]
    print_table("Payments that come again", COLUMNS, [_row(one) for one in shown])
    left = len(found) - len(shown)
    typer.echo(
        f"{len(shown):,} in {transactions:,} transactions"
        + (f"; {left:,} that have ended are shown with --all." if left else ".")
    )


COLUMNS = ("payee", "user", "", "how often", "amount", "last", "next due", "status", "missed", "last price change")


def _row(one: Stream) -> tuple[str, ...]:
    amount = f"{one.amount_cents / 100:,.2f}"
    if one.kind == "variable":
        amount += f" ({one.low_cents / 100:,.2f} to {one.high_cents / 100:,.2f})"
    if one.currency:
        amount += f" {one.currency}"
    change = one.price_change
    return (
        one.payee,
        one.user or "",
        one.direction,
        one.cadence.replace("_", " "),
        amount,
        str(one.last),
        str(one.next_due),
        one.status,
        str(one.missed),
        f"{change.before_cents / 100:,.2f} to {change.after_cents / 100:,.2f} on {change.date}" if change else "",
    )


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentError("This is no day: write it as 2026-11-30.", path="--as-of") from None
