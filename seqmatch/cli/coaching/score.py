"""``seqmatch score coaching``: forecasts, recurring payments and outlooks of many people as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.coaching.whose import day_of
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.score import OutOption, SchedulerOption, commands, score_file
from seqmatch.settings import MODELS_READ


@commands.command()
def coaching(
    transactions: Annotated[
        Path,
        typer.Option(
            "--transactions", help="CSV or Parquet with user, account, date, amount, description; balance where known."
        ),
    ],
    out: OutOption,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="The day that counts as today, YYYY-MM-DD. Default: each person's last."),
    ] = None,
    scheduler: SchedulerOption = None,
    part_people: Annotated[
        int, typer.Option("--part-people", min=1, max=100_000, help="People scored at a time: what is lost by a kill.")
    ] = 25,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """Score everybody in a file, as the tools would: forecasts, recurring payments, balances ahead, weeks.

    Each table is one Parquet file. A large file is scored on all processors where no scheduler is named.
    """
    from seqmatch.data.statements.people_parts import stage_people
    from seqmatch.families.coaching.answers.scored import coaching_job
    from seqmatch.lifecycle.batch.run import Run
    from seqmatch.server.tools.coaching_categories import guess

    today = day_of(as_of)
    run = Run(coaching_job(today, guess), {"transactions": transactions}, out, part_people)
    score_file(
        run, lambda folder, people: stage_people(transactions, folder, people, today), scheduler, models, as_json
    )
