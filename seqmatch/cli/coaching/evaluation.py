"""``seqmatch coaching evaluate|report|export``: what the coaching models are worth, as a table, a page and files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.coaching.training import TransactionsOption, commands
from seqmatch.cli.onboarding.training import JsonOption, SeedOption
from seqmatch.cli.output import expect, print_json, print_table, progress
from seqmatch.settings import MODELS_READ, Settings, default_settings, store_address

if TYPE_CHECKING:
    import polars as pl

    from seqmatch.families.coaching.evaluation.evaluate import Evaluated, Truth
    from seqmatch.families.coaching.evaluation.lines import Line
    from seqmatch.families.coaching.models import CoachingModels

FolderOption = Annotated[Path | None, typer.Option("--models", help=MODELS_READ)]
OTHER_PEOPLE, OTHER_DAYS, OTHER_SEED = 60, 730, 777
"""Generated people whom the default models did not learn from."""
SECONDS_A_ROW = 0.0012
"""On one core of an ordinary machine."""
COLUMNS = ("figure", "ours", "simple rival", "rival", "counted")


@commands.command()
def evaluate(
    transactions: TransactionsOption = None,
    models: FolderOption = None,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Folder to write report.html into; needs seqmatch[plots].")
    ] = None,
) -> None:
    """Measure every part beside its strongest simple rival, on people and days held out."""
    from seqmatch.families.coaching.report.write import check_can_draw, write_report

    if report is not None:
        check_can_draw()
    live, found, provenance = _measured(transactions, models, seed)
    written = None if report is None else write_report(found, live, provenance, seed, report)
    if as_json:
        print_json({"provenance": provenance, "version": live.version, **found.to_json()})
        return
    _show(found, provenance)
    if written is not None:
        typer.echo(f"Wrote {written}.")


@commands.command()
def report(
    out: Annotated[Path, typer.Option("--out", help="Folder to write report.html into.")],
    transactions: TransactionsOption = None,
    models: FolderOption = None,
    seed: SeedOption = Settings.seed,
) -> None:
    """Write one page with every figure, what is not claimed, and charts; needs seqmatch[plots]."""
    from seqmatch.families.coaching.report.write import check_can_draw, write_report

    check_can_draw()
    live, found, provenance = _measured(transactions, models, seed)
    typer.echo(f"Wrote {write_report(found, live, provenance, seed, out)}.")


@commands.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.")],
    transactions: TransactionsOption = None,
    models: FolderOption = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Store whose outcomes the bandit learned from. Default: none.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write segments, profiles, bandit, features, metadata and models under fixed names: CSV, JSON, arrays.

    user_segments.csv names the users of the histories given; without histories they are synthetic.
    """
    from seqmatch.families.coaching.models import COACHING
    from seqmatch.families.coaching.person import history, people
    from seqmatch.families.coaching.report.exports import export as write
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.server.tools.coaching_categories import guess

    with progress("Exporting", 3) as step:
        live = ModelHost(default_settings(models)).live(COACHING)
        step("reading")
        frame, truth = _histories(transactions)
        persons = people(history(frame))
        step("writing")
        categories = guess if truth is None else None
        if store is None:
            written, notes = write(live, persons, out, guess=categories)
        else:
            from seqmatch.families.register import with_tables
            from seqmatch.store.engine import open_store

            with with_tables(open_store(store_address(store))) as opened:
                written, notes = write(live, persons, out, opened, categories)
    provenance = "operator" if truth is None else "synthetic"
    if as_json:
        files = [path.name for path in written]
        print_json({"version": live.version, "provenance": provenance, "files": files, "notes": notes})
        return
    typer.echo(f"Wrote {len(written)} files of {live.version} into {out}; the histories are of {provenance} people.")
    for note in notes:
        typer.echo(f"- {note}")


def _histories(files: list[Path] | None) -> tuple[pl.DataFrame, Truth | None]:
    """Histories from files, or of generated people with the truth about them."""
    import polars as pl

    if files:
        from seqmatch.data.statements.histories import read_histories

        return pl.concat([read_histories(one) for one in files]), None
    from seqmatch.data.synthetic.lives.generate import generate_lives
    from seqmatch.families.coaching.dataset.goals import goals_of_lives
    from seqmatch.families.coaching.evaluation.evaluate import Truth

    made = generate_lives(OTHER_PEOPLE, OTHER_DAYS, OTHER_SEED)
    streams = made.streams.rename({"times": "payments"}).with_columns(noticeable=True)
    segments = dict(made.people.select("user", "segment").iter_rows())
    truth = Truth(made.transactions.select("transaction_id", "stream"), streams, segments, goals_of_lives(made.people))
    return made.transactions.drop("stream"), truth


def _measured(files: list[Path] | None, models: Path | None, seed: int) -> tuple[CoachingModels, Evaluated, str]:
    """The live version, what was measured, and whose histories these are."""
    from seqmatch.families.coaching.evaluation.evaluate import MOST_ROWS, PARTS
    from seqmatch.families.coaching.evaluation.evaluate import evaluate as measure
    from seqmatch.families.coaching.models import COACHING
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.server.tools.coaching_categories import guess

    live = ModelHost(default_settings(models)).live(COACHING)
    with progress("Measuring", len(PARTS) + 1) as step:
        step("reading")
        frame, truth = _histories(files)
        expect("Measuring", min(len(frame), MOST_ROWS) * SECONDS_A_ROW)
        strangers = live.cohort["provenance"] == "synthetic"
        found = measure(frame, live if strangers else None, seed, step, truth, None if truth else guess)
    return live, found, "operator" if truth is None else "synthetic"


def _show(found: Evaluated, provenance: str) -> None:
    print_table(
        f"Coaching on {found.people:,} people, {found.transactions:,} transactions ({provenance})",
        COLUMNS,
        [_row(one) for one in found.lines if one.value is not None],
    )
    for one in found.lines:
        if one.value is None:
            typer.echo(f"- Not measured, {one.figure}: {one.why}")
    weekly = found.weekly
    if weekly is not None:
        typer.echo(
            f"- Weekly error below {weekly['limit']:.0%} holds for {weekly['ours']['share']:.1%} of "
            f"{weekly['people']:,} people; it is not claimed."
        )
    for note in found.notes:
        typer.echo(f"- {note}")


def _row(one: Line) -> tuple[str, ...]:
    from seqmatch.families.coaching.report.cells import cell

    rival = cell(one.baseline, one.baseline_ci95)
    return one.figure, cell(one.value, one.ci95), rival, one.against or "", f"{one.of:,}" if one.of else ""
