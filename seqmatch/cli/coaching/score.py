"""``seqmatch score coaching``: forecasts, recurring payments and outlooks of many people as Parquet."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from seqmatch.cli.coaching.whose import day_of
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json, progress
from seqmatch.cli.score import commands
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_READ, default_settings

STEPS = ("reading", "cutting", "scoring", "writing")


@commands.command()
def coaching(
    transactions: Annotated[
        Path,
        typer.Option(
            "--transactions", help="CSV or Parquet with user, account, date, amount, description; balance where known."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write into, one Parquet file for each table.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="The day that counts as today, YYYY-MM-DD. Default: each person's last."),
    ] = None,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """Score everybody in a file, as the tools would: forecasts, recurring payments, balances ahead, weeks."""
    from seqmatch.data.statements.histories import read_histories
    from seqmatch.families.coaching.models import COACHING
    from seqmatch.families.coaching.person import history, people
    from seqmatch.families.coaching.scoring.batch import scores_of
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.server.tools.coaching_categories import guess

    began, today = perf_counter(), day_of(as_of)
    with progress("Scoring", len(STEPS)) as step:
        live = ModelHost(default_settings(models)).live(COACHING)
        step("reading")
        frame = read_histories(transactions)
        step("cutting")
        persons = people(history(frame), today)
        if not persons:
            raise ArgumentError(
                f"Nobody has a transaction until then; the first is of {frame['date'].sort()[0]}.", path="--as-of"
            )
        step("scoring")
        scores = scores_of(persons, live, guess=guess)
        step("writing")
        rows = _write(out, {name: getattr(scores, name) for name in scores.__dataclass_fields__})
    told = {"people": len({one.user for one in persons}), "version": live.version, "rows": rows}
    if as_json:
        print_json({**told, "as_of": as_of, "seconds": round(perf_counter() - began, 1)})
        return
    typer.echo(
        f"Scored {told['people']:,} {'person' if told['people'] == 1 else 'people'} into {out}: "
        + ", ".join(f"{name} {count:,}" for name, count in rows.items())
        + f"; by {live.version}, learned from {live.cohort['provenance']} histories."
    )


def _write(out: Path, tables: dict[str, object]) -> dict[str, int]:
    """Every table, each file whole or as it was before."""
    import polars as pl

    out.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=out))
    rows = {}
    try:
        for name, table in tables.items():
            assert isinstance(table, pl.DataFrame)
            table.write_parquet(scratch / f"{name}.parquet")
            rows[name] = len(table)
        for name in tables:
            (scratch / f"{name}.parquet").replace(out / f"{name}.parquet")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return rows
