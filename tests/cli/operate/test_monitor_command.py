"""``seqmatch monitor``: what it sees of a family that is served, by exit code and by what is told."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from small_town import town

from seqmatch.data.synthetic.people.generate import generate, write
from seqmatch.families.transactions.dataset import transactions_data
from seqmatch.families.transactions.training.train import LabelledSource, train
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.schemas.transaction import FRAME_COLUMNS
from seqmatch.store.engine import open_store
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions
from seqmatch.store.transactions.transactions import add_transactions

RETRAIN = 4


@pytest.fixture
def models(small_models_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_models_dir, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def told(ran: Any) -> dict[str, Any]:
    return dict(json.loads(ran.out))


def served(store: Path, version: str, source: str, of: int, right: int, probability: float) -> None:
    """Answers of a version, of which some were accepted and the others rejected."""
    events = [
        SuggestionEvent(
            family="onboarding",
            subject=f"{source}-{number}",
            mode="model",
            source=source,  # type: ignore[arg-type]
            candidates=[{"category": "TAXES", "probability": probability}],
            covered=True,
            unit_hash=f"{source}-{number}",
            model_version=version,
        )
        for number in range(of)
    ]
    words = [
        Feedback("onboarding", event.subject, "accept" if number < right else "reject", event.event_id)
        for number, event in enumerate(events)
    ]
    with open_store(str(store)) as opened:
        record_suggestions(opened, events)
        record_feedback(opened, words)


def test_people_of_the_same_kind_have_not_drifted_and_people_of_another_have(
    seqmatch: Any, models: Path, store: Path, tmp_path: Path
) -> None:
    write(generate(users=400, seed=77, preset="exam"), tmp_path / "same")
    write(generate(users=400, seed=77, preset="reference"), tmp_path / "other")

    def look(folder: str) -> Any:
        files = ("--profiles", tmp_path / folder / "profiles.csv", "--rules", tmp_path / folder / "rules.csv")
        return seqmatch("monitor", "--models", models, "--store", store, *files, "--json")

    same, other = look("same"), look("other")
    assert (same.code, told(same)["retrain"]["advised"]) == (0, False)
    assert (other.code, told(other)["retrain"]["advised"]) == (RETRAIN, True)
    drifted = [one for one in told(other)["drift"] if one["verdict"] == "drift"]
    assert all(one["psi"] > 0.1 and one["psi"] > one["noise"] for one in drifted)


def test_a_version_that_is_less_right_than_it_promised_is_to_be_retrained(
    seqmatch: Any, models: Path, store: Path
) -> None:
    served(store, live_version(models / "onboarding").name, "live", of=400, right=240, probability=0.9)
    ran = seqmatch("monitor", "--models", models, "--store", store)
    assert ran.code == RETRAIN
    assert "right 60% of the time where 90% was promised" in ran.out


def test_a_version_that_keeps_its_promise_is_left_alone(seqmatch: Any, models: Path, store: Path) -> None:
    served(store, live_version(models / "onboarding").name, "live", of=400, right=350, probability=0.9)
    ran = seqmatch("monitor", "--models", models, "--store", store, "--json")
    assert ran.code == 0
    assert told(ran)["performance"]["judged"] == 400
    assert told(ran)["performance"]["decayed"] is False


def test_a_dozen_bad_answers_are_noise(seqmatch: Any, models: Path, store: Path) -> None:
    served(store, live_version(models / "onboarding").name, "live", of=12, right=8, probability=0.9)
    assert seqmatch("monitor", "--models", models, "--store", store).code == 0


def test_answers_older_than_the_window_are_not_looked_at(seqmatch: Any, models: Path, store: Path) -> None:
    version = live_version(models / "onboarding").name
    event = SuggestionEvent(
        "onboarding", "old", "model", "live", [], True, model_version=version,
        created_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=40),
    )  # fmt: skip
    with open_store(str(store)) as opened:
        record_suggestions(opened, [event])
    assert told(seqmatch("monitor", "--models", models, "--store", store, "--json"))["receptions"] == []
    assert (
        len(told(seqmatch("monitor", "--models", models, "--store", store, "--days", 60, "--json"))["receptions"]) == 1
    )


def test_a_page_that_needs_nothing_else_is_written(seqmatch: Any, models: Path, store: Path, tmp_path: Path) -> None:
    served(store, live_version(models / "onboarding").name, "live", of=50, right=45, probability=0.9)
    page = tmp_path / "pages" / "monitor.html"
    ran = seqmatch("monitor", "--models", models, "--store", store, "--html", page)
    assert str(page) in ran.out
    written = page.read_text()
    assert "Onboarding: accuracy and drift" in written
    assert "default-src 'none'" in written and "http" not in written.replace("http-equiv", "")


def test_nothing_known_is_said_and_makes_no_store(
    seqmatch: Any, models: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("SEQMATCH_STORE", raising=False)
    ran = seqmatch("monitor", "--models", models)
    assert ran.code == 0
    assert "No answers were recorded" in ran.out
    assert not (tmp_path / "data").exists()


def test_transactions_of_the_same_kind_have_not_drifted_and_dearer_ones_have(
    seqmatch: Any, models: Path, tmp_path: Path
) -> None:
    train(transactions_data(town(600, seed=1)), LabelledSource("operator", "f" * 64), models, 7)

    def look(name: str, frame: pl.DataFrame) -> Any:
        address = tmp_path / f"{name}.sqlite"
        with open_store(str(address)) as opened:
            add_transactions(opened, frame.select(FRAME_COLUMNS))
        assert seqmatch("features", "build", "--all", "--store", address).code == 0
        ever = ("--days", 3650)
        return seqmatch("monitor", "--family", "transactions", "--models", models, "--store", address, *ever, "--json")

    others = town(600, seed=2)
    same, dearer = look("same", others), look("dearer", others.with_columns(pl.col("amount_cents") * 10))
    assert (same.code, told(same)["rows"]) == (0, 600)
    assert [one for one in told(same)["drift"] if one["verdict"] == "drift"] == []
    assert len(told(same)["drift"]) == 9
    assert dearer.code == RETRAIN
    assert [one["column"] for one in told(dearer)["drift"] if one["verdict"] == "drift"] == ["log amount"]
    assert "log amount" in told(dearer)["retrain"]["why"][0]
