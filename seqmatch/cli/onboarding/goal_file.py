"""``seqmatch goal --profiles CSV --rules CSV --out CSV``: goals of the users in a file who state none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from seqmatch.cli.output import print_json, progress
from seqmatch.errors import ArgumentError

if TYPE_CHECKING:
    from seqmatch.families.onboarding.models import OnboardingModels

COLUMNS = ("ORGANIZATION_ID", "goal", "goal_group", "probability", "confident", "top3")
NOT_SURE = "not sure"


def fill_in_goals(models: OnboardingModels, profiles: Path, rules: Path, out: Path, as_json: bool) -> None:
    """Write one row for each user who states no goal: the likely one with its probability, or ``not sure``.

    Raises
    ------
    ArgumentError : ``out`` is one of the files read, or cannot be written.
    DataError : a file cannot be used; nothing is written.
    """
    from seqmatch.data.users.cohort import read_cohort
    from seqmatch.families.onboarding.answers.goals_of_file import likely_goals

    if out.resolve() in (profiles.resolve(), rules.resolve()):
        raise ArgumentError("This would replace a file that is read. Name another file.", path="--out")
    with progress("Predicting", 3) as step:
        step("reading")
        cohort = read_cohort(profiles, rules)
        step("predicting")
        answers = likely_goals(models, cohort, _silent(profiles))
        step("writing")
        _write(
            out,
            [
                (
                    answer.user_id,
                    answer.goal or NOT_SURE,
                    answer.goal_group,
                    f"{answer.probability:.4f}",
                    "true" if answer.goal else "false",
                    "; ".join(f"{goal} {chance:.4f}" for goal, chance in answer.top3),
                )
                for answer in answers
            ],
        )
    sure = sum(answer.goal is not None for answer in answers)
    found: dict[str, Any] = {
        "out": str(out),
        "profiles": len(cohort),
        "without_goal": len(answers),
        "confident": sure,
        "version": models.version,
        "provenance": models.cohort["provenance"],
    }
    if as_json:
        print_json(found)
        return
    whose = "generated (synthetic) people" if found["provenance"] == "synthetic" else "the operator's own users"
    typer.echo(
        f"Wrote {out}: {len(answers):,} of {len(cohort):,} users state no goal; a likely one is named for {sure:,}, "
        f"the others are '{NOT_SURE}'.\nBy version {models.version}, learned from {whose}."
    )


def _silent(profiles: Path) -> list[int]:
    """Rows of the users whose goal is empty. Whoever states one in free words has said something, and is left alone."""
    from seqmatch.data.files.csv_file import read_records
    from seqmatch.data.users.profiles import COLUMNS as COLUMNS_READ

    goals = read_records(profiles).select(COLUMNS_READ)["product_goal"].str.strip_chars()
    return [row for row, goal in enumerate(goals) if not goal]


def _write(out: Path, rows: list[tuple[str, ...]]) -> None:
    """The CSV, whole or not at all."""
    import csv
    import io

    from seqmatch.lifecycle.versions.registry import replace_file

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    try:
        replace_file(out, text.getvalue().encode())
    except OSError:
        raise ArgumentError(
            "The file cannot be written there. Name a file in a folder that exists.", path="--out"
        ) from None
