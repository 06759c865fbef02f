"""Training the transactions family: reproducible, whole or not at all, and never what one person's do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_town import town
from threadpoolctl import threadpool_limits

from seqmatch.errors import TrainingError
from seqmatch.families.transactions.dataset import TransactionsData, movements_of, transactions_data
from seqmatch.families.transactions.evaluation.slices import split
from seqmatch.families.transactions.models import TRANSACTIONS, TransactionModels
from seqmatch.families.transactions.scoring import categorise
from seqmatch.families.transactions.training.train import LabelledSource, learn, train
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.registry import live_version, versions
from seqmatch.settings import Settings

SOURCE = LabelledSource("operator", "f" * 64)


@pytest.fixture(scope="module")
def folder(town_data: TransactionsData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("town")
    train(town_data, SOURCE, made, 7)
    return made


@pytest.fixture(scope="module")
def models(folder: Path) -> TransactionModels:
    return ModelHost(Settings(folder)).live(TRANSACTIONS)


def test_the_order_of_rows_and_the_number_of_threads_change_no_byte(
    town_frame: pl.DataFrame, town_data: TransactionsData, folder: Path
) -> None:
    shuffled = transactions_data(town_frame.sample(fraction=1, shuffle=True, seed=1))
    with threadpool_limits(2):
        again = learn(shuffled, SOURCE, 7)
    assert again == read_version(live_version(folder / "transactions")).files


def test_it_knows_shops_it_met_and_trades_of_shops_it_never_met(models: TransactionModels) -> None:
    asked = town(3).with_columns(
        description=pl.Series(["BELLINI BAKERY #4", "VAN DYKE DENTAL", "ZORBA FUELS"]), mcc=pl.lit(None, pl.String)
    )
    told = categorise(models, asked)
    assert [one.candidates[0][0] for one in told] == ["groceries", "health", "fuel"]
    assert told[0].category == "groceries"
    for one in told:
        values = [likely for _, likely in one.candidates]
        assert values == sorted(values, reverse=True)
        assert sum(values) == pytest.approx(1, abs=1e-3)  # three categories, three candidates


def test_what_it_never_heard_of_is_not_named(models: TransactionModels) -> None:
    asked = town(1).with_columns(description=pl.lit("XQZ"))
    (told,) = categorise(models, asked)
    assert told.category is None
    assert len(told.candidates) == 3
    assert all(likely == pytest.approx(1 / 3, abs=0.1) for _, likely in told.candidates)  # base rates


def test_reasons_add_up_to_the_margin(models: TransactionModels) -> None:
    text = models.categoriser.learned_.text
    said = "bellini bakery 4"
    margins = text.margins(np.array([said]))[0][0]
    whole = sum(effect for _, effect in text.contributions(said, 1, 0))
    intercepts = float(text.intercept_[1] - text.intercept_[0])
    assert whole + intercepts == pytest.approx(margins[1] - margins[0], abs=1e-5)


def test_the_reasons_name_the_telling_word() -> None:
    """Where whose the transactions are is not known: in a town of twelve people hardly any text is of five."""
    from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
    from seqmatch.features.transactions import build

    data = transactions_data(town(people=0))
    model = TransactionCategoriser(seed=7).fit(data.movements, data.known, data.classes)
    asked = town(1).with_columns(description=pl.lit("VAN DYKE DENTAL"))
    reasons = model.because(movements_of(build(asked)))
    assert reasons[0][:2] == ("word", "dental")


def test_a_loaded_model_answers_as_the_one_that_was_trained(
    models: TransactionModels, town_data: TransactionsData
) -> None:
    from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser

    fitted = TransactionCategoriser(seed=7).fit(town_data.movements, town_data.known, town_data.classes)
    asked = town_data.movements.subset(np.arange(50))
    assert np.array_equal(fitted.predict_proba(asked), models.categoriser.predict_proba(asked))


def test_every_figure_stands_beside_its_baselines_with_an_interval(models: TransactionModels) -> None:
    for name in ("later", "unseen"):
        contestants = models.metrics[name]["contestants"]
        assert set(contestants) == {"seqmatch", "majority", "heuristic", "linear svm"}
        for figure in contestants["seqmatch"].values():
            assert figure["ci95"][0] <= figure["value"] + 0.05
        assert contestants["seqmatch"]["accuracy"]["value"] > contestants["majority"]["accuracy"]["value"] + 0.3
    assert "| majority |" in models.card


CANARY = "zqxjvkw"


def with_canaries(frame: pl.DataFrame) -> pl.DataFrame:
    """One person's own payee, seen often, and a name that all sent money to."""
    own = frame.head(40).with_columns(
        transaction_id=pl.concat_str(pl.lit("own"), "transaction_id"),
        user=pl.lit("person 1") if frame["user"].null_count() == 0 else pl.col("user"),
        description=pl.lit(f"{CANARY} bakery"),
    )
    sent = frame.tail(40).with_columns(
        transaction_id=pl.concat_str(pl.lit("sent"), "transaction_id"),
        description=pl.lit(f"ZELLE TO {CANARY[::-1]} family"),
    )
    return pl.concat([frame, own, sent])


