"""``seqmatch score transactions``: what categorize_transactions says of each row, one bad row apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scored_users import scores

from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.families.transactions.answers.categorise import CATEGORIES, categorize_transactions
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.routing import Desk
from seqmatch.schemas.transaction import FRAME_COLUMNS, Transaction
from seqmatch.settings import Settings, resource

ROWS = 400


@pytest.fixture(scope="module")
def spending() -> pl.DataFrame:
    """Generated transactions of a few people."""
    return generate_spending(users=4, days=60, seed=11).frame.head(ROWS).select(FRAME_COLUMNS)


@pytest.fixture
def score(seqmatch: Any, tmp_path: Path) -> Any:
    def run(file: Path, *options: object) -> pl.DataFrame:
        ran = seqmatch(
            *("score", "transactions", "--transactions", file, "--out", tmp_path / "out"),
            *("--models", resource("models"), "--part-rows", 70, *options),
        )
        assert ran.code == 0, ran.err
        return scores(tmp_path / "out")

    return run


def test_every_transaction_has_the_category_and_reasons_of_the_tool(
    score: Any, spending: pl.DataFrame, tmp_path: Path
) -> None:
    spending.write_parquet(tmp_path / "spending.parquet")
    found = score(tmp_path / "spending.parquet", "--because")
    desk = Desk(ModelHost(Settings(resource("models"))), CATEGORIES)
    for row, given in zip(found.iter_rows(named=True), spending.iter_rows(named=True), strict=True):
        (told,) = categorize_transactions(desk, [Transaction(**given)]).transactions
        assert row["transaction_id"] == given["transaction_id"]
        assert (row["category"], row["because"]) == (told.category, told.because)
        assert row["candidates"] == [one.model_dump() for one in told.candidates]


def test_a_row_that_is_no_transaction_is_told_with_its_place(
    score: Any, spending: pl.DataFrame, tmp_path: Path
) -> None:
    file = tmp_path / "spending.csv"
    lines = (
        spending.select("date", "description", (pl.col("amount_cents") / 100).alias("amount")).write_csv().splitlines()
    )
    day, shop, amount = lines[8].split(",")
    lines[8] = f"{day},{shop},a lot"
    lines[9] = f"soon,{shop},{amount}"
    file.write_text("\n".join(lines[:101]))
    assert len(score(file)) == 98
    failures = pl.read_parquet(tmp_path / "out" / "failures.parquet")
    assert failures["_row"].to_list() == [8, 9]
    assert ["amount" in what for what in failures["what"]] == [True, False]
    assert ["YYYY-MM-DD" in what for what in failures["what"]] == [False, True]


def test_a_file_without_a_column_of_days_is_refused(seqmatch: Any, tmp_path: Path) -> None:
    file = tmp_path / "spending.csv"
    file.write_text("description,amount\nCAFE,-1.00\n")
    ran = seqmatch("score", "transactions", "--transactions", file, "--out", tmp_path / "out")
    assert ran.code == 2 and "Columns are missing: date" in ran.err
