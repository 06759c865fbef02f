"""``seqmatch transactions generate``: writes transactions of people who do not exist."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import commands
from seqmatch.settings import Settings


@commands.command()
def generate(
    out: Annotated[Path, typer.Option("--out", help="CSV to write; gzipped where the name ends in .gz.")],
    users: Annotated[int, typer.Option("--users", min=1, help="Number of people.")] = 200,
    days: Annotated[int, typer.Option("--days", min=1, help="Number of days.")] = 365,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of every random choice.")] = Settings.seed,
    start: Annotated[datetime, typer.Option("--start", formats=["%Y-%m-%d"], help="The first day.")] = datetime(
        2025, 1, 1
    ),
    labels: Annotated[
        bool, typer.Option("--labels/--no-labels", help="Write categories and the source of labels.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Write synthetic transactions with their categories; a few labels are wrong, as in life."""
    from seqmatch.data.synthetic.spending.generate import generate_spending, write_spending
    from seqmatch.schemas.transaction import FRAME_COLUMNS

    made = generate_spending(users, days, seed, start=start.date())
    write_spending(made.frame if labels else made.frame.select(FRAME_COLUMNS), out)
    if as_json:
        print_json({"path": str(out), "transactions": len(made), "users": users, "days": days, "seed": seed})
        return
    typer.echo(f"Wrote {len(made):,} synthetic transactions of {users:,} people over {days:,} days to {out}.")
