"""``seqmatch evaluate``: measures the models on users they have not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.encoder import named_encoder
from seqmatch.cli.onboarding.training import JsonOption, ProfilesOption, RulesOption, SeedOption, read_source
from seqmatch.cli.output import expect, print_json, print_table, progress
from seqmatch.families.onboarding.report.gather import STEPS, check_can_draw, gather
from seqmatch.settings import Settings

SECONDS_A_USER = 0.04
"""On two cores of an ordinary machine."""


@app.command()
def evaluate(
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    seed: SeedOption = Settings.seed,
    divisions: Annotated[
        int | None,
        typer.Option(
            "--divisions",
            min=1,
            max=20,
            show_default="three",
            help="How often the users are divided into folds anew; figures are means over these.",
        ),
    ] = None,
    as_json: JsonOption = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Folder to write report.html and card.md into; needs seqmatch[plots]."),
    ] = None,
    embeddings: Annotated[
        str | None,
        typer.Option(
            "--embeddings",
            metavar="MODULE:OBJECT",
            help="Also measure similarity with rules read by an encoder of sentences: an object with `encode`, or a "
            "function or class that returns one.",
        ),
    ] = None,
) -> None:
    """Measure the recipe, cross-fitted, with baselines and 95 % intervals. Without files: on the synthetic cohort."""
    from seqmatch.families.onboarding.dataset import onboarding_data
    from seqmatch.families.onboarding.evaluation.baselines import seed_features
    from seqmatch.families.onboarding.evaluation.evaluate import FOLDS, REPEATS, ceiling, evaluate_in_detail

    if report is not None:
        check_can_draw()
    encoder = None if embeddings is None else named_encoder(embeddings)
    repeats = divisions or REPEATS
    with progress("Evaluating", FOLDS * repeats + 2 + (len(STEPS) if report else 0)) as step:
        step("reading")
        cohort, source, synthetic = read_source(profiles, rules)
        data = onboarding_data(cohort)
        expect(f"Measuring on {len(data):,} users", len(data) * repeats / REPEATS * SECONDS_A_USER)
        if encoder is not None:
            data = data.encoded(encoder)
        seed_table = np.array([seed_features(cohort.profiles[i], cohort.rule_texts[i] or "") for i in data.rows])
        measured, rounds = evaluate_in_detail(data, seed_table, seed, step, repeats=repeats)
        findings = None if report is None else gather(cohort, data, source, synthetic, rounds, seed, step)
    document: dict[str, Any] = {
        "cohort": {
            "provenance": source.provenance,
            "profiles": len(cohort),
            "users_with_rules": len(data),
            "labelled_users": len(data.labelled),
            "fingerprint": source.fingerprint,
            "seed": seed,
            "folds": FOLDS,
            "repeats": repeats,
        },
        **measured,
    }
    if synthetic is not None:
        document["cohort"]["preset"] = synthetic.origin.preset
        document["ceiling"] = ceiling(synthetic.posterior, list(synthetic.goals), data)
    written: tuple[Path, ...] = ()
    if report is not None and findings is not None:
        from seqmatch.families.onboarding.report.write import write_report

        written = write_report(document, findings, report)
    if as_json:
        print_json(document)
        return
    print_document(document)
    if written:
        typer.echo(f"Wrote {' and '.join(str(path) for path in written)}.")


def print_document(document: dict[str, Any]) -> None:
    """The evaluation as a table."""
    from seqmatch.families.onboarding.report.titles import COLUMNS, headline_rows, whose

    about = document["cohort"]
    print_table(
        f"{about['users_with_rules']:,} users with rules, {about['labelled_users']:,} state a goal "
        f"({whose(document)}); {about['folds']}-fold cross-fitted, mean of {about['repeats']} divisions",
        COLUMNS,
        headline_rows(document),
    )
    typer.echo(
        "Baselines: the prior for goals, chance for similarity, popularity for automations. "
        "By user type, popularity reaches NDCG@5 "
        f"{document['automations']['new_user']['ndcg_at_5']['popularity_by_type']:.3f} for new users and "
        f"{document['automations']['known_rules']['ndcg_at_5']['popularity_by_type']:.3f} with half the rules known."
    )
    if "ceiling" in document:
        typer.echo("Ceiling: the Bayes-optimal score of the model that drew this cohort. All figures are synthetic.")
    else:
        typer.echo(
            "The seed's targets assume goals that show in profiles and rules; what shows here is the lift over prior."
        )
