"""``seqmatch planning …``: the planning answers for a file, and the parameters behind them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_READ, default_settings

if TYPE_CHECKING:
    from seqmatch.server.tools.answer_tool import ToolPolicy

commands = typer.Typer(no_args_is_help=True, help="Plan goals as rules, and bring a portfolio within its bands.")
app.add_typer(commands, name="planning")
FileArgument = Annotated[Path, typer.Argument(help="JSON with the arguments of the tool; see docs/planning.md.")]
ModelsReadOption = Annotated[Path | None, typer.Option("--models", help=MODELS_READ)]


@commands.command()
def goals(file: FileArgument, models: ModelsReadOption = None, as_json: JsonOption = False) -> None:
    """Which goals can be met whole, and rules that meet them."""
    from seqmatch.server.tools.planning import PLAN_GOALS

    _answer(PLAN_GOALS, file, models, as_json)


@commands.command(name="what-if")
def what_if(file: FileArgument, models: ModelsReadOption = None, as_json: JsonOption = False) -> None:
    """The months ahead with and without a change: lowest point, first failure, goals lost."""
    from seqmatch.server.tools.planning import WHAT_IF

    _answer(WHAT_IF, file, models, as_json)


@commands.command()
def changes(file: FileArgument, models: ModelsReadOption = None, as_json: JsonOption = False) -> None:
    """Changes in a life that transactions suggest, as questions."""
    from seqmatch.server.tools.planning import DETECT_CHANGES

    _answer(DETECT_CHANGES, file, models, as_json)


@commands.command()
def risk(file: FileArgument, models: ModelsReadOption = None, as_json: JsonOption = False) -> None:
    """How much risk a person can bear, says they would bear, and shows that they bear."""
    from seqmatch.server.tools.planning import ASSESS_RISK

    _answer(ASSESS_RISK, file, models, as_json)


@commands.command()
def rebalance(
    file: FileArgument,
    lots: Annotated[Path | None, typer.Option("--lots", help="CSV: asset, value, basis, long_held.")] = None,
    prices: Annotated[Path | None, typer.Option("--prices", help="CSV: a day, then a column for each asset.")] = None,
    models: ModelsReadOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do nothing, buy only, or sell by lot. Not tax advice."""
    from seqmatch.cli.planning.tables import lots_in, prices_in
    from seqmatch.server.tools.planning import REBALANCE

    tables = {} if lots is None else {"lots": lots_in(lots)}
    if prices is not None:
        tables["prices"] = prices_in(prices)
    _answer(REBALANCE, file, models, as_json, tables)


def _answer(
    policy: ToolPolicy, file: Path, models: Path | None, as_json: bool, beside: dict[str, Any] | None = None
) -> None:
    from seqmatch.families.planning.models import PLANNING
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.server.tools.arguments import read_arguments

    values = read_arguments(policy.parameters, {**_arguments(file), **(beside or {})})
    if values.get("user") is not None:
        raise ArgumentError("A file holds the transactions themselves; a user is for the server.", path="user")
    live = ModelHost(default_settings(models)).live(PLANNING)
    answer, text = policy.answer(live, None, **values)
    if as_json:
        print_json(answer.model_dump(mode="json", exclude_defaults=True))
    else:
        typer.echo(text)


def _arguments(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ArgumentError("This is no JSON file that can be read.", path="FILE") from None
    if not isinstance(told, dict):
        raise ArgumentError("The file holds one object with the arguments.", path="FILE")
    return told
