"""``seqmatch keys``: the keys that seal what the store holds of people's words."""

from __future__ import annotations

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
    from seqmatch.store.sealing.keys import make_keys, read_keys

    path = key_file()
    if make_keys(path):
        typer.echo(f"Written: {path}. Back it up apart from the store: without it, sealed fields cannot be read.")
    else:
        typer.echo(f"{path} holds {len(read_keys(path))} key already. `seqmatch keys rotate` replaces it.")


@keys.command()
def rotate(store: StoreOption = None) -> None:
    """Seal everything in the store with a new key and forget the old one.

    A server may run meanwhile. Stopped at any moment, nothing is lost: run it again. Copies of the store made before
    need the key file of their time.
    """
    from seqmatch.families.register import DECLARED, with_tables
    from seqmatch.lifecycle.declared import found
    from seqmatch.store.engine import open_store
    from seqmatch.store.sealing.rotation import rotate as rotate_keys
    from seqmatch.store.tables import metadata

    tables = [metadata, *(found(one.tables) for one in DECLARED.values() if one.tables is not None)]
    with with_tables(open_store(store_address(store))) as opened:
        values = rotate_keys(opened, tables)
    typer.echo(f"Sealed again with a new key: {values:,} values. The old key is gone from {key_file()}.")
