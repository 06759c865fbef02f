"""``seqmatch coaching train``: learns from a file, gives the same bytes each time, and refuses too little."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from household_rows import rows_of

from seqmatch.data.synthetic.lives.generate import generate_lives

PEOPLE, DAYS = 32, 120


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic people, a file of their own; too short for balances ahead, which take long to learn."""
    path = tmp_path_factory.mktemp("lives") / "lives.csv"
    made = generate_lives(PEOPLE, 180).transactions
    last = made["date"].sort()[-1]
    made = made.filter(pl.col("date") > last - dt.timedelta(days=DAYS))
    made.select("user", "account", "date", "amount_cents", "description", "balance_cents").write_csv(path)
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def test_the_same_histories_give_the_same_bytes_and_models_that_answer(
    seqmatch: Any, lives: Path, tmp_path: Path, bank: Path
) -> None:
    runs = []
    for name in ("one", "two"):
        ran = seqmatch("coaching", "train", "--transactions", lives, "--models", tmp_path / name, "--json")
        assert ran.code == 0, ran.err
        runs.append(json.loads(ran.out))
    assert {name: runs[0][name] for name in ("people", "provenance", "live")} == {
        "people": PEOPLE,
        "provenance": "operator",
        "live": True,
    }
    version = runs[0]["version"]
    assert runs[1]["version"] == version
    assert files_of(tmp_path / "one" / "coaching" / version) == files_of(tmp_path / "two" / "coaching" / version)
    told = json.loads(seqmatch("forecast", bank, "--models", tmp_path / "one", "--json").out)
    assert (told["basis"]["version"], told["basis"]["provenance"]) == (version, "operator")
    step = json.loads(seqmatch("coach", bank, "--models", tmp_path / "one", "--json").out)
    assert step["next_step"]["kind"] == "check_lapsed_bill"


def test_too_few_people_train_nothing(seqmatch: Any, write: Callable[..., Path], tmp_path: Path) -> None:
    file = write([row for number in range(5) for row in rows_of(f"user-{number}")])
    ran = seqmatch("coaching", "train", "--transactions", file, "--models", tmp_path / "models")
    assert (ran.code, ran.out) == (2, "")
    assert "histories of 5 people; training needs 30" in ran.err
    assert not list((tmp_path / "models").rglob("manifest.json"))


def test_a_file_that_is_none_trains_nothing(seqmatch: Any, tmp_path: Path) -> None:
    ran = seqmatch("coaching", "train", "--transactions", tmp_path / "nowhere.csv", "--models", tmp_path / "models")
    assert (ran.code, ran.out) == (2, "") and "There is no such file" in ran.err
