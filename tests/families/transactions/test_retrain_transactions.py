"""A challenger replaces the live categoriser only where it is shown to be better on transactions new to both."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from random import Random

import polars as pl
import pytest
from small_town import town

from seqmatch.errors import TrainingError
from seqmatch.families.transactions.dataset import transactions_data
from seqmatch.families.transactions.retraining.retrain import retrain
from seqmatch.families.transactions.training.train import LabelledSource, train
from seqmatch.lifecycle.measuring.decision import Decision
from seqmatch.lifecycle.versions import audit
from seqmatch.lifecycle.versions.registry import live_version, versions

OTHER_NAMES = {"groceries": "fuel", "fuel": "health", "health": "groceries"}


def later(frame: pl.DataFrame, days: int = 400) -> pl.DataFrame:
    """The same, so many days later and under other ids."""
    return frame.with_columns(
        date=pl.col("date") + dt.timedelta(days=days), transaction_id=pl.concat_str(pl.lit("n"), "transaction_id")
    )


def renamed(frame: pl.DataFrame) -> pl.DataFrame:
    """Every shop sells something else now."""
    return frame.with_columns(pl.col("category").replace(OTHER_NAMES))


def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
    labels = frame["category"].to_list()
    Random(1).shuffle(labels)
    return frame.with_columns(category=pl.Series(labels))


def run(frame: pl.DataFrame, models: Path, fingerprint: str = "a", provenance: str = "operator") -> Decision:
    source = LabelledSource("synthetic" if provenance == "synthetic" else "operator", fingerprint * 64)
    return retrain(transactions_data(frame), source, models, 7)


def live(models: Path) -> str:
    return live_version(models / "transactions").name


def test_the_first_version_is_promoted_where_it_beats_the_base_rates(tmp_path: Path) -> None:
    decision = run(town(500), tmp_path)
    assert (decision.outcome, decision.champion, decision.version) == ("promoted", None, live(tmp_path))
    assert decision.over_base_rates is not None and decision.over_base_rates.verdict == "better"
    assert decision.over_base_rates.unit == "transactions"


def test_labels_that_were_mixed_up_are_never_promoted(tmp_path: Path) -> None:
    assert run(shuffled(town(500)), tmp_path / "none").outcome == "kept"
    run(town(500), tmp_path)
    before = live(tmp_path)
    decision = run(
        pl.concat([town(500), later(shuffled(town(500, seed=9)))]).filter(pl.col("date").dt.year() > 2025),
        tmp_path,
        "b",
    )
    assert (decision.outcome, live(tmp_path)) == ("kept", before)
    assert "mixed-up labels" in decision.why[0]


def test_the_same_data_again_is_nothing_to_compare(tmp_path: Path) -> None:
    run(town(500), tmp_path)
    decision = run(town(500), tmp_path)
    assert (decision.outcome, decision.contests) == ("kept", ())
    assert "nothing to compare" in decision.why[0]


def test_one_that_knows_what_shops_sell_now_wins_on_later_transactions(tmp_path: Path) -> None:
    run(town(500), tmp_path)
    champion = live(tmp_path)
    decision = run(later(renamed(town(600, seed=6))), tmp_path, "b")
    assert (decision.outcome, decision.champion) == ("promoted", champion)
    assert [(contest.kind, contest.won, contest.advantage) for contest in decision.contests] == [
        ("later transactions", True, False),
        ("new payees", True, False),
    ]
    assert live(tmp_path) == decision.version != champion


def test_losing_to_a_champion_on_what_it_learned_from_proves_nothing_but_a_win_counts(tmp_path: Path) -> None:
    run(town(500), tmp_path)
    decision = run(town(500).with_columns(category=pl.col("category")).head(490), tmp_path, "b")
    assert [(contest.kind, contest.advantage, contest.worse) for contest in decision.contests] == [
        ("known transactions", True, ())
    ]
    assert decision.outcome == "kept"
    decision = run(renamed(town(500)), tmp_path, "c")
    assert [(contest.kind, contest.won) for contest in decision.contests] == [("known transactions", True)]
    assert decision.outcome == "promoted"


def test_a_champion_of_generated_people_has_met_nobody_and_categories_of_ones_own_are_none_it_knows(
    tmp_path: Path,
) -> None:
    run(town(500), tmp_path, provenance="synthetic")
    own = town(600, seed=8).with_columns(category=pl.concat_str(pl.lit("my "), "category"))
    decision = run(own, tmp_path, "b")
    assert {contest.kind for contest in decision.contests} == {"later transactions", "new payees"}
    assert decision.outcome == "promoted"
    accuracy = next(one for one in decision.contests[0].comparisons if one.metric == "accuracy")
    assert accuracy.champion == 0 < accuracy.challenger


def test_what_was_decided_is_in_the_audit_log_and_a_loser_is_not_kept(tmp_path: Path) -> None:
    run(town(500), tmp_path)
    decision = run(town(500).head(480), tmp_path, "b")
    assert decision.outcome == "kept"
    entry = audit.events(tmp_path / "transactions")[-1]
    assert (entry["event"], entry["decision"], entry["why"]) == ("retrain", "kept", list(decision.why))
    assert versions(tmp_path / "transactions") == [live(tmp_path)]
    json.dumps(decision.to_json(), allow_nan=False)


def test_the_same_contest_gives_the_same_figures(tmp_path: Path) -> None:
    told = []
    for name in ("one", "other"):
        run(town(500), tmp_path / name)
        told.append(run(later(town(400, seed=6)), tmp_path / name, "b").to_json())
    assert told[0] == told[1]


def test_a_version_that_does_not_say_until_when_it_learned_is_not_compared(tmp_path: Path) -> None:
    run(town(500), tmp_path)
    manifest = live_version(tmp_path / "transactions") / "manifest.json"
    told = json.loads(manifest.read_text())
    del told["data"]["until"]
    manifest.write_text(json.dumps(told))
    decision = run(later(town(400, seed=6)), tmp_path, "b")
    assert (decision.outcome, decision.contests) == ("kept", ())
    assert "seqmatch transactions train" in " ".join(decision.why)


def test_too_little_changes_nothing(tmp_path: Path) -> None:
    train(transactions_data(town(500)), LabelledSource("operator", "a" * 64), tmp_path, 7)
    before = live(tmp_path)
    with pytest.raises(TrainingError):
        run(town(50), tmp_path, "b")
    assert live(tmp_path) == before
