"""``seqmatch retrain --family transactions``, and what ``transactions train`` says of the version it replaces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_town import town

from seqmatch.store.engine import Store
from seqmatch.store.training_runs import training_runs
from seqmatch.store.transactions.labels import set_labels
from seqmatch.store.transactions.transactions import add_transactions


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    town(300).select("date", "description", "amount_cents", "category").write_csv(path)
    return path


def test_the_first_run_promotes_with_exit_code_0_and_the_second_keeps_with_3(
    seqmatch: Any, labelled: Path, tmp_path: Path
) -> None:
    run = ("retrain", "--family", "transactions", "--labelled", labelled, "--models", tmp_path / "models")
    first = seqmatch(*run, "--json")
    told = json.loads(first.out)
    assert (first.code, told["decision"], told["family"], told["champion"]) == (0, "promoted", "transactions", None)
    assert (told["transactions"], told["categories"], told["provenance"]) == (300, 3, "operator")
    second = seqmatch(*run)
    assert second.code == 3
    assert f"Kept: {told['version']} stays live" in second.out and "nothing to compare" in second.out


def test_training_says_which_version_it_replaced_without_comparing(
    seqmatch: Any, labelled: Path, tmp_path: Path
) -> None:
    run = ("transactions", "train", "--labelled", labelled, "--models", tmp_path / "models")
    first = json.loads(seqmatch(*run, "--json").out)
    assert first["replaced"] is None
    second = seqmatch(*run, "--seed", "9")
    assert f"It replaced {first['version']} without comparing." in second.out
    assert "seqmatch retrain --family transactions" in second.out
    back = seqmatch("models", "rollback", "--family", "transactions", "--models", tmp_path / "models")
    assert back.code == 0 and first["version"] in back.out


def test_a_run_from_the_store_is_told_in_its_record(
    seqmatch: Any, store: Store, store_address: str, tmp_path: Path
) -> None:
    frame = town(300)
    add_transactions(store, frame)
    set_labels(store, frame.select("transaction_id", "category", "source"))
    run = ("retrain", "--family", "transactions", "--store", store_address, "--models", tmp_path / "models", "--json")
    promoted = json.loads(seqmatch(*run).out)
    assert seqmatch(*run).code == 3
    kept, first = training_runs(store, "transactions")
    assert (first.model_version, kept.model_version) == (promoted["version"], None)
    assert first.notes is not None and first.notes.startswith("promoted")
    assert kept.notes == "kept; the live version stays"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--labelled", "x.csv"), "--labelled"),
        (("--family", "transactions", "--profiles", "x.csv"), "--profiles"),
        (("--family", "transactions", "--labelled", "x.csv", "--from-store"), "--labelled/--store"),
    ],
)
def test_options_of_another_family_are_refused_by_name(
    seqmatch: Any, options: tuple[str, ...], named: str, tmp_path: Path
) -> None:
    ran = seqmatch("retrain", *options, "--models", tmp_path / "models")
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
