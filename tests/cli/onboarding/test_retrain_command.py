"""``seqmatch retrain`` and the whole-file mode of ``seqmatch goal`` on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from seqmatch.cli.onboarding.goal_file import COLUMNS, NOT_SURE
from seqmatch.data.synthetic.people.generate import SyntheticCohort, generate, write
from seqmatch.data.users.cohort import Cohort, read_cohort
from seqmatch.families.onboarding.answers.goal import predict_goal
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.lifecycle.versions.registry import live_version


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cohort in which the first user states a goal in free words."""
    made = tmp_path_factory.mktemp("cohort")
    write(generate(users=500, seed=2, preset="exam"), made)
    profiles = pl.read_csv(made / "profiles.csv", infer_schema=False).with_row_index()
    goal = pl.when(pl.col("index") == 0).then(pl.lit("Other: a boat")).otherwise(pl.col("PRODUCTGOAL"))
    profiles.with_columns(PRODUCTGOAL=goal).drop("index").write_csv(made / "profiles.csv")
    return made


@pytest.fixture(scope="module")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """As few people as are enough to promote a first version."""
    made = tmp_path_factory.mktemp("fewer")
    write(generate(users=200, seed=1, preset="exam"), made)
    (made / "cohort.json").unlink()
    return ("--profiles", made / "profiles.csv", "--rules", made / "rules.csv")


@pytest.fixture
def data(folder: Path) -> tuple[object, ...]:
    return ("--profiles", folder / "profiles.csv", "--rules", folder / "rules.csv")


@pytest.fixture(scope="module")
def cohort(folder: Path) -> Cohort:
    return read_cohort(folder / "profiles.csv", folder / "rules.csv")


def refused(ran: Any, part: str) -> None:
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1), ran
    assert part in ran.err


# Retraining


def test_the_first_run_promotes_with_exit_code_0_and_the_second_keeps_with_3(
    seqmatch: Any, fewer: tuple[object, ...], tmp_path: Path
) -> None:
    first = seqmatch("retrain", *fewer, "--models", tmp_path, "--json")
    assert (first.code, first.err) == (0, "")
    told = json.loads(first.out)
    assert (told["decision"], told["champion"], told["provenance"]) == ("promoted", None, "operator")
    assert told["version"] == live_version(tmp_path / "onboarding").name
    second = seqmatch("retrain", *fewer, "--models", tmp_path)
    assert (second.code, second.err) == (3, "")
    assert second.out.startswith(f"Kept: {told['version']} stays live")
    assert "same version again" in second.out
    assert live_version(tmp_path / "onboarding").name == told["version"]


def test_input_that_cannot_be_used_changes_nothing(
    seqmatch: Any, data: tuple[object, ...], small_models_dir: Path, tmp_path: Path
) -> None:
    models = Path(shutil.copytree(small_models_dir, tmp_path / "models"))
    before = {path: path.read_bytes() for path in models.rglob("*") if path.is_file()}
    broken = tmp_path / "broken.csv"
    broken.write_text("organization_id\n1\n")
    for wrong, part in (
        ((*data[:2], "--rules", broken), "broken.csv"),
        (data[:2], "--profiles/--rules"),
        ((*data[:2], "--rules", tmp_path / "none.csv"), "none.csv"),
    ):
        refused(seqmatch("retrain", *wrong, "--models", models, "--json"), part)
    assert {path: path.read_bytes() for path in models.rglob("*") if path.is_file()} == before


# The likely goal of everyone who states none


def test_everyone_who_states_no_goal_gets_the_likely_one_or_not_sure(
    seqmatch: Any,
    data: tuple[object, ...],
    cohort: Cohort,
    small_models: OnboardingModels,
    small_models_dir: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "goals.csv"
    ran = seqmatch("goal", *data, "--out", out, "--models", small_models_dir, "--json")
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    stated = pl.read_csv(Path(str(data[1])), infer_schema=False)["PRODUCTGOAL"]
    asked = [i for i, goal in enumerate(stated) if not goal]
    assert 0 not in asked and cohort.goals[0] is None
    assert asked and [row["ORGANIZATION_ID"] for row in rows] == [cohort.user_ids[i] for i in asked]
    assert {tuple(row) for row in rows} == {COLUMNS}
    for i, row in zip(asked, rows, strict=True):
        answer = predict_goal(small_models, cohort.profiles[i], cohort.rule_texts[i])
        assert (row["goal"], row["goal_group"]) == (answer.goal or NOT_SURE, answer.goal_group)
        assert row["confident"] == ("true" if answer.confident else "false")
        assert float(row["probability"]) == pytest.approx(answer.probability, abs=2e-4)
        assert [part.split(" ")[0] for part in row["top3"].split("; ")] == [c.goal for c in answer.top_goals[:3]]
    sure = sum(row["confident"] == "true" for row in rows)
    assert 0 < sure < len(rows)
    told = json.loads(ran.out)
    assert (told["profiles"], told["without_goal"], told["confident"]) == (len(cohort), len(asked), sure)


def test_a_file_in_which_everyone_states_a_goal_gives_the_header_alone(
    seqmatch: Any, small_synthetic: SyntheticCohort, small_models_dir: Path, tmp_path: Path
) -> None:
    stated = small_synthetic.profiles.filter(small_synthetic.profiles["PRODUCTGOAL"].is_not_null())
    stated.write_csv(tmp_path / "profiles.csv")
    small_synthetic.rules.write_csv(tmp_path / "rules.csv")
    files = ("--profiles", tmp_path / "profiles.csv", "--rules", tmp_path / "rules.csv")
    assert seqmatch("goal", *files, "--out", tmp_path / "goals.csv", "--models", small_models_dir).code == 0
    assert (tmp_path / "goals.csv").read_text() == ",".join(COLUMNS) + "\n"


def test_one_person_and_a_file_are_not_asked_about_at_once(
    seqmatch: Any, data: tuple[object, ...], small_models_dir: Path, tmp_path: Path
) -> None:
    out, models = tmp_path / "goals.csv", ("--models", small_models_dir)
    refused(seqmatch("goal", *data, "--out", out, "--profile", "-", *models), "not both")
    refused(seqmatch("goal", *data, *models), "--profiles/--rules/--out")
    refused(seqmatch("goal", *data[2:], "--out", out, *models), "--profiles/--rules/--out")
    refused(seqmatch("goal", *data, "--out", data[1], *models), "replace a file that is read")
    refused(seqmatch("goal", *data, "--out", tmp_path / "none" / "goals.csv", *models), "--out")
    assert list(tmp_path.iterdir()) == []
