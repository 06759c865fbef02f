"""``seqmatch coaching peers``: everybody's latest week in the store, among which `review` places a person."""

from __future__ import annotations

import typer

from seqmatch.cli.coaching.training import commands
from seqmatch.cli.coaching.whose import AsOfOption, day_of, opened_store
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import StoreOption


@commands.command()
def peers(store: StoreOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """Work out everybody's latest week, so that review can say where a user stands. Run it once a week."""
    from seqmatch.families.coaching.answers.peers import VALID_DAYS, keep_states
    from seqmatch.features.weeks.peers import FEWEST
    from seqmatch.server.tools.coaching_categories import guess

    with opened_store(store) as opened:
        people, today = keep_states(opened, day_of(as_of), guess)
    if as_json:
        print_json({"people": people, "as_of": str(today), "valid_days": VALID_DAYS})
        return
    few = f" Positions are told among at least {FEWEST} others." if people <= FEWEST else ""
    typer.echo(f"Kept the week until {today} of {people:,} users; it counts for {VALID_DAYS} days.{few}")
