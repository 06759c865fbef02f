"""``seqmatch monitor``: drift, accept rates, and whether to ramp, stop or retrain."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption, ProfilesOption, RulesOption
from seqmatch.cli.operate.models import FamilyOption, FolderOption, known_family
from seqmatch.cli.output import print_json, print_table
from seqmatch.settings import default_settings, store_address

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

RETRAIN = 4
"""Exit code where retraining is advised, for a scheduler to act on."""


@app.command()
def monitor(
    family: FamilyOption = "onboarding",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far back to look.")] = 30,
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Address of the store with answers and feedback.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Also write the page to this file.")] = None,
    models: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Drift of inputs, accept rates, decay, and whether to retrain.

    Onboarding inputs come from --profiles and --rules, those of the other families from the store. Exit code 4:
    retraining is advised. 0: it is not.
    """
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


def _store(named: str | None) -> Store | None:
    """The store, unless nobody named one and none was ever made."""
    from seqmatch.families.register import with_tables
    from seqmatch.store.engine import open_store

    address = store_address(named)
    if named is None and "SEQMATCH_STORE" not in os.environ and not Path(address).exists():
        return None
    return with_tables(open_store(address))
