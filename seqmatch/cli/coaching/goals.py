"""``seqmatch goals``: a person's savings goals, kept in the store, and how likely each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.coaching.ask import ModelsReadOption, live_models, say
from seqmatch.cli.coaching.whose import (
    AsOfOption,
    BalanceOption,
    FileArgument,
    MappingOption,
    UserOption,
    asked_about,
    cents_of,
    day_of,
)
from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.errors import ArgumentError

if TYPE_CHECKING:
    from seqmatch.store.engine import Store

EXAMPLE = "--goal Holiday --target 1200 --by 2027-06-30"


@app.command()
def goals(
    file: FileArgument = None,
    goal: Annotated[str | None, typer.Option("--goal", help="Name of a goal to add or change.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="What it takes, as 1200.00.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="The day by which it is to be there, YYYY-MM-DD.")] = None,
    saved: Annotated[str | None, typer.Option("--saved", help="What is there already.")] = None,
    monthly: Annotated[str | None, typer.Option("--monthly", help="What is to be put aside each month.")] = None,
    account: Annotated[str | None, typer.Option("--account", help="Where it is kept.")] = None,
    met: Annotated[str | None, typer.Option("--met", help="A goal that is reached; it is not listed again.")] = None,
    drop: Annotated[str | None, typer.Option("--drop", help="A goal that is given up; it is not listed again.")] = None,
    user: UserOption = None,
    as_of: AsOfOption = None,
    balance: BalanceOption = None,
    mapping: MappingOption = None,
    store: StoreOption = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how likely savings goals are to be met, and why. Goals of a user of the store are kept; the latest counts."""
    from seqmatch.families.coaching.answers.goals import AskedGoal, goal_odds, goal_odds_text

    stated = _stated(goal, target, by, saved, monthly, account)
    with asked_about(file, mapping, user, as_of, store, balance) as (told, opened):
        if opened is None:
            if met is not None or drop is not None:
                raise ArgumentError("Goals are kept for users of the store: leave the file out.", path="FILE")
            if stated is None:
                raise ArgumentError("Say which goal; a file keeps none.", path="--goal", example=EXAMPLE)
            asked = [stated]
        else:
            if stated is not None:
                goal_odds(live_models(models), told, [AskedGoal(**stated)])  # refuses what cannot be told
            asked = _kept(opened, told.user, told.person.today, stated, met, drop)
            if not asked:
                typer.echo(f"No goals are kept for this user. State one: {EXAMPLE}")
                return
        answer = goal_odds(live_models(models), told, [AskedGoal(**one) for one in asked])
    answer = answer.model_copy(update={"kept": opened is not None})
    say(answer, goal_odds_text(answer), as_json)


def _stated(
    goal: str | None, target: str | None, by: str | None, saved: str | None, monthly: str | None, account: str | None
) -> dict[str, Any] | None:
    """The goal as typed; None where none is."""
    facts = {"--target": target, "--by": by, "--saved": saved, "--monthly": monthly, "--account": account}
    if goal is None:
        for option, typed in facts.items():
            if typed is not None:
                raise ArgumentError("Say of which goal.", path=option, example=EXAMPLE)
        return None
    if not goal.strip() or target is None or by is None:
        path = "--goal" if not goal.strip() else "--target" if target is None else "--by"
        raise ArgumentError("A goal has a name, a target and a day.", path=path, example=EXAMPLE)
    told: dict[str, Any] = {"name": goal.strip(), "account": account, "deadline": day_of(by, "--by")}
    for option, field, typed in (
        ("--target", "target_cents", target),
        ("--saved", "saved_cents", saved),
        ("--monthly", "monthly_cents", monthly),
    ):
        if typed is not None:
            told[field] = cents_of(typed, option, f"{option} 1200.00")
            if told[field] < (option == "--target"):
                raise ArgumentError("An amount is not below zero, and a target above it.", path=option, example=EXAMPLE)
    return told


def _kept(
    store: Store, user: str | None, today: Any, stated: dict[str, Any] | None, met: str | None, drop: str | None
) -> list[dict[str, Any]]:
    """The goals of a user of the store, after what they said now."""
    from seqmatch.store.coaching.goals import SavingsGoal, goals_of, keep_goals, settle_goal

    if stated is not None:
        keep_goals(store, [SavingsGoal(user=user, **stated)])
    for option, name in (("--met", met), ("--drop", drop)):
        if name is not None and not settle_goal(store, user, name, "met" if option == "--met" else "dropped"):
            raise ArgumentError("This user has no goal of this name. `seqmatch goals` lists them.", path=option)
    fields = ("name", "target_cents", "deadline", "saved_cents", "monthly_cents", "account")
    return [{name: getattr(one, name) for name in fields} for one in goals_of(store, user, today)]
