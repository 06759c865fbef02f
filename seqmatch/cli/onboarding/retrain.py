"""``seqmatch retrain``: trains a challenger on new data, and replaces the live models only if it is better."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import (
    JsonOption,
    ModelsOption,
    ProfilesOption,
    RulesOption,
    SeedOption,
    read_users,
)
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.errors import ArgumentError
from seqmatch.settings import Settings, store_address, writable_models_dir

if TYPE_CHECKING:
    from seqmatch.lifecycle.measuring.decision import Decision

KEPT = 3
"""Exit code where the champion stays."""
_CAVEAT = " (the champion learned from them: only a challenger's win counts)"


class FamilyName(StrEnum):
    """What is retrained."""

    onboarding = "onboarding"
    transactions = "transactions"
    coaching = "coaching"


@app.command()
def retrain(
    family: Annotated[FamilyName, typer.Option("--family", help="What is retrained.")] = FamilyName.onboarding,
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    labelled: Annotated[
        Path | None, typer.Option("--labelled", help="Of transactions: CSV with a category a row.")
    ] = None,
    mapping: Annotated[str | None, typer.Option("--mapping", help="Of transactions: which column is what.")] = None,
    from_store: Annotated[
        bool,
        typer.Option(
            "--from-store",
            help="Learn from the store: of transactions labels, of coaching histories.",
        ),
    ] = False,
    store: Annotated[str | None, typer.Option("--store", help="The store, if not your own; as --from-store.")] = None,
    histories: Annotated[
        list[Path] | None,
        typer.Option(
            "--transactions",
            help="Of coaching: CSV or Parquet with user, account, date, amount, description. Repeat it.",
        ),
    ] = None,
    models: ModelsOption = None,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Train a challenger; promote it only if it is better than the live models.

    Exit code 0: promoted. 3: the live models stay, and why. 2: the input cannot be used, nothing was changed.
    """
    of_store = {"--from-store": from_store, "--store": store}
    _refuse_strange(
        family,
        {
            FamilyName.onboarding: {"--profiles": profiles, "--rules": rules},
            FamilyName.transactions: {"--labelled": labelled, "--mapping": mapping, **of_store},
            FamilyName.coaching: {"--transactions": histories, **of_store},
        },
    )
    began = perf_counter()
    folder = models or writable_models_dir()
    if family is FamilyName.transactions:
        decision, about = _transactions(labelled, mapping, store, from_store or store is not None, folder, seed)
    elif family is FamilyName.coaching:
        decision, about = _coaching(histories, store, from_store or store is not None, folder, seed)
    else:
        decision, about = _onboarding(profiles, rules, folder, seed)
    if as_json:
        print_json(
            {
                **decision.to_json(),
                "family": str(family),
                "models": str(folder),
                "seconds": round(perf_counter() - began, 1),
                **about,
            }
        )
    else:
        show(decision)
    if decision.outcome == "kept":
        raise typer.Exit(KEPT)


_DATA = {
    FamilyName.onboarding: "--profiles and --rules",
    FamilyName.transactions: "labelled transactions",
    FamilyName.coaching: "histories with --transactions or --from-store",
}


def _refuse_strange(family: FamilyName, given: Mapping[FamilyName, Mapping[str, object]]) -> None:
    """Refuse options of another family by name.

    Raises
    ------
    ArgumentError : one was given.
    """
    for owner, options in given.items():
        for option, value in options.items():
            if value and option not in given[family]:
                raise ArgumentError(
                    f"This option is not one of the {family} family; name {_DATA[family]}, or add --family {owner}.",
                    path=option,
                )


def _onboarding(profiles: Path | None, rules: Path | None, folder: Path, seed: int) -> tuple[Decision, dict[str, Any]]:
    from seqmatch.families.onboarding.retraining.retrain import STEPS
    from seqmatch.families.onboarding.retraining.retrain import retrain as run

    with progress("Retraining", len(STEPS) + 1) as step:
        step("reading")
        cohort, source, data = read_users(profiles, rules)
        decision = run(data, source, folder, seed, step)
    about = {"provenance": source.provenance, "users": len(data), "labelled_users": len(data.labelled)}
    return decision, {**about, "quality": cohort.quality.to_json()}


def _transactions(
    labelled: Path | None, mapping: str | None, store: str | None, from_store: bool, folder: Path, seed: int
) -> tuple[Decision, dict[str, Any]]:
    from seqmatch.cli.transactions.categorise import read_labels
    from seqmatch.families.transactions.retraining.from_store import retrain_from_store
    from seqmatch.families.transactions.retraining.retrain import STEPS
    from seqmatch.families.transactions.retraining.retrain import retrain as run
    from seqmatch.store.engine import open_store

    with progress("Retraining", len(STEPS) + 1) as step:
        step("reading")
        data, source = read_labels(labelled, mapping, store, from_store)
        if from_store:
            with open_store(store_address(store)) as opened:
                decision = retrain_from_store(opened, data, source, folder, seed, step)
        else:
            decision = run(data, source, folder, seed, step)
    return decision, {
        "provenance": source.provenance,
        "transactions": len(data),
        "categories": len(data.classes),
        "left_out": data.left_out,
    }


def _coaching(
    files: list[Path] | None, store: str | None, from_store: bool, folder: Path, seed: int
) -> tuple[Decision, dict[str, Any]]:
    from seqmatch.cli.coaching.training import read_source as read_histories
    from seqmatch.families.coaching.retraining.retrain import STEPS
    from seqmatch.families.coaching.retraining.retrain import retrain as run

    with progress("Retraining", len(STEPS) + 1) as step:
        step("reading")
        frame, source, stated = read_histories(files, store_address(store) if from_store else None)
        decision = run(frame, source, folder, seed, step, stated)
    people = frame["user"].n_unique()
    return decision, {"provenance": source.provenance, "transactions": len(frame), "people": people}


def show(decision: Decision) -> None:
    """The decision for people: every contest as a table, then the outcome and why."""
    for contest in decision.contests:
        print_table(
            f"Contest: {contest.kind}{_CAVEAT if contest.advantage else ''}",
            ("metric", contest.comparisons[0].unit, "champion", "challenger", "gain", "95 % interval", ""),
            [
                (
                    c.metric,
                    f"{c.units:,}",
                    f"{c.champion:.4f}",
                    f"{c.challenger:.4f}",
                    f"{c.gain:+.4f}",
                    f"{c.ci95[0]:+.4f} to {c.ci95[1]:+.4f}",
                    c.verdict,
                )
                for c in contest.comparisons
            ],
        )
    if decision.outcome == "promoted":
        typer.echo(f"Promoted: {decision.version} is live, instead of {decision.champion or 'nothing'}.")
    elif decision.champion is None:
        typer.echo(f"Not promoted: {decision.challenger}. No models are live here.")
    else:
        typer.echo(f"Kept: {decision.champion} stays live; the challenger was {decision.challenger}.")
    for sentence in decision.why:
        typer.echo(f"- {sentence}")
