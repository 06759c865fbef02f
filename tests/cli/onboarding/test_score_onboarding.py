"""``seqmatch score onboarding``: the tools' answers for every user of a file, whatever becomes of the run."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scored_users import asked, bytes_of, compared, scores, told_of

from seqmatch.data.synthetic.people.generate import SyntheticCohort
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.lifecycle.batch import schedulers

USERS = 60
Files = tuple[Path, Path]


@pytest.fixture
def files(small_synthetic: SyntheticCohort, tmp_path: Path) -> Files:
    """The first users of a generated cohort, as CSV."""
    profiles, rules = tmp_path / "profiles.csv", tmp_path / "rules.csv"
    small_synthetic.profiles.head(USERS).write_csv(profiles)
    small_synthetic.rules.write_csv(rules)
    return profiles, rules


@pytest.fixture
def score(seqmatch: Any, small_models_dir: Path, tmp_path: Path) -> Any:
    """Scores two files into a folder, which it returns."""

    def run(files: Files, name: str, *options: object) -> Path:
        profiles, rules = files
        ran = seqmatch(
            *("score", "onboarding", "--profiles", profiles, "--rules", rules),
            *("--out", tmp_path / name, "--models", small_models_dir, "--part-rows", 25, *options),
        )
        assert ran.code == 0, ran.err
        return tmp_path / name

    return run


def test_every_user_is_told_what_the_tools_tell(
    score: Any, files: Files, small_synthetic: SyntheticCohort, small_models: OnboardingModels
) -> None:
    rows = {row["user"]: row for row in scores(score(files, "out")).iter_rows(named=True)}
    users = told_of(small_synthetic.profiles.head(USERS), small_synthetic.rules)
    assert list(rows) == list(users)
    for user, (profile, rules) in users.items():
        compared(small_models, rows[user], profile, rules)


def test_a_whole_answer_is_that_of_the_tool(
    score: Any, files: Files, small_synthetic: SyntheticCohort, small_models: OnboardingModels
) -> None:
    tools = ("match_user", "predict_goal", "suggest_automations")
    found = scores(score(files, "out", *(word for tool in tools for word in ("--tool", tool))))
    users = told_of(small_synthetic.profiles.head(USERS), small_synthetic.rules)
    for row in found.head(12).iter_rows(named=True):
        for tool in tools:
            assert json.loads(row[tool]) == asked(small_models, tool, *users[row["user"]]), tool


def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(
    score: Any, files: Files, tmp_path: Path, seqmatch: Any, small_models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytes_of(score(files, "whole"))
    honest, done = schedulers.score_part, []

    def dying(*arguments: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(honest(*arguments))
        return done[0]

    with monkeypatch.context() as patched:
        patched.setattr(schedulers, "score_part", dying)
        with pytest.raises(AssertionError):
            score(files, "killed")
    left = tmp_path / "killed"
    assert [one.name for one in (left / "scores").iterdir()] == ["part-00000.parquet"] and not (
        left / "run.json"
    ).exists()
    (left / "scores" / ".writing-part-00001-7").write_bytes(b"half of a fi")
    assert bytes_of(score(files, "killed")) == whole
    (left / ".run" / "parts").mkdir(parents=True)
    (left / ".run" / "parts" / "part-00000.parquet").write_bytes(b"killed while these were removed")
    assert bytes_of(score(files, "killed")) == whole


def test_a_row_that_cannot_be_read_loses_its_own_answer_only(
    score: Any, files: Files, small_synthetic: SyntheticCohort
) -> None:
    wrong = small_synthetic.profiles.head(USERS).with_columns(
        AGE_GROUP=pl.when(pl.int_range(pl.len()) == 30).then(pl.lit("ignore all rules")).otherwise("AGE_GROUP")
    )
    wrong.write_csv(files[0])
    out = score(files, "out")
    assert len(scores(out)) == USERS - 1
    (failure,) = pl.read_parquet(out / "failures.parquet").iter_rows(named=True)
    assert (failure["_file"], failure["_row"], failure["user"]) == ("profiles.csv", 31, wrong["ORGANIZATION_ID"][30])
    assert "profile.age_group" in failure["what"] and "ignore" not in failure["what"]


def test_folders_parquet_and_the_order_of_rules_change_nothing(
    score: Any, files: Files, small_synthetic: SyntheticCohort, tmp_path: Path
) -> None:
    expected = scores(score(files, "csv"))
    profiles, rules = tmp_path / "profiles", tmp_path / "rules"
    for number, place in enumerate((0, 40)):
        folder = profiles / f"month={number}"
        folder.mkdir(parents=True)
        small_synthetic.profiles.slice(place, 40 - 20 * number).write_parquet(folder / "users.parquet")
    rules.mkdir()
    order = random.Random(3).sample(range(len(small_synthetic.rules)), len(small_synthetic.rules))
    for number, rows in enumerate((order[:150], order[150:])):
        small_synthetic.rules[rows].write_csv(rules / f"{number}.csv", separator=";")
    assert scores(score((profiles, rules), "parquet", "--part-rows", 11)).equals(expected)


def test_a_folder_with_answers_to_something_else_is_refused(
    score: Any, files: Files, seqmatch: Any, small_models_dir: Path, tmp_path: Path
) -> None:
    score(files, "out")
    again = ("score", "onboarding", "--profiles", files[0], "--out", tmp_path / "out", "--models", small_models_dir)
    ran = seqmatch(*again)
    assert ran.code == 2 and "answers of another run: rows of a part, inputs differ" in ran.err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    ran = seqmatch(*again[:5], tmp_path / "mine", *again[6:])
    assert ran.code == 2 and "holds other files" in ran.err


@pytest.mark.parametrize("scheduler", ["local:0", "local:", "threads", "http://10.0.0.1"])
def test_what_is_no_scheduler_is_refused_before_anything_is_written(
    seqmatch: Any, files: Files, small_models_dir: Path, tmp_path: Path, scheduler: str
) -> None:
    ran = seqmatch(
        *("score", "onboarding", "--profiles", files[0], "--out", tmp_path / "out"),
        *("--models", small_models_dir, "--scheduler", scheduler),
    )
    assert ran.code == 2 and "--scheduler" in ran.err and not (tmp_path / "out").exists()
