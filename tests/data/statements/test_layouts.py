"""Each known layout is read as its example says: one file of data a bank or product, and no code."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from seqmatch.data.statements.layouts import layouts
from seqmatch.data.statements.statement import read_transactions

EXAMPLES = Path(__file__).parent / "layouts"
LAYOUTS = Path(__file__).resolve().parents[3] / "seqmatch" / "data" / "statements" / "layouts"
NAMES = sorted(path.stem for path in LAYOUTS.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_of_each_layout_gives_the_rows_written_beside_it(name: str) -> None:
    expected = pl.read_csv(EXAMPLES / f"{name}.expected.csv", infer_schema=False)
    read = read_transactions(EXAMPLES / f"{name}.csv")
    assert read.frame.select(expected.columns).cast(pl.String).rows() == expected.rows()
    assert read.quality.layout in {layout.name for layout in layouts()}


def test_what_a_person_says_goes_before_what_a_layout_says(tmp_path: Path) -> None:
    turned = read_transactions(EXAMPLES / "amex.csv", "currency=CAD,description=Card Member")
    assert turned.frame.select("description", "currency").rows() == [("A SAMPLE", "CAD")] * 2
