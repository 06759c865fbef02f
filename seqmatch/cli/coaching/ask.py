"""``seqmatch recurring|coach|review|forecast``: the coaching answers for a file or a user of the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.coaching.whose import (
    AsOfOption,
    BalanceOption,
    FileArgument,
    MappingOption,
    UserOption,
    say_of_stream,
    told_of,
)
from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_READ, default_settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from seqmatch.families.coaching.models import CoachingModels


@app.command()
def recurring(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    confirm: Annotated[
        str | None, typer.Option("--confirm", help="A payee of the list that is right; kept in the store.")
    ] = None,
    dismiss: Annotated[
        str | None, typer.Option("--dismiss", help="A payee that is no regular payment; it is not listed again.")
    ] = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find payments that come again: bills, subscriptions, pay. Says which rose, are late or have ended."""
    if confirm is not None or dismiss is not None:
        if file is not None:
            raise ArgumentError("Answers are kept for users of the store: leave the file out.", path="FILE")
        say_of_stream(store, user, as_of, confirm, dismiss)
    from seqmatch.families.coaching.answers.recurring import find_recurring, recurring_text

    answer = find_recurring(told_of(file, mapping, user, as_of, store, None))
    _print(answer, recurring_text(answer), as_json)


def _print(answer: BaseModel, text: str, as_json: bool) -> None:
    if as_json:
        print_json(answer.model_dump(mode="json", exclude_defaults=True))
    else:
        typer.echo(text)


ModelsReadOption = Annotated[Path | None, typer.Option("--models", help=MODELS_READ)]


@app.command()
def coach(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    declined: Annotated[
        list[str] | None, typer.Option("--declined", help="A step that the person said no to, by its name. Repeatable.")
    ] = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the one next step, with its reasons and a rule that was checked and simulated."""
    from seqmatch.families.coaching.answers.choosing import advise
    from seqmatch.families.coaching.answers.coach import coach_text

    told = told_of(file, mapping, user, as_of, store, balance)
    answer = advise(_live(models), told, declined=declined or ())
    _print(answer, coach_text(answer), as_json)


@app.command()
def review(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Describe how well off a person is, what changed, and what is unusual."""
    from seqmatch.families.coaching.answers.review import review_money, review_text

    answer = review_money(_live(models), told_of(file, mapping, user, as_of, store, balance))
    _print(answer, review_text(answer), as_json)


def _live(models: Path | None) -> CoachingModels:
    from seqmatch.families.coaching.models import COACHING
    from seqmatch.lifecycle.serving.host import ModelHost

    return ModelHost(default_settings(models)).live(COACHING)


@app.command()
def forecast(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How many days of each account's balance.")] = 90,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast four weeks of spending, the lowest balance of each account, and the bills before the next pay."""
    from seqmatch.families.coaching.answers.forecast import forecast_cash_flow, forecast_text

    answer = forecast_cash_flow(_live(models), told_of(file, mapping, user, as_of, store, balance), days=days)
    _print(answer, forecast_text(answer), as_json)
