"""``seqmatch score coaching``: everybody of a file as Parquet, as the tools would tell each of them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from household_rows import LAST, rows_of

TABLES = ("forecasts", "streams", "outlook", "weeks")
CONTRACT = {
    "forecasts": {"user", "total_28d_p10", "total_28d_p50", "total_28d_p90", "typical_week", "typical_error"},
    "streams": {"user", "payee", "direction", "cadence_days", "amount_cents", "last_date", "next_date", "status"},
    "outlook": {"user", "account", "lowest_p10", "lowest_p50", "lowest_p90", "lowest_date", "odds_below_floor"},
    "weeks": {"user"},
}
Write = Callable[..., Path]


@pytest.fixture
def scored(seqmatch: Any, tmp_path: Path) -> Any:
    """Scores a file or folder: the tables by name."""

    def run(path: Path, *options: str) -> dict[str, pl.DataFrame]:
        ran = seqmatch("score", "coaching", "--transactions", path, "--out", tmp_path / "out", *options)
        assert ran.code == 0, ran.err
        assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(f"{name}.parquet" for name in TABLES)
        return {name: pl.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in TABLES}

    return run


def test_one_person_is_told_what_the_commands_tell(seqmatch: Any, scored: Any, write: Write, bank: Path) -> None:
    tables = scored(write(rows_of("ann")))
    assert [name for name in TABLES if CONTRACT[name] - set(tables[name].columns)] == []
    streams = json.loads(seqmatch("recurring", bank, "--json").out)["streams"]
    told = tables["streams"].select("payee", "amount_cents", "last_date", "next_date", "status").rows()
    assert sorted((one[0], one[1], str(one[2]), str(one[3]), one[4]) for one in told) == sorted(
        (one["payee"], one["amount_cents"], one["last_date"], one["next_date"], one["status"]) for one in streams
    )
    total = json.loads(seqmatch("forecast", bank, "--json").out)["total_28d"]
    assert tables["forecasts"].select("total_28d_p10", "total_28d_p50", "total_28d_p90").row(0) == tuple(total.values())
    (ahead,) = tables["outlook"].iter_rows(named=True)
    assert ahead["lowest_p10"] <= ahead["lowest_p50"] <= ahead["lowest_p90"] and 0 <= ahead["odds_below_floor"] <= 1


def test_a_folder_with_days_unsorted_and_zipped_gives_what_one_file_gives(
    scored: Any, write: Write, tmp_path: Path
) -> None:
    whole = scored(write(rows_of("ann") + rows_of("ben")))
    place = {f"{day}": random.Random(day).random() for day in {row.split(",")[2] for row in rows_of("ben")}}
    shuffled = sorted(rows_of("ben"), key=lambda row: place[row.split(",")[2]])  # rows of a day stay in order
    write(rows_of("ann"), "parts/a.csv")
    with gzip.open(tmp_path / "parts" / "b.csv.gz", "wt") as file:
        file.write(write(shuffled, "b.csv").read_text())
    parts = scored(tmp_path / "parts")
    for name in TABLES:
        assert parts[name].sort(pl.all()).equals(whole[name].sort(pl.all())), name


def test_files_that_overlap_count_a_payment_once_and_two_alike_twice(scored: Any, write: Write, tmp_path: Path) -> None:
    rows = rows_of("ann")
    alone = scored(write(rows))
    write(rows[:60], "parts/a.csv")
    write(rows[40:], "parts/b.csv")
    overlapping = scored(tmp_path / "parts")
    assert all(overlapping[name].equals(alone[name]) for name in TABLES)
    coffees = [f"ben,Card,2026-03-{day:02d},-3.00,COFFEE," for day in range(1, 29) for _ in range(2)]
    assert scored(write(coffees))["weeks"].height == 4
    twice = scored(write(coffees))["forecasts"]["typical_week"][0]
    once = scored(write(coffees[::2]))["forecasts"]["typical_week"][0]
    assert twice > once


def test_without_balances_the_outlook_has_no_lowest_point(scored: Any, write: Write) -> None:
    rows = [row.rpartition(",")[0] for row in rows_of("ann")]
    tables = scored(write(rows, head="user,account,date,amount,description"))
    (ahead,) = tables["outlook"].iter_rows(named=True)
    assert (ahead["lowest_p50"], ahead["lowest_date"], ahead["odds_below_floor"]) == (None, None, None)
    assert tables["forecasts"].height == 1


def test_who_has_no_name_is_scored_too(scored: Any, write: Write) -> None:
    tables = scored(write(rows_of("") + rows_of("ben")))
    assert tables["forecasts"]["user"].to_list() == [None, "ben"]


def test_a_short_history_is_left_out_of_what_it_cannot_tell(scored: Any, write: Write) -> None:
    tables = scored(write(rows_of("ann") + rows_of("short", 14) + rows_of("shorter", 5)))
    assert tables["forecasts"]["user"].to_list() == ["ann", "short"]
    assert tables["outlook"]["user"].to_list() == ["ann"]


def test_a_day_cuts_what_came_later(scored: Any, write: Write) -> None:
    rows = rows_of("ann")
    early = [row for row in rows if row.split(",")[2] <= "2025-12-31"]
    cut, alone = scored(write(rows), "--as-of", "2025-12-31"), scored(write(early), "--as-of", "2025-12-31")
    assert all(cut[name].equals(alone[name]) for name in TABLES)
    late = rows_of("late", 20)
    assert scored(write(rows + late), "--as-of", "2025-12-31")["forecasts"]["user"].to_list() == ["ann"]


def refused(seqmatch: Any, tmp_path: Path, path: Path, *options: str) -> str:
    ran = seqmatch("score", "coaching", "--transactions", path, "--out", tmp_path / "out", *options)
    assert (ran.code, ran.out) == (2, "") and len(ran.err.splitlines()) == 1
    assert not (tmp_path / "out").exists()
    return str(ran.err)


def test_what_cannot_be_scored_is_refused_and_nothing_written(seqmatch: Any, tmp_path: Path, write: Write) -> None:
    good = write(rows_of("ann"))
    assert "the first is of 2025-07-01" in refused(seqmatch, tmp_path, good, "--as-of", "2020-01-01")
    assert "--as-of" in refused(seqmatch, tmp_path, good, "--as-of", "31.03.2026")
    assert "nowhere.csv: There is no such file" in refused(seqmatch, tmp_path, tmp_path / "nowhere.csv")
    assert "no transactions" in refused(seqmatch, tmp_path, write([], "empty.csv"))
    assert "Columns are missing" in refused(seqmatch, tmp_path, write(["1,2"], "bare.csv", "date,amount"))
    bad = write([*rows_of("ann")[:3], "ann,Checking,31.03.2026,1.00,X,"], "bad.csv")
    assert "rows 5 are not" in refused(seqmatch, tmp_path, bad)
    (tmp_path / "bare").mkdir()
    assert "in this folder" in refused(seqmatch, tmp_path, tmp_path / "bare")
    assert str(LAST) == "2026-03-31"


def test_many_people_looked_at_on_all_processors_are_told_the_same(
    scored: Any, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(rows_of("ann") + rows_of("ben"))
    alone = scored(file)
    monkeypatch.setattr("seqmatch.families.coaching.scoring.batch.MANY_ROWS", 1)
    at_once = scored(file)
    assert len(alone["streams"]) > 3 and all(alone[name].equals(at_once[name]) for name in TABLES)
