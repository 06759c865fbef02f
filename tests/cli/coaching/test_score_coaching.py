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
from scored_users import bytes_of

from seqmatch.families.coaching.dataset import totals
from seqmatch.families.coaching.person import Person
from seqmatch.lifecycle.batch import schedulers

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

    def run(path: Path, *options: object) -> dict[str, pl.DataFrame]:
        out = tmp_path / f"out-{len(list(tmp_path.glob('out-*')))}"
        ran = seqmatch("score", "coaching", "--transactions", path, "--out", out, *options)
        assert ran.code == 0, ran.err
        written = {one.name for one in out.iterdir() if not one.name.startswith(".")}
        assert written == {"run.json", *(f"{name}.parquet" for name in TABLES)}
        return {name: pl.read_parquet(out / f"{name}.parquet") for name in TABLES}

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
    assert [one.name for one in (tmp_path / "out").glob("*")] in ([], [".run.lock"])
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


def test_parts_are_told_what_one_part_is_told_here_and_on_all_processors(
    scored: Any, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [row for name in ("ann", "ben", "cas") for row in rows_of(name)]
    for number in range(23):  # positions among peers need 25 people, of the same day
        paid = rows_of(f"few-{number:02}", 35 + number % 5)
        people += [row.replace(",3000.00,", f",{2_500 + 20 * number}.00,") for row in paid]
    file = write([*people, *rows_of("earlier", last=LAST.replace(day=17))])
    whole = scored(file)
    assert whole["weeks"]["peers_income"].drop_nulls().is_between(0, 1).all()
    assert whole["weeks"]["peers_income"].n_unique() > 20 and whole["forecasts"]["backtests"].max() == 2
    parts = scored(file, "--part-people", 4)
    monkeypatch.setattr("seqmatch.families.coaching.answers.scored.MANY_ROWS", 1)
    at_once = scored(file, "--part-people", 14)
    for name in TABLES:
        assert len(whole[name]) > 3 and parts[name].equals(whole[name]) and at_once[name].equals(whole[name]), name


@pytest.fixture
def runs(seqmatch: Any, write: Write, tmp_path: Path) -> Any:
    """Scores three people, one at a time, into a folder of that name."""
    file = write([row for name in ("ann", "ben", "cas") for row in rows_of(name, 60)])

    def run(name: str, *options: object) -> Any:
        told = ("--transactions", file, "--out", tmp_path / name, "--part-people", 1)
        return seqmatch("score", "coaching", *told, *options)

    return run


def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(
    runs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runs("whole").code == 0
    honest, done = schedulers.score_part, []

    def dying(*arguments: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(honest(*arguments))
        return done[0]

    with monkeypatch.context() as patched:
        patched.setattr(schedulers, "score_part", dying)
        assert runs("killed").code != 0
    assert not list((tmp_path / "killed").glob("*.parquet"))
    (tmp_path / "killed" / ".writing-weeks-7").write_bytes(b"half of a ta")
    with monkeypatch.context() as patched:  # everybody was looked at once, before the first part
        patched.setattr("seqmatch.families.coaching.answers.scored.everybody", None)
        told = json.loads(runs("killed", "--json").out)
    assert (told["rows"], told["scored_now"], told["forecasts"]) == (3, 2, 3)
    assert bytes_of(tmp_path / "killed") == bytes_of(tmp_path / "whole") and len(bytes_of(tmp_path / "whole")) == 5
    assert json.loads(runs("killed", "--json").out)["scored_now"] == 0


def test_a_folder_of_another_day_or_of_something_else_is_refused(runs: Any, tmp_path: Path) -> None:
    assert runs("out", "--as-of", "2026-03-01").code == 0
    before = bytes_of(tmp_path / "out")
    ran = runs("out")
    assert ran.code == 2 and "another run: options differ" in ran.err and bytes_of(tmp_path / "out") == before
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "weeks.parquet").write_bytes(b"of an earlier release")
    ran = runs("old")
    assert ran.code == 2 and "holds other files" in ran.err


@pytest.mark.parametrize("people", [25, 1], ids=["beside others", "alone in a part"])
def test_one_person_who_cannot_be_scored_costs_nobody_else_an_answer(
    people: int, scored: Any, seqmatch: Any, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = totals._row

    def failing(number: int, person: Person, *more: Any) -> Any:
        if person.user == "ben":
            raise ZeroDivisionError
        return honest(number, person, *more)

    sound = scored(write(rows_of("ann") + rows_of("cas")))
    monkeypatch.setattr(totals, "_row", failing)
    file, out = write(rows_of("ann") + rows_of("ben") + rows_of("cas")), tmp_path / "out"
    command = ("score", "coaching", "--transactions", file, "--out", out, "--part-people", people)
    assert "No answer for 1 person" in seqmatch(*command).out
    (failure,) = pl.read_parquet(out / "failures.parquet").iter_rows(named=True)
    assert (failure["user"], failure["_row"], failure["code"]) == ("ben", 2, "internal_error")
    for name in TABLES:
        assert pl.read_parquet(out / f"{name}.parquet").equals(sound[name]), name
