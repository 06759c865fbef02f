"""``seqmatch recurring``: the coaching answers for a file or a user of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.coaching.whose import AsOfOption, BalanceOption, FileArgument, MappingOption, UserOption, told_of
from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import StoreOption

if TYPE_CHECKING:
    from pydantic import BaseModel


@app.command()
def recurring(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bills, subscriptions and pay that come again; which rose, are late or have ended."""
    from seqmatch.families.coaching.answers.recurring import find_recurring, recurring_text

    answer = find_recurring(told_of(file, mapping, user, as_of, store, None))
    _print(answer, recurring_text(answer), as_json)


def _print(answer: BaseModel, text: str, as_json: bool) -> None:
    if as_json:
        print_json(answer.model_dump(mode="json", exclude_defaults=True))
    else:
        typer.echo(text)


@app.command()
def coach(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    declined: Annotated[
        list[str] | None, typer.Option("--declined", help="A step that was declined, by its name. Repeat it.")
    ] = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """The one next step for this person, why, and a rule that was checked."""
    from seqmatch.families.coaching.answers.coach import coach as next_step
    from seqmatch.families.coaching.answers.coach import coach_text

    answer = next_step(told_of(file, mapping, user, as_of, store, balance), declined=declined or ())
    _print(answer, coach_text(answer), as_json)
