"""Histories of many people are read whole, or refused whole with the rows at fault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from seqmatch.data.statements.histories import read_histories
from seqmatch.errors import DataError

HEAD = "user,account,date,amount,description,balance\n"
ANN = "ann,current,2026-01-02,-12.5,GROCER,87.50\n"


def written(folder: Path, text: str, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_amounts_are_whole_cents_and_balances_may_be_empty(tmp_path: Path) -> None:
    frame = read_histories(written(tmp_path, HEAD + ANN + "ann,current,2026-01-03,2000,PAY,\n"))
    assert frame["amount_cents"].to_list() == [-1_250, 200_000]
    assert frame["balance_cents"].to_list() == [8_750, None]
    assert frame["date"].to_list() == [dt.date(2026, 1, 2), dt.date(2026, 1, 3)]


def test_cents_may_be_given_as_such(tmp_path: Path) -> None:
    frame = read_histories(
        written(tmp_path, "user,account,date,amount_cents,description\nann,current,2026-01-02,-1250,GROCER\n")
    )
    assert frame["amount_cents"].to_list() == [-1_250]
    assert frame["balance_cents"].to_list() == [None]


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    csv = written(tmp_path, HEAD + ANN)
    parquet = tmp_path / "rows.parquet"
    pl.read_csv(csv).with_columns(pl.col("date").str.to_date()).write_parquet(parquet)
    names = ["user", "account", "date", "amount_cents", "description", "balance_cents"]
    assert read_histories(parquet).select(names).equals(read_histories(csv).select(names))


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    written(tmp_path, HEAD + ANN, "a.csv")
    written(tmp_path, HEAD + ANN.replace("ann", "bob"), "b.csv")
    written(tmp_path, "nothing to do with it", "notes.txt")
    frame = read_histories(tmp_path)
    assert frame["user"].to_list() == ["ann", "bob"]
    assert frame["transaction_id"].n_unique() == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("ann,current,2026-01-02,twelve,GROCER,\n" + ANN, "rows 2 are not"),
        (ANN + "ann,current,02/01/2026,-1,GROCER,\n", "rows 3 are not"),
        (ANN + "ann,current,2026-01-03,-1,GROCER,much\n", "row 3, balance"),
        ("", "no transactions"),
    ],
)
def test_one_value_that_is_none_refuses_the_file_and_names_the_row(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_histories(written(tmp_path, HEAD + rows))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="amount or amount_cents"):
        read_histories(written(tmp_path, "user,account,date,description\nann,current,2026-01-02,GROCER\n"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no"):
        read_histories(tmp_path)
