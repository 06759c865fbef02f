"""``seqmatch transactions generate`` writes what the readers of bank files read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seqmatch.data.statements.statement import read_labelled, read_transactions
from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.schemas.transaction import STATEMENT_COLUMNS


@pytest.mark.parametrize("name", ["spending.csv", "spending.csv.gz"])
def test_what_is_written_is_read_back_to_the_cent(seqmatch: Any, tmp_path: Path, name: str) -> None:
    ran = seqmatch("transactions", "generate", "--users", 4, "--days", 90, "--seed", 3, "--out", tmp_path / name)
    made = generate_spending(4, 90, 3).frame
    assert (ran.code, ran.out.startswith(f"Wrote {len(made):,} synthetic transactions of 4 people")) == (0, True)
    assert read_labelled(tmp_path / name).frame.drop("currency").equals(made)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_labels_may_be_left_out_and_the_first_day_said(seqmatch: Any, tmp_path: Path) -> None:
    out = tmp_path / "plain.csv"
    options = ("--users", 1, "--days", 30, "--start", "2026-02-01", "--no-labels")
    assert seqmatch("transactions", "generate", "--out", out, *options).code == 0
    file = read_transactions(out)
    assert tuple(file.frame.columns) == STATEMENT_COLUMNS and "category" not in out.read_text().splitlines()[0]
    assert file.quality.first >= "2026-02-01" and file.quality.last <= "2026-03-02"
