"""``seqmatch store``: upkeep of the store."""

from __future__ import annotations

from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.settings import store_address
from seqmatch.store.records.retention import AUDIT_DAYS

COMMAND_LINE = "command line"
"""Who asked, in the audit, where no token says so."""

upkeep = typer.Typer(help="Upkeep of the store.", no_args_is_help=True)
app.add_typer(upkeep, name="store")


@upkeep.callback()
def _group() -> None:
    pass


@upkeep.command()
def tidy(
    store: StoreOption = None,
    audit_days: Annotated[
        int, typer.Option("--audit-days", min=1, help="Days that audit lines are kept.")
    ] = AUDIT_DAYS,
) -> None:
    """Remove recommendations whose validity is over and old audit lines. For a scheduler, once a day."""
    from seqmatch.families.register import with_tables
    from seqmatch.store.coaching.recommendations import expire_recommendations
    from seqmatch.store.engine import open_store
    from seqmatch.store.records.retention import remove_expired

    with with_tables(open_store(store_address(store))) as opened:
        unanswered = expire_recommendations(opened)
        removed = remove_expired(opened, COMMAND_LINE, audit_days=audit_days)
    typer.echo(
        f"Removed: {removed.recommendations:,} expired recommendations and {removed.audit_lines:,} audit lines older "
        f"than {audit_days:,} days. {unanswered:,} steps of coach that nobody answered in time are marked expired."
    )
