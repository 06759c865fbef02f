"""``seqmatch retrain``: a challenger trained on new data replaces the live models only where it is better."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import (
    JsonOption,
    ModelsOption,
    ProfilesOption,
    RulesOption,
    SeedOption,
    read_source,
)
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.settings import Settings, writable_models_dir

if TYPE_CHECKING:
    from seqmatch.families.onboarding.retraining.decision import Decision

KEPT = 3
"""Exit code where the champion stays."""
_CAVEAT = {"known users": " (the champion learned from them: only a challenger's win counts)"}


@app.command()
def retrain(
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    models: ModelsOption = None,
    seed: SeedOption = Settings.seed,
    as_json: JsonOption = False,
) -> None:
    """Train a challenger; promote it only if it is better than the live models.

    Exit code 0: promoted. 3: the live models stay, and why. 2: the input cannot be used, nothing was changed.
    """
    from seqmatch.families.onboarding.dataset import onboarding_data
    from seqmatch.families.onboarding.retraining.retrain import STEPS
    from seqmatch.families.onboarding.retraining.retrain import retrain as run

    began = perf_counter()
    folder = models or writable_models_dir()
    with progress("Retraining", len(STEPS) + 1) as step:
        step("reading")
        cohort, source, _ = read_source(profiles, rules)
        data = onboarding_data(cohort)
        decision = run(data, source, folder, seed, step)
    if as_json:
        about = {
            "provenance": source.provenance,
            "users": len(data),
            "labelled_users": len(data.labelled),
            "seconds": round(perf_counter() - began, 1),
            "quality": cohort.quality.to_json(),
        }
        print_json({**decision.to_json(), "models": str(folder), **about})
    else:
        show(decision)
    if decision.outcome == "kept":
        raise typer.Exit(KEPT)


def show(decision: Decision) -> None:
    """The decision for people: every contest as a table, then the outcome and why."""
    for contest in decision.contests:
        print_table(
            f"Contest: {contest.kind}{_CAVEAT.get(contest.kind, '')}",
            ("metric", "users", "champion", "challenger", "gain", "95 % interval", ""),
            [
                (
                    c.metric,
                    f"{c.users:,}",
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
