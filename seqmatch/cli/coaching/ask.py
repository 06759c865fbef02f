"""``seqmatch recurring|coach|review|forecast``: the coaching answers for a file or a user of the store."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.coaching.whose import (
    AsOfOption,
    BalanceOption,
    BudgetOption,
    FileArgument,
    MappingOption,
    UserOption,
    asked_about,
    budgets_typed,
    say_of_stream,
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
    from seqmatch.schemas.answers.coaching import CoachAnswer


class Answer(StrEnum):
    """What a person says to a step."""

    yes = "yes"
    no = "no"


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

    with asked_about(file, mapping, user, as_of, store, None) as (told, _):
        answer = find_recurring(told)
    say(answer, recurring_text(answer), as_json)


def say(answer: BaseModel, text: str, as_json: bool) -> None:
    """Print an answer in words or as JSON."""
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
    answer: Annotated[
        Answer | None, typer.Option("--answer", help="What the user of the store says to the step shown last.")
    ] = None,
    declined: Annotated[
        list[str] | None, typer.Option("--declined", help="A step that the person said no to, by its name. Repeatable.")
    ] = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give the one next step, with its reasons and a rule that was checked and simulated.

    Of a user of the store it is remembered, and so is what they say to it with --answer.
    """
    from seqmatch.families.coaching.answers.choosing import advise, keep_once, settle_open
    from seqmatch.families.coaching.answers.coach import coach_text

    with asked_about(file, mapping, user, as_of, store, balance) as (told, opened):
        if answer is not None:
            if opened is None:
                raise ArgumentError("Answers are kept for users of the store: leave the file out.", path="FILE")
            settle_open(opened, told.user, kept=answer is Answer.yes)
        live = live_models(models)
        step = advise(live, told, opened, declined or ())
        if opened is not None:
            step = keep_once(opened, told.user, step, live.version)
    way = "add --answer yes or --answer no to the command" if step.kept else f"add --declined {_typed(step)}"
    say(step, coach_text(step, f"To say what you make of it and see the next one, {way}."), as_json)


def _typed(step: CoachAnswer) -> str:
    return shlex.quote(step.next_step.step)


@app.command()
def review(
    file: FileArgument = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    budget: BudgetOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Describe how well off a person is, what changed, and what is unusual."""
    from seqmatch.families.coaching.answers.review import review_money, review_text

    with asked_about(file, mapping, user, as_of, store, balance) as (told, opened):
        answer = review_money(live_models(models), told, opened, budgets_typed(budget or []))
    say(answer, review_text(answer), as_json)


def live_models(models: Path | None) -> CoachingModels:
    """The models that answer now.

    Raises
    ------
    ModelsMissing, ArtifactDamaged : there are none that can be served.
    """
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

    with asked_about(file, mapping, user, as_of, store, balance) as (told, _):
        answer = forecast_cash_flow(live_models(models), told, days=days)
    say(answer, forecast_text(answer), as_json)
