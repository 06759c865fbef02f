"""``seqmatch score onboarding``: what the tools would tell of every user in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.score import OutOption, RowsOption, SchedulerOption, commands, score_file
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_READ


@commands.command()
def onboarding(
    profiles: Annotated[
        Path, typer.Option("--profiles", help="CSV or Parquet, a file or folder; one row a user, as for training.")
    ],
    out: OutOption,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="CSV or Parquet of rules, as text, by organization_id.")
    ] = None,
    tool: Annotated[
        list[str] | None,
        typer.Option("--tool", help="Add the whole answer of match_user, predict_goal or suggest_automations as JSON."),
    ] = None,
    scheduler: SchedulerOption = None,
    part_rows: RowsOption = 5_000,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """Score users: archetype, likely goal, and the groups most like each."""
    from seqmatch.data.users.partitions import stage_users
    from seqmatch.families.onboarding.answers.scored import TOOLS, onboarding_job
    from seqmatch.lifecycle.batch.run import Run

    tools = tuple(dict.fromkeys(tool or ()))
    if set(tools) - set(TOOLS):
        raise ArgumentError("Not a tool that scores users.", path="--tool", allowed=tuple(TOOLS))
    inputs = {"profiles": profiles, **({} if rules is None else {"rules": rules})}
    run = Run(onboarding_job(tools), inputs, out, part_rows)
    score_file(run, lambda folder, rows: stage_users(profiles, rules, folder, rows), scheduler, models, as_json)
