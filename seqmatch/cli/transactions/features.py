"""``seqmatch features build``: features of the stored transactions, from what was known at the time of each."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, progress
from seqmatch.cli.transactions.importing import BatchOption, StoreOption
from seqmatch.errors import ArgumentError
from seqmatch.settings import store_address

DAYS = 180
_DAY = ["%Y-%m-%d"]

commands = typer.Typer(help="Features of transactions: build.", no_args_is_help=True)
app.add_typer(commands, name="features")


@commands.callback()
def _group() -> None:
    pass


@commands.command()
def build(
    start_date: Annotated[
        dt.datetime | None,
        typer.Option("--start-date", formats=_DAY, help="The first day. Default: --days before the last."),
    ] = None,
    end_date: Annotated[
        dt.datetime | None, typer.Option("--end-date", formats=_DAY, help="The last day. Default: today.")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", min=1, help=f"How many days until the last. Default: {DAYS}.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Build the features of all transactions.")] = False,
    batch_size: BatchOption = 5_000,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute the features of the store's transactions; nothing that came after a transaction enters its features."""
    from seqmatch.families.transactions.build_features import build_features, plan, steps
    from seqmatch.store.audit_log import record_audit
    from seqmatch.store.engine import open_store
    from seqmatch.store.transactions.transactions import first_and_last_day

    if everything and (start_date or end_date or days):
        raise ArgumentError("--all leaves no window to say. Name it, or leave --all out.", path="--all")
    if start_date and days:
        raise ArgumentError("Name the first day or the number of days, not both.", path="--start-date/--days")
    with open_store(store_address(store)) as opened:
        there = first_and_last_day(opened)
        if everything and there:
            start, end = there
        else:
            end = end_date.date() if end_date else dt.date.today()
            start = start_date.date() if start_date else end - dt.timedelta(days=(days or DAYS) - 1)
        if start > end:
            raise ArgumentError("The first day is after the last.", path="--start-date")
        planned = plan(opened, start, end, batch_size)
        with progress("Features", steps(planned, batch_size)) as step:
            built = build_features(opened, planned, start, end, batch_size, step)
        found = {"start": str(start), "end": str(end), "features": built}
        record_audit(opened, "features", found)
    if as_json:
        print_json(found)
    elif built or not there:
        typer.echo(f"Built the features of {built:,} transactions from {start} to {end}.")
    else:
        typer.echo(
            f"No transaction lies between {start} and {end}; those in the store are of {there[0]} to {there[1]}. "
            "--all builds the features of all."
        )
