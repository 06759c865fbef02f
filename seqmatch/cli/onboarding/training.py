"""``seqmatch train`` and ``cohort``, and what the commands that read an operator's users share."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.output import print_json, print_table, progress
from seqmatch.errors import ArgumentError
from seqmatch.settings import MODELS_WRITTEN, Settings, writable_models_dir

if TYPE_CHECKING:
    from seqmatch.data.synthetic.people.generate import SyntheticCohort
    from seqmatch.data.users.cohort import Cohort
    from seqmatch.families.onboarding.dataset import OnboardingData
    from seqmatch.families.onboarding.training.train import Source

ProfilesOption = Annotated[Path | None, typer.Option("--profiles", help="CSV of profiles, one row a user.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="CSV of rules, as text, by organization_id.")]
ModelsOption = Annotated[Path | None, typer.Option("--models", help=MODELS_WRITTEN)]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Seed of every random choice.")]
BYTES_A_USER = 125
"""Of a profiles file."""
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def read_source(profiles: Path | None, rules: Path | None) -> tuple[Cohort, Source, SyntheticCohort | None]:
    """The cohort to learn from: the two files, or the synthetic cohort where none is named.

    Raises
    ------
    ArgumentError : only one of the two files is named.
    DataError : a file cannot be used.
    """
    from seqmatch.data.synthetic.people.generate import generate, recognise, regenerate
    from seqmatch.data.users.cohort import cohort_of, read_cohort
    from seqmatch.families.onboarding.training.train import Provenance, Source

    if (profiles is None) != (rules is None):
        raise ArgumentError("Name both files, or none for the synthetic cohort.", path="--profiles/--rules")
    if profiles is None or rules is None:
        synthetic: SyntheticCohort | None = generate()
        assert synthetic is not None
        cohort = cohort_of(synthetic.profiles, synthetic.rules, "synthetic")
    else:
        cohort = read_cohort(profiles, rules)
        origin = recognise(profiles, rules)
        synthetic = None if origin is None else regenerate(origin)
    provenance: Provenance = "operator" if synthetic is None else "synthetic"
    source = Source(provenance, cohort.fingerprint, len(cohort), cohort.user_ids)
    return cohort, source, synthetic


def read_users(
    profiles: Path | None, rules: Path | None, jobs: int | None = None
) -> tuple[Cohort, Source, OnboardingData]:
    """As :func:`read_source`, and what is learned from. Large files are told from generated ones while they are read.

    Parameters
    ----------
    jobs : processes at work; by default one for few users, else two.

    Raises
    ------
    ArgumentError : only one of the two files is named.
    DataError : a file cannot be used.
    TrainingError : too few users with rules.
    """
    from seqmatch.data.synthetic.people.generate import ORIGIN_FILE, recognise
    from seqmatch.data.users.cohort import read_cohort
    from seqmatch.families.onboarding.dataset import onboarding_data
    from seqmatch.families.onboarding.training.train import Provenance, Source, jobs_for
    from seqmatch.lifecycle.processes import beside

    if profiles is None or rules is None or not (profiles.parent / ORIGIN_FILE).exists():
        cohort, source, _ = read_source(profiles, rules)
        return cohort, source, onboarding_data(cohort)
    with beside(min(2, jobs or jobs_for(profiles.stat().st_size // BYTES_A_USER))) as begin:
        generated = begin(recognise, profiles, rules)
        cohort = read_cohort(profiles, rules)
        data = onboarding_data(cohort)
        provenance: Provenance = "operator" if generated() is None else "synthetic"
    return cohort, Source(provenance, cohort.fingerprint, len(cohort), cohort.user_ids), data


@app.command()
def train(
    profiles: ProfilesOption = None,
    rules: RulesOption = None,
    models: ModelsOption = None,
    seed: SeedOption = Settings.seed,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes at work. Default: by users and processors.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Train the onboarding models and make them live. Without files: on the synthetic cohort."""
    from seqmatch.families.onboarding.training.train import STEPS
    from seqmatch.families.onboarding.training.train import train as train_models

    began = perf_counter()
    with progress("Training", len(STEPS) + 1) as step:
        step("reading")
        cohort, source, data = read_users(profiles, rules, jobs)
        folder = models or writable_models_dir()
        version = train_models(data, source, folder, seed, step, jobs=jobs)
    result = {
        "version": version,
        "path": str(folder / "onboarding" / version),
        "provenance": source.provenance,
        "users": len(data),
        "labelled_users": len(data.labelled),
        "seconds": round(perf_counter() - began, 1),
        "quality": cohort.quality.to_json(),
    }
    if as_json:
        print_json(result)
        return
    print_table(
        "Data quality",
        ("subject", "what", "count"),
        [tuple(str(cell) for cell in row) for row in cohort.quality.table()],
    )
    typer.echo(
        f"Trained {version} on {len(data):,} users with rules ({source.provenance}; {len(data.labelled):,} "
        f"state a goal) in {result['seconds']} s.\nLive in {folder / 'onboarding'}; "
        "its card.md says what it was measured to do. `seqmatch evaluate` measures with baselines and intervals."
    )


@app.command()
def cohort(
    out: Annotated[Path, typer.Option("--out", help="Folder to write profiles.csv and rules.csv into.")],
    users: Annotated[int, typer.Option("--users", min=1, help="Number of profiles.")] = 2522,
    seed: SeedOption = Settings.seed,
    preset: Annotated[str, typer.Option("--preset", help="reference (as hard as real data) or exam (plain goals).")] = (
        "reference"
    ),
    goal_signal: Annotated[
        float | None,
        typer.Option("--goal-signal", help="How strongly goals show; 0 not at all. Default: the preset's."),
    ] = None,
) -> None:
    """Write a synthetic cohort of people who do not exist."""
    from seqmatch.data.synthetic.people.generate import generate, write

    made = generate(users=users, seed=seed, preset=preset, goal_signal=goal_signal)  # type: ignore[arg-type]
    write(made, out)
    typer.echo(f"Wrote {len(made.profiles):,} profiles and {len(made.rules):,} rule texts to {out}.")
