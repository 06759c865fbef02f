"""``seqmatch monitor``: drift, accept rates, and whether to ramp, stop or retrain."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption, ProfilesOption, RulesOption
from seqmatch.cli.operate.models import FolderOption, known_family
from seqmatch.cli.output import print_json, print_table
from seqmatch.errors import ArgumentError
from seqmatch.settings import default_settings, store_address

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

RETRAIN = 4
"""Exit code where retraining is advised, for a scheduler to act on."""
FAILED = 1
"""Exit code where a family could not be looked at; its looks stay due."""


@app.command()
def monitor(
    family: Annotated[
        str | None, typer.Option("--family", help="Family of models. Default: onboarding; with --due all of them.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far back to look.")] = 30,
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Address of the store with answers and feedback.")
    ] = None,
    due: Annotated[
        bool,
        typer.Option("--due", help="Only what is due: drift daily, performance weekly. For a scheduler."),
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write the page to this file.")] = None,
    models: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Drift of inputs, accept rates, decay, and whether to retrain.

    Onboarding inputs come from --profiles and --rules, those of the other families from the store. Exit code 4:
    retraining is advised. 0: it is not.
    """
    if due:
        if html is not None:
            raise ArgumentError("With --due no page is written. Leave out one of the two.", path="--html")
        _due(family, days, (profiles, rules), store, models, as_json)
        return
    family = family or "onboarding"
    from seqmatch.lifecycle.monitor import page
    from seqmatch.server.watching import figures_of, watch_family
    from seqmatch.store.records.performance import record_performance

    opened = _store(store)
    with opened or nullcontext():
        seen = watch_family(default_settings(models), known_family(family), opened, days, (profiles, rules))
        if opened is not None:
            record_performance(opened, figures_of(seen))
    if html is not None:
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(page.watch_page(seen, f"the last {days} days"), encoding="utf-8")
    if as_json:
        print_json({"days": days, **seen.to_json()})
    else:
        if seen.drift:
            if shown := page.drift_rows(seen):
                print_table(f"Drift of {family}, {seen.rows:,} inputs", page.DRIFT_COLUMNS, shown)
            typer.echo(page.drift_sentence(seen))
        if seen.receptions:
            print_table(f"Answers of {family}", page.RECEPTION_COLUMNS, page.reception_rows(seen))
            typer.echo(page.performance_sentence(seen))
        for sentence in page.in_short(seen):
            typer.echo(f"- {sentence}")
        if html is not None:
            typer.echo(f"Written: {html}")
    if seen.reasons_to_retrain:
        raise typer.Exit(RETRAIN)


def _due(
    family: str | None,
    days: int,
    files: tuple[Path | None, Path | None],
    named: str | None,
    models: Path | None,
    as_json: bool,
) -> None:
    """Take the looks that are due, tell them, and end with what they advise."""
    from seqmatch.families.register import FAMILIES, with_tables
    from seqmatch.server.due import look_where_due
    from seqmatch.store.engine import open_store

    families = tuple(FAMILIES) if family is None else (known_family(family),)
    with with_tables(open_store(store_address(named))) as opened:
        done = look_where_due(default_settings(models), families, opened, days, files)
    if as_json:
        print_json(done.to_json())
    else:
        for one in done.looked:
            typer.echo(f"{one.family}, {one.look}: {one.found}")
            for reason in one.why:
                typer.echo(f"- Retrain: {reason}")
        for name, problem in done.failed:
            typer.echo(f"{name}: not looked at. {problem}", err=True)
        if not done.looked and not done.failed:
            typer.echo("Nothing is due.")
        for following in done.upcoming[:1]:
            typer.echo(f"Next: {following.look} of {following.family} on {following.on} (UTC).")
    if done.failed:
        raise typer.Exit(FAILED)
    if any(one.why for one in done.looked):
        raise typer.Exit(RETRAIN)


def _store(named: str | None) -> Store | None:
    """The store, unless nobody named one and none was ever made."""
    from seqmatch.families.register import with_tables
    from seqmatch.store.engine import open_store

    address = store_address(named)
    if named is None and "SEQMATCH_STORE" not in os.environ and not Path(address).exists():
        return None
    return with_tables(open_store(address))
