"""``seqmatch transactions export``: writes the store's tables as Parquet files for the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, progress
from seqmatch.cli.transactions.importing import StoreOption, commands
from seqmatch.settings import store_address


@commands.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="Folder to write into, one Parquet file for each table.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the store's tables as Parquet, all of one moment. They are your own data: keep them where the store is."""
    from seqmatch.store.engine import open_store
    from seqmatch.store.export import EXPORTED, export_tables

    with open_store(store_address(store)) as opened, progress("Exporting", len(EXPORTED)) as step:
        rows = export_tables(opened, out, step)
    if as_json:
        print_json(rows)
        return
    typer.echo(f"Wrote {len(rows)} tables to {out}: " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))
