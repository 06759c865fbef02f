"""``seqmatch score planning``: the questions of detect_changes for everybody of a file, in parts."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scored_users import bytes_of, scores

from seqmatch.lifecycle.batch import schedulers

FIRST, LAST = dt.date(2025, 6, 1), dt.date(2026, 6, 30)
COLUMNS = ("user", "account", "date", "amount_cents", "description")


def household(name: str, raise_from: dt.date | None = None, first: dt.date = FIRST) -> list[tuple[object, ...]]:
    """Pay, rent and a gym of a synthetic person, by month; a raise of a tenth from a day on."""
    rows: list[tuple[object, ...]] = []
    for day in pl.date_range(first, LAST, "1mo", eager=True).to_list():
        pay = 330_000 if raise_from is not None and day >= raise_from else 300_000
        rows += [
            (name, "Checking", day, pay, "ACME PAYROLL"),
            (name, "Checking", day.replace(day=3), -120_000, "RENT MAPLE STREET"),
            (name, "Checking", day.replace(day=9), -4_000, "GYM"),
        ]
    return rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four people whose rows are mixed; one has two months only."""
    rows = [
        *household("ann"),
        *household("ben", dt.date(2026, 5, 1)),
        *household("new", first=dt.date(2026, 5, 1)),
        *household("zoe", dt.date(2026, 4, 1)),
    ]
    path = tmp_path / "histories.csv"
    pl.DataFrame(rows, COLUMNS, orient="row").sort("date", maintain_order=True).write_csv(path)
    return path


@pytest.fixture
def score(seqmatch: Any, tmp_path: Path) -> Any:
    def run(file: Path, name: str, *options: object) -> Path:
        told = ("--transactions", file, "--out", tmp_path / name, "--part-people", 2, "--as-of", LAST)
        ran = seqmatch("score", "planning", *told, *options)
        assert ran.code == 0, ran.err
        return tmp_path / name

    return run


def test_everybody_is_asked_what_the_command_asks_of_their_rows_alone(
    score: Any, seqmatch: Any, file: Path, tmp_path: Path
) -> None:
    told = {row["user"]: row for row in scores(score(file, "out")).iter_rows(named=True)}
    assert list(told) == ["ann", "ben", "zoe"]
    assert [one["kind"] for one in told["ben"]["changes"]] == ["pay_up"] and told["ann"]["changes"] == []
    rows = pl.read_csv(file)
    for user, row in told.items():
        theirs = rows.filter(pl.col("user") == user).drop("user").to_dicts()
        (tmp_path / "asked.json").write_text(json.dumps({"transactions": theirs, "as_of": str(LAST)}))
        alone = json.loads(seqmatch("planning", "changes", tmp_path / "asked.json", "--json").out)
        asked = [{**one, "since": str(one["since"])} for one in row["changes"]]
        assert [{name: value for name, value in one.items() if value is not None} for one in asked] == alone.get(
            "changes", []
        )
        assert row["transactions"] == alone["basis"]["transactions"] and row["unsure"] == alone["unsure"]


def test_who_has_too_short_a_history_is_told_with_what_to_do(score: Any, file: Path) -> None:
    (failure,) = pl.read_parquet(score(file, "out") / "failures.parquet").iter_rows(named=True)
    assert (failure["user"], failure["_row"]) == ("new", 3)
    assert "needs 3 whole months" in failure["what"] and "Send earlier ones" in failure["what"]


def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(
    score: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytes_of(score(file, "whole"))
    honest, done = schedulers.score_part, []

    def dying(*arguments: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(honest(*arguments))
        return done[0]

    with monkeypatch.context() as patched:
        patched.setattr(schedulers, "score_part", dying)
        with pytest.raises(AssertionError):
            score(file, "killed")
    assert bytes_of(score(file, "killed")) == whole and len(whole) == 4
