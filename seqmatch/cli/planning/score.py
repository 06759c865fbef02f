"""``seqmatch score planning``: changes of a life that the transactions of everyone in a file may show, as questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.score import OutOption, SchedulerOption, commands, score_file
from seqmatch.settings import MODELS_READ


@commands.command()
def planning(
    transactions: Annotated[
        Path,
        typer.Option("--transactions", help="CSV or Parquet, a file or folder, as for score coaching."),
    ],
    out: OutOption,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="The day that counts as today, YYYY-MM-DD. Default: each person's last."),
    ] = None,
    scheduler: SchedulerOption = None,
    part_people: Annotated[
        int, typer.Option("--part-people", min=1, max=100_000, help="People scored at a time: what is lost by a kill.")
    ] = 200,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """What detect_changes would ask everybody in a file."""
    from seqmatch.cli.coaching.whose import day_of
    from seqmatch.data.statements.people_parts import stage_people
    from seqmatch.families.planning.answers.scored import planning_job
    from seqmatch.lifecycle.batch.run import Run

    run = Run(planning_job(day_of(as_of)), {"transactions": transactions}, out, part_people)
    score_file(run, lambda folder, people: stage_people(transactions, folder, people), scheduler, models, as_json)
