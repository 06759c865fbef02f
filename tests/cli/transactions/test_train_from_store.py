"""``seqmatch transactions train --store``: what the labels in a store teach, and the record that is kept of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from small_town import town

from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.schemas.transaction import FRAME_COLUMNS
from seqmatch.store.engine import Store
from seqmatch.store.training_runs import training_runs
from seqmatch.store.transactions.labels import set_labels
from seqmatch.store.transactions.transactions import add_transactions

CORNER = "ITO CORNER"


def a_corner_shop(source: str, category: str, rows: int) -> pl.DataFrame:
    """Purchases at one shop that some call this and some that."""
    drawn = town(rows, seed=len(source))
    return drawn.with_columns(
        transaction_id=pl.concat_str(pl.lit(source), "transaction_id"),
        description=pl.lit(CORNER),
        amount_cents=pl.lit(-1_000, pl.Int64),
        category=pl.lit(category),
        source=pl.lit(source),
    )


def fill(store: Store, labelled: pl.DataFrame) -> None:
    add_transactions(store, labelled.select(FRAME_COLUMNS))
    set_labels(store, labelled.select("transaction_id", "category", "source"))


@pytest.fixture
def train(seqmatch: Any, store_address: str, tmp_path: Path) -> Any:
    def run(*options: object) -> Any:
        return seqmatch("transactions", "train", "--store", store_address, "--models", tmp_path, *options, "--json")

    return run


def test_a_run_is_kept_with_its_sizes_its_figures_and_what_it_made(train: Any, store: Store, tmp_path: Path) -> None:
    fill(store, town(400))
    ran = train()
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    (run,) = training_runs(store, "transactions")
    folder = live_version(tmp_path / "transactions")
    assert run.model_version == told["version"] == folder.name
    assert run.model_uri == folder.resolve().as_uri()
    assert run.finished_at is not None and run.started_at <= run.finished_at
    later = json.loads((folder / "metrics.json").read_text())["later"]
    figures = later["contestants"]["seqmatch"]
    assert (run.train_size, run.class_count, run.test_size) == (400, 3, later["transactions"])
    assert (run.accuracy, run.f1_macro) == (figures["accuracy"]["value"], figures["macro_f1"]["value"])
    assert run.notes is not None and run.notes.startswith("promoted; measured")


def test_a_run_that_fails_is_kept_as_one_that_made_nothing(
    train: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*told: object, **named: object) -> None:
        raise OSError("No space left on device")

    fill(store, town(400))
    monkeypatch.setattr("seqmatch.families.transactions.training.train.publish", full)
    monkeypatch.setattr("seqmatch.families.transactions.training.train.learn", lambda *told: {})
    assert train().code != 0
    (run,) = training_runs(store, "transactions")
    assert run.finished_at is not None
    assert (run.model_version, run.accuracy, run.notes) == (None, None, "Failed: OSError.")


def test_what_people_say_outweighs_twice_as_many_imported_labels(
    seqmatch: Any, train: Any, store: Store, tmp_path: Path
) -> None:
    statement = tmp_path / "statement.csv"
    statement.write_text(f"date,description,amount\n2026-01-05,{CORNER},-10\n")

    def told_of_the_corner() -> str:
        ran = seqmatch("transactions", "categorize", statement, "--models", tmp_path, "--json")
        return str(json.loads(ran.out)["candidates"][0]["category"])

    fill(store, town(400))
    fill(store, a_corner_shop("import", "fuel", 40))
    live = json.loads(train().out)["version"]
    assert told_of_the_corner() == "fuel"

    fill(store, a_corner_shop("human", "groceries", 20))
    candidate = json.loads(train("--candidate").out)["version"]
    assert told_of_the_corner() == "fuel", "a candidate changes no answer"
    assert seqmatch("models", "promote", candidate, "--family", "transactions", "--models", tmp_path).code == 0
    assert told_of_the_corner() == "groceries"
    kept = training_runs(store, "transactions")
    assert [run.model_version for run in kept] == [candidate, live]
    assert kept[0].notes is not None and kept[0].notes.startswith("candidate")
