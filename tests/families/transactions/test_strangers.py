"""What ships is right about lines that somebody else invented, and as sure as it is right.

``strangers.csv`` holds 383 lines as banks of eight countries print them, written before the lists and the recipe were
tuned, by hands that tuned neither. Nobody tunes on it: only totals are looked at.
"""

from __future__ import annotations

import polars as pl
import pytest

from benchmarks.lines import COMMON, STRANGERS, Said, by_heuristic, by_model, score
from seqmatch.data.taxonomy.categories import NAMES


@pytest.fixture(scope="module")
def lines() -> pl.DataFrame:
    return pl.read_csv(STRANGERS)


@pytest.fixture(scope="module")
def said(lines: pl.DataFrame) -> Said:
    return by_model(lines)


def test_the_lines_are_of_eight_countries_and_of_categories_there_are(lines: pl.DataFrame) -> None:
    assert len(lines) >= 300 and lines["country"].n_unique() == 8
    assert set(lines["category"]) <= set(NAMES)


def test_the_default_is_right_about_seven_lines_of_eight(lines: pl.DataFrame, said: Said) -> None:
    accuracy, low, _ = score(lines, said)["accuracy"]
    assert accuracy > 0.87 and low > 0.84


def test_the_default_is_no_worse_than_the_lists_alone_and_surer_of_what_it_may_be(
    lines: pl.DataFrame, said: Said
) -> None:
    ours, theirs = score(lines, said), score(lines, by_heuristic(lines))
    assert ours["accuracy"][0] > theirs["accuracy"][0] - 0.01
    assert ours["calibration_error"][0] < theirs["calibration_error"][0]
    assert ours["calibration_error"][0] < 0.07
    assert ours["right_of_named"][0] > 0.87


def test_no_country_is_left_behind(lines: pl.DataFrame, said: Said) -> None:
    right = lines.with_columns(right=pl.Series([name for name, _ in said]) == pl.col("category"))
    by_country = right.group_by("country").agg(pl.col("right").mean())
    assert by_country.filter(pl.col("right") < 0.75)["country"].to_list() == []


def test_no_money_that_leaves_is_income(lines: pl.DataFrame, said: Said) -> None:
    named = [name for (name, _), amount in zip(said, lines["amount"], strict=True) if amount < 0]
    assert "income" not in named


def test_refunds_persons_and_cash_machines_are_told_by_the_lines_everybody_knows() -> None:
    common = pl.read_csv(COMMON)
    told = {text: name for text, (name, _) in zip(common["description"], by_model(common), strict=True)}
    assert len(told) == 40
    assert {text: told[text] for text in EXPECTED} == EXPECTED


EXPECTED = {
    "INTEREST CHARGED": "fees",
    "INTEREST PAID": "income",
    "AMAZON.COM REFUND": "shopping",
    "LNK TESCO EXPRESS HIGH ST": "cash",
    "FPO MISS A FISHER": "transfers",
    "ZELLE PAYMENT TO JOHN COOK": "transfers",
    "AFFIRM * PAY 8KJ2": "loans",
    "DAUERAUFTRAG MIETE HAUPTSTR 12": "housing",
    "VIR LOYER NOVEMBRE": "housing",
    "RECIBO ALQUILER PISO": "housing",
    "LOHN / GEHALT MUSTER GMBH": "income",
    "TRADE REPUBLIC SPARPLAN": "investments",
}
