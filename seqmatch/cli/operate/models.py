"""``seqmatch models``: lists versions, shows and verifies them, promotes and rolls back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, print_table
from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.settings import MODELS_READ, default_settings, writable_models_dir

DAMAGED = 1
"""Exit code of ``verify`` where a version is not whole."""

commands = typer.Typer(help="Trained versions: list, show, verify, promote, roll back.", no_args_is_help=True)
app.add_typer(commands, name="models")

FolderOption = Annotated[Path | None, typer.Option("--models", help=MODELS_READ)]
FamilyOption = Annotated[str, typer.Option("--family", help="Family of models.")]
VersionArgument = Annotated[str, typer.Argument(help="Name of a version (12 hexadecimal digits), or newest.")]
NEWEST = "newest"
"""Stands for the version that was written last, other than the live one."""


def _read_from(models: Path | None, family: str) -> Path:
    return default_settings(models).family_dir(known_family(family))


def _write_to(models: Path | None, family: str) -> Path:
    return (models or writable_models_dir()) / known_family(family)


def known_family(name: str) -> str:
    """The name, if a family has it.

    Raises
    ------
    ArgumentError : none has; names those there are.
    """
    from seqmatch.families.register import FAMILIES

    if name not in FAMILIES:
        raise ArgumentError(
            "There is no such family of models.",
            path="--family",
            allowed=tuple(FAMILIES),
            nearest=nearest_name(name, tuple(FAMILIES)),
        )
    return name


def named_version(folder: Path, name: str) -> str:
    """``name``, or the newest version of ``models/<family>`` where it says so.

    Raises
    ------
    ModelError : there is none but the live one.
    """
    from seqmatch.lifecycle.versions.registry import newest_version

    return newest_version(folder) if name == NEWEST else name


@commands.command("list")
def list_versions(
    models: FolderOption = None, family: FamilyOption = "onboarding", as_json: JsonOption = False
) -> None:
    """All versions, the live one marked."""
    from seqmatch.lifecycle.versions.inventory import inventory

    held = inventory(_read_from(models, family))
    if as_json:
        print_json(held)
        return
    print_table(
        f"Versions in {_read_from(models, family)}",
        ("version", "", "state", "users", "state a goal", "data", "seed", "last trained"),
        [
            (
                entry["version"],
                "live" if entry["live"] else f"{entry['steps_back']} back" if entry["steps_back"] else "",
                *(entry["state"], *(_cell(entry[name]) for name in ("users", "labelled_users", "provenance"))),
                "" if entry["seed"] is None else str(entry["seed"]),
                _cell(entry["trained"]),
            )
            for entry in held["versions"]
        ],
    )


@commands.command()
def show(
    version: Annotated[str | None, typer.Argument(help="Name of a version; default: the live one.")] = None,
    models: FolderOption = None,
    family: FamilyOption = "onboarding",
    as_json: JsonOption = False,
) -> None:
    """One version: its card, what it was trained from, and what happened to it."""
    from seqmatch.lifecycle.versions.inventory import described

    about = described(_read_from(models, family), version)
    if as_json:
        print_json(about)
        return
    typer.echo(about["card"])
    data = about["manifest"]["data"]
    counts = ", ".join(f"{value:,} {name}" for name, value in data.items() if isinstance(value, int))
    typer.echo(
        f"Version {about['version']}{' (live)' if about['live'] else ''}: {counts}, "
        f"{data['provenance']}, fingerprint {data['fingerprint'][:12]}, seed {about['manifest']['seed']}."
    )
    for event in about["events"]:
        typer.echo(f"{event['time']}  {event['event']}: {event.get('decision', '')} {' '.join(event.get('why', []))}")


@commands.command()
def verify(models: FolderOption = None, family: FamilyOption = "onboarding", as_json: JsonOption = False) -> None:
    """Check every file of every version against its manifest. Exit code 1 where one is missing or altered."""
    from seqmatch.lifecycle.versions.inventory import inventory

    folder = _read_from(models, family)
    told = ("version", "live", "state", "problem")
    found = [{name: entry[name] for name in told} for entry in inventory(folder)["versions"]]
    if as_json:
        print_json({"versions": found})
    else:
        for entry in found:
            typer.echo(f"{entry['version']}  {entry['problem'] or 'whole'}{' (live)' if entry['live'] else ''}")
    if any(entry["state"] == "damaged" or (entry["live"] and entry["state"] != "whole") for entry in found):
        raise typer.Exit(DAMAGED)


@commands.command()
def promote(
    version: VersionArgument,
    models: FolderOption = None,
    family: FamilyOption = "onboarding",
    as_json: JsonOption = False,
) -> None:
    """Make a version live; its files must be in the folder and unaltered."""
    from seqmatch.lifecycle.versions.promotion import promote_by_hand

    folder = _write_to(models, family)
    version = named_version(folder, version)
    before = promote_by_hand(folder, version)
    _tell(version, before, as_json)


@commands.command()
def rollback(models: FolderOption = None, family: FamilyOption = "onboarding", as_json: JsonOption = False) -> None:
    """Return to the version that was live before. Repeated, it goes further back."""
    from seqmatch.lifecycle.versions.promotion import roll_back

    version, before = roll_back(_write_to(models, family))
    _tell(version, before, as_json)


def _tell(live: str, before: str | None, as_json: bool) -> None:
    if as_json:
        print_json({"live": live, "before": before})
    elif live == before:
        typer.echo(f"{live} was live already.")
    else:
        typer.echo(f"{live} is live now; before it was {before or 'none'}.")


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