def test_no_file_holds_what_only_one_persons_do_or_whom_money_was_sent_to() -> None:
    files = learn(transactions_data(with_canaries(town())), SOURCE, 7)
    everything = b"".join(files.values()).decode("latin-1").lower()
    for name in (CANARY, CANARY[::-1]):
        pieces = [name[i : i + 3] for i in range(len(name) - 2)]
        assert [piece for piece in pieces if f'"{piece}' in everything or name in everything] == []
    assert "bakery" in everything  # what many share is learned


def test_where_nobody_is_known_the_names_in_transfers_are_still_not_learned() -> None:
    files = learn(transactions_data(with_canaries(town(people=0))), SOURCE, 7)
    assert CANARY[::-1] not in b"".join(files.values()).decode("latin-1").lower()
    assert b"fewer than 5 people" in files["card.md"]


def test_too_little_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(TrainingError, match="at least 100"):
        transactions_data(town(60))
    with pytest.raises(TrainingError, match="one category"):
        transactions_data(town(300).with_columns(category=pl.lit("groceries")))


def test_a_category_of_four_transactions_is_left_out() -> None:
    rare = town(4).with_columns(category=pl.lit("rare"), transaction_id=pl.concat_str(pl.lit("r"), "transaction_id"))
    data = transactions_data(pl.concat([town(200), rare]))
    assert data.left_out == 4
    assert "rare" not in data.classes


def test_a_candidate_leaves_the_live_version_live(town_data: TransactionsData, folder: Path) -> None:
    live = live_version(folder / "transactions").name
    other = train(town_data, SOURCE, folder, 8, live=False)
    assert other != live
    assert live_version(folder / "transactions").name == live
    assert set(versions(folder / "transactions")) >= {live, other}


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from small_town import town
from seqmatch.families.transactions.dataset import transactions_data
from seqmatch.families.transactions.training.train import LabelledSource, train
print("begun", flush=True)
train(transactions_data(town(900, seed=6)), LabelledSource("operator", "e" * 64), Path(sys.argv[1]), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_at_any_moment_it_leaves_the_live_version_whole(town_data: TransactionsData, tmp_path: Path) -> None:
    train(town_data, SOURCE, tmp_path, 7)
    live = live_version(tmp_path / "transactions").name
    run = [sys.executable, "-c", KILLED, str(tmp_path), str(Path(__file__).parents[2])]
    for wait in (0.3, 1.2):
        process = subprocess.Popen(run, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        now = live_version(tmp_path / "transactions")
        read_version(now)
    subprocess.run(run, check=True, capture_output=True)
    finished = live_version(tmp_path / "transactions")
    assert finished.name != live
    assert json.loads((finished / "manifest.json").read_text())["data"]["fingerprint"] == "e" * 64
    assert not list((tmp_path / "transactions").glob(".writing-*"))


def test_two_categories_of_one_payee_each_are_learned_though_nothing_is_left_to_compare() -> None:
    fuel = pl.col("category") == "fuel"
    shop = pl.when(fuel).then(pl.lit("DUVAL FUELS")).otherwise(pl.lit("ITO MARKET"))
    frame = town(200).with_columns(
        description=shop, category=pl.when(fuel).then(pl.lit("fuel")).otherwise(pl.lit("groceries"))
    )
    data, seed = transactions_data(frame), 20_260
    assert len(np.unique(data.known.labels[split(data, seed).learned])) == 1
    files = learn(data, SOURCE, seed)
    contestants = json.loads(files["metrics.json"])["later"]["contestants"]
    assert {"seqmatch", "majority", "linear svm"} <= set(contestants)
