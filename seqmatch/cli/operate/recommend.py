"""``seqmatch recommend USER``: one review of a user of the store, over all families."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.ask import JsonOption, ProfileOption, RulesOption, profile_in, rules_in
from seqmatch.cli.operate.store import COMMAND_LINE
from seqmatch.cli.output import print_json
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.errors import ArgumentError, nearest_name
from seqmatch.schemas.recommendation import ANSWERS, CATEGORIES, Answered, Category
from seqmatch.settings import MODELS_READ, default_settings, store_address
from seqmatch.store.engine import Store, open_store


@app.command()
def recommend(
    user: Annotated[str, typer.Argument(help="A user of the store.")],
    category: Annotated[
        list[str] | None, typer.Option("--category", help="Only this one, such as savings_strategy. Repeatable.")
    ] = None,
    goals: Annotated[
        Path | None, typer.Option("--goals", help="JSON list of goals to keep for this user, as plan_goals takes them.")
    ] = None,
    profile: ProfileOption = None,
    rules: RulesOption = None,
    answer: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--answer", metavar="ID ANSWER", help="First keep what the person says: accepted, dismissed, done."
        ),
    ] = None,
    store: StoreOption = None,
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    as_json: JsonOption = False,
) -> None:
    """Review a person: summary, what to do first, health score, and what each category says, with its evidence.

    What it recommends is kept in the store for 30 days, sealed; each view and answer is written to the audit.
    """
    from seqmatch.families.register import with_tables
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.server.review.compose import review_of
    from seqmatch.server.review.text import review_in_words
    from seqmatch.server.review.whose import Whose

    wanted = [_category(one) for one in category or CATEGORIES]
    with with_tables(open_store(store_address(store))) as opened:
        if goals is not None:
            _keep_goals(opened, user, goals)
        if answer is not None:
            _answer(opened, user, *answer)
        whose = Whose(
            ModelHost(default_settings(models)),
            opened,
            user,
            None if profile is None else profile_in(profile),
            rules_in(rules),
        )
        review = review_of(whose, opened, COMMAND_LINE, wanted)
    if as_json:
        print_json(review.model_dump(mode="json"))
    else:
        typer.echo(review_in_words(review))


def _category(named: str) -> Category:
    for one in CATEGORIES:
        if one == named:
            return one
    raise ArgumentError(
        "There is no such category.", path="--category", allowed=CATEGORIES, nearest=nearest_name(named, CATEGORIES)
    )


def _answer(store: Store, user: str, recommendation_id: str, said: str) -> None:
    from seqmatch.store.records.recommendations import answer_record

    known: list[Answered] = [one for one in ANSWERS if one == said]
    if not known:
        raise ArgumentError("There is no such answer.", path="--answer", allowed=ANSWERS)
    answer_record(store, user, recommendation_id, known[0], COMMAND_LINE)


def _keep_goals(store: Store, user: str, file: Path) -> None:
    """Keep the goals of a file; one that is called like a known one replaces it."""
    from seqmatch.server.tools.arguments import read_arguments
    from seqmatch.server.tools.kept_goals import keep
    from seqmatch.server.tools.planning import PLAN_GOALS

    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ArgumentError("This is no JSON file that can be read.", path=str(file)) from None
    listed = told.get("goals") if isinstance(told, dict) else told
    keep(store, user, read_arguments(PLAN_GOALS.parameters, {"goals": listed, "user": user})["goals"])
