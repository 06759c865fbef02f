"""``seqmatch planning train|evaluate|reached``: odds of plans, what they are worth, and what savers did."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.coaching.training import read_store
from seqmatch.cli.coaching.whose import opened_store
from seqmatch.cli.onboarding.training import JsonOption, ModelsOption
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.cli.planning.plan import ModelsReadOption, commands
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.errors import ArgumentError, DataError
from seqmatch.settings import default_settings, store_address, writable_models_dir

if TYPE_CHECKING:
    import polars as pl

OTHER_PEOPLE, OTHER_SEED = 100, 901
"""Generated people whom the default odds were not learned from."""
TransactionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--transactions",
        help="CSV or Parquet with user, account, date, amount, description, of people with at least 16 months. "
        "Repeatable. Default: generated people.",
    ),
]


def _histories(files: list[Path] | None) -> pl.DataFrame | None:
    if not files:
        return None
    import polars as pl

    from seqmatch.data.statements.histories import read_histories

    return pl.concat([read_histories(one) for one in files])


def _learned_from(files: list[Path] | None, store: str | None, from_store: bool) -> pl.DataFrame | None:
    if not from_store:
        return _histories(files)
    if files:
        raise ArgumentError("Name files or the store, not both.", path="--transactions")
    return read_store(store_address(store))


@commands.command()
def train(
    transactions: TransactionsOption = None,
    models: ModelsOption = None,
    from_store: Annotated[bool, typer.Option("--from-store", help="Learn from the histories in the store.")] = False,
    store: StoreOption = None,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Write a candidate version; the live one stays live.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Of the generated households.")] = 900,
    as_json: JsonOption = False,
) -> None:
    """Choose buffer and caution, and learn the odds of plans; replaces the live version without comparing."""
    from seqmatch.families.planning.training.train import STEPS
    from seqmatch.families.planning.training.train import train as choose

    began = perf_counter()
    folder = models or writable_models_dir()
    histories = _learned_from(transactions, store, from_store or store is not None)
    with progress("Training", len(STEPS)) as step:
        version = choose(folder, seed, step, live=not candidate, histories=histories)
    result = {
        "version": version,
        "path": str(folder / "planning" / version),
        "live": not candidate,
        "provenance": "synthetic" if histories is None else "operator",
        "seconds": round(perf_counter() - began, 1),
    }
    if as_json:
        print_json(result)
        return
    typer.echo(f"Trained {version} in {result['seconds']} s; its card.md has the figures.")


@commands.command()
def evaluate(
    transactions: TransactionsOption = None, models: ModelsReadOption = None, as_json: JsonOption = False
) -> None:
    """Odds of plans beside shuffled months and a learned regression, on goals whose end is known."""
    from seqmatch.families.planning.evaluation.judged import judged_of
    from seqmatch.families.planning.evaluation.known_ends import cases_of, goals_of, simulated
    from seqmatch.families.planning.models import PLANNING
    from seqmatch.families.planning.recipe import ASKED, DRAWS
    from seqmatch.families.planning.training.learn_odds import lives
    from seqmatch.lifecycle.serving.host import ModelHost
    from seqmatch.lifecycle.threads import one_thread

    live = ModelHost(default_settings(models)).live(PLANNING)
    frame = _histories(transactions)
    provenance = "synthetic" if frame is None else "operator"
    with progress("Measuring", 2) as step, one_thread():
        step("goals with a known end")
        people = (lives(OTHER_PEOPLE, OTHER_SEED) if frame is None else frame).partition_by("user", maintain_order=True)
        cases = cases_of(people, live.parameters, each=ASKED)
        if not cases:
            raise DataError("Nobody in it has 16 months of transactions. Give longer histories.")
        step("odds")
        said = simulated(cases, DRAWS, live.odds.drift)
        odds = live.odds.curve.predict(said.share, goals_of(cases).ambition).odds
        lines = judged_of(cases, {"simulated paths": said, "odds of this version": odds})
    goals = goals_of(cases)
    counted = {"goals": len(goals.met), "people": len(set(goals.person.tolist()))}
    if as_json:
        print_json(
            {
                "provenance": provenance,
                "version": live.version,
                **counted,
                "met": round(float(goals.met.mean()), 4),
                "odds": [asdict(one) for one in lines],
            }
        )
        return
    print_table(
        f"{counted['goals']} goals of {counted['people']} people ({provenance}), {goals.met.mean():.0%} met",
        ("odds", "ECE (95 %)", "by chance", "RMSE (95 %)", "MAE", "R2", "R2 of the share funded"),
        [
            (
                one.name,
                f"{one.ece:.3f} ({one.ece_low:.3f} to {one.ece_high:.3f})",
                f"{one.ece_by_chance:.3f}",
                f"{one.rmse:.3f} ({one.rmse_low:.3f} to {one.rmse_high:.3f})",
                f"{one.mae:.3f}",
                f"{one.r2:.2f}",
                "" if one.funded_r2 is None else f"{one.funded_r2:.2f}",
            )
            for one in lines
        ],
    )
    typer.echo(
        "The regression was learned from the others of these people. Where the version itself learned from these, its "
        "odds look better here than they are; its card.md has them on people held out."
    )


@commands.command()
def reached(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """What those did who met their goal, beside those who did not, of at least 25 people each."""
    from seqmatch.families.planning.answers.reached import reached_in, reached_text

    with opened_store(store) as opened:
        told = reached_in(opened)
    if as_json:
        print_json(asdict(told))
        return
    typer.echo(reached_text(told))
