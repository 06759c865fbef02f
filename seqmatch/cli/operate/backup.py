"""``seqmatch backup`` and ``seqmatch restore``: store and models into one folder, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.settings import MODELS_READ, default_settings, key_file, store_address, writable_models_dir

NoStoreOption = Annotated[bool, typer.Option("--no-store", help="Leave the store out.")]
NoModelsOption = Annotated[bool, typer.Option("--no-models", help="Leave the models out.")]


@app.command()
def backup(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; it must not be there yet.")],
    store: StoreOption = None,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    no_store: NoStoreOption = False,
    no_models: NoModelsOption = False,
    as_json: JsonOption = False,
) -> None:
    """Copy store and models into a folder, while they are in use. The keys of sealed fields are not in it."""
    from contextlib import nullcontext

    from seqmatch.families.register import DECLARED
    from seqmatch.lifecycle.backup import back_up
    from seqmatch.store.engine import open_store

    settings = default_settings(models)
    families = () if no_models else tuple(settings.family_dir(name) for name in DECLARED)
    with nullcontext() if no_store else open_store(store_address(store)) as opened:
        about = back_up(opened, families, out)
    _tell("Backed up", out, about, as_json)
    if not as_json and not no_store and key_file().exists():
        typer.echo(f"The keys are not in it. Keep a copy of {key_file()} apart from the backup.")


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that `seqmatch backup` wrote.")],
    store: StoreOption = None,
    models: Annotated[
        Path | None,
        typer.Option("--models", help="Folder to restore the models to. Default: models in your data folder."),
    ] = None,
    no_store: NoStoreOption = False,
    no_models: NoModelsOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring a backup back into an empty store and an empty models folder; every file is verified first."""
    from seqmatch.families.register import with_tables
    from seqmatch.lifecycle.backup import restore as bring_back

    about = bring_back(
        folder,
        None if no_store else store_address(store),
        None if no_models else models or writable_models_dir(),
        with_tables,
    )
    _tell("Restored", folder, about, as_json)


def _tell(what: str, folder: Path, about: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json({"folder": str(folder), **{key: about[key] for key in ("release", "store", "models")}})
        return
    held = [f"{name} {one['live']}" for name, one in about["models"].items()]
    if about["store"] is not None:
        held.insert(0, f"the store ({len(about['store']['tables'])} tables)")
    typer.echo(f"{what} {folder}: {', '.join(held) or 'nothing'}.")
