"""``seqmatch keys``: the keys that seal what the store holds of people's words."""

from __future__ import annotations

from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.settings import key_file, store_address

keys = typer.Typer(
    help="The keys that seal fields of the store. The file: $SEQMATCH_KEYS, else keys.json in your data folder.",
    no_args_is_help=True,
)
app.add_typer(keys, name="keys")


@keys.command()
def new() -> None:
    """Make the key file where there is none. The first sealed value makes it, too."""
    from seqmatch.store.sealing.keys import make_keys

    path = key_file()
    if make_keys(path):
        typer.echo(f"Written: {path}. Back it up apart from the store: without it, sealed fields cannot be read.")
    else:
        typer.echo(f"{path} holds keys already. `seqmatch keys rotate` adds a new one.")


@keys.command()
def rotate(
    store: StoreOption = None,
    forget: Annotated[
        bool,
        typer.Option(
            "--forget", help="Then remove the old keys: what else they sealed is lost, other stores and copies."
        ),
    ] = False,
) -> None:
    """Seal everything in the store with a new key.

    A server may run meanwhile. Stopped at any moment, nothing is lost: run it again.
    """
    from seqmatch.families.register import DECLARED, with_tables
    from seqmatch.lifecycle.declared import found
    from seqmatch.store.engine import open_store
    from seqmatch.store.sealing.rotation import rotate as rotate_keys
    from seqmatch.store.tables import metadata

    tables = [metadata, *(found(one.tables) for one in DECLARED.values() if one.tables is not None)]
    with with_tables(open_store(store_address(store))) as opened:
        values = rotate_keys(opened, tables, forget=forget)
    old = "The old keys are gone" if forget else "The old keys still open copies and other stores"
    typer.echo(f"Sealed again with a new key: {values:,} values. {old}: {key_file()}.")
