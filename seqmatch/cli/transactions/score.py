"""``seqmatch score transactions``: the category of every transaction in a file of any size."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.score import OutOption, RowsOption, SchedulerOption, commands, score_file
from seqmatch.settings import MODELS_READ, default_settings


@commands.command()
def transactions(
    file: Annotated[
        Path,
        typer.Option(
            "--transactions",
            help="CSV or Parquet, a file or folder, with date, description and amount; user, account, merchant, mcc "
            "where known.",
        ),
    ],
    out: OutOption,
    because: Annotated[bool, typer.Option("--because", help="Tell the reasons too; takes longer.")] = False,
    scheduler: SchedulerOption = None,
    part_rows: RowsOption = 50_000,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """Categorise transactions by the live model, with the threshold of its rollout."""
    from seqmatch.data.statements.partitions import stage_transactions
    from seqmatch.families.transactions.answers.scored import transactions_job
    from seqmatch.families.transactions.models import TRANSACTIONS
    from seqmatch.lifecycle.batch.run import Run
    from seqmatch.lifecycle.serving.host import ModelHost

    _, rollout = ModelHost(default_settings(models)).rollout(TRANSACTIONS)
    run = Run(transactions_job(rollout, because), {"transactions": file}, out, part_rows)
    score_file(run, lambda folder, rows: stage_transactions(file, folder, rows), scheduler, models, as_json)
