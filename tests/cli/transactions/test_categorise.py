"""`seqmatch transactions train|categorize|evaluate` as a shell would run them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

SHOPS = {"groceries": ("MARKET", "BAKERY"), "fuel": ("PETROL", "FUELS"), "health; & care": ("PHARMACY", "DENTAL")}


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Columns called as some bank calls them; categories are the operator's own words."""
    luck = Random(3)
    lines = ["Transaction Date,Details,Amount,Category"]
    for _ in range(400):
        category = luck.choice(list(SHOPS))
        shop = f"{luck.choice(['BELLINI', 'CASTRO', 'DUVAL', 'ITO'])} {luck.choice(SHOPS[category])}"
        date = f"2025-{luck.randint(1, 12):02d}-{luck.randint(1, 28):02d}"
        lines.append(f"{date},{shop} #{luck.randint(1, 20)},-{luck.randint(3, 90)}.{luck.randint(10, 99)},{category}")
    path = tmp_path_factory.mktemp("labels") / "labelled.csv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "statement.csv"
    path.write_text(
        "date,description,amount\n2026-01-05,ITO BAKERY #7,-12.34\n2026-01-06,QQQ,-5\n2026-01-04,DUVAL FUELS,-60\n"
    )
    return path


def test_what_was_learned_from_a_file_categorises_another_row_by_row(
    seqmatch: Any, labelled: Path, statement: Path, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    trained = seqmatch("transactions", "train", "--labelled", labelled, "--models", models, "--json")
    assert trained.code == 0, trained.err
    told = json.loads(trained.out)
    assert (told["transactions"], told["categories"], told["live"], told["provenance"]) == (400, 3, True, "operator")

    ran = seqmatch("transactions", "categorize", statement, "--models", models, "--json")
    assert ran.code == 0, ran.err
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["category"] for line in lines] == ["groceries", None, "fuel"]
    for line in lines:
        assert set(line) == {"transaction_id", "category", "candidates", "provenance"}
        assert line["provenance"] == "operator"
        assert {one["category"] for one in line["candidates"]} == set(SHOPS)
        assert [set(one) for one in line["candidates"]] == [{"category", "probability"}] * 3

    for_people = seqmatch("transactions", "categorize", statement, "--models", models)
    assert "not sure" in for_people.out
    assert "2 of 3 named" in for_people.out

    listed = seqmatch("models", "list", "--models", models, "--family", "transactions")
    assert told["version"] in listed.out


def test_rivals_are_measured_on_the_same_transactions(seqmatch: Any, labelled: Path) -> None:
    ran = seqmatch("transactions", "evaluate", "--labelled", labelled, "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    expected = {"seqmatch", "majority", "heuristic", "linear svm", "keyword trees", "text trees"}
    for name in ("later", "unseen"):
        assert set(told[name]["contestants"]) == expected
        for figures in told[name]["contestants"].values():
            for figure in figures.values():
                assert 0 <= figure["ci95"][0] <= figure["ci95"][1] <= 1


def test_no_models_and_no_labels_are_told_in_a_sentence(seqmatch: Any, statement: Path, tmp_path: Path) -> None:
    ran = seqmatch("transactions", "categorize", statement, "--models", tmp_path / "none", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "No trained models here." in ran.err
    assert "seqmatch transactions train --models" in ran.err
    ran = seqmatch("transactions", "train", "--labelled", statement, "--models", tmp_path / "none")
    assert ran.code == 2
    assert not (tmp_path / "none").exists()


def test_a_file_and_the_store_are_not_learned_from_at_once(seqmatch: Any, labelled: Path, tmp_path: Path) -> None:
    ran = seqmatch("transactions", "train", "--labelled", labelled, "--store", tmp_path / "s.sqlite")
    assert ran.code == 2
    assert "not both" in ran.err
