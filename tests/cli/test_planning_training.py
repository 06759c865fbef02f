"""``seqmatch planning train|evaluate`` on an operator's file, to the end. Synthetic people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.families.planning.evaluation import odds
from seqmatch.families.planning.training import learn_odds, train
from seqmatch.settings import resource


def written(path: Path, people: int, days: int) -> Path:
    """Histories as an operator's file has them."""
    made = generate_lives(people, days, seed=41).transactions
    amount = (pl.col("amount_cents") / 100).round(2).alias("amount")
    made.select("user", "account", "date", amount, "description").write_csv(path)
    return path


def test_the_live_versions_odds_are_measured_on_an_operators_file(seqmatch: Any, tmp_path: Path) -> None:
    file = written(tmp_path / "people.csv", 4, 560)
    ran = seqmatch("planning", "evaluate", "--transactions", file, "--models", resource("models"), "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["provenance"], told["people"]) == (0, "operator", 4)
    assert {"base rate", "simulated paths", "odds of this version", "boosted regression"} == {
        one["name"] for one in told["odds"] if one["name"] != "shuffled months"
    }


def test_histories_too_short_to_know_how_a_goal_ended_are_refused(seqmatch: Any, tmp_path: Path) -> None:
    file = written(tmp_path / "short.csv", 2, 200)
    ran = seqmatch("planning", "evaluate", "--transactions", file, "--models", resource("models"))
    assert ran.code == 2
    assert "16 months" in ran.err


def test_odds_are_learned_from_an_operators_file_and_the_version_says_so(
    seqmatch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With few households and few questions: how good it is is asked elsewhere."""
    monkeypatch.setattr(train, "HOUSEHOLDS", 1)
    monkeypatch.setattr(learn_odds, "ASKED", 1)
    monkeypatch.setattr(odds, "DRIFTS", (0.04,))
    file, models = written(tmp_path / "people.csv", 52, 560), tmp_path / "models"
    ran = seqmatch("planning", "train", "--transactions", file, "--models", models, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["provenance"], told["live"]) == (0, "operator", True)
    assert "people (operator)" in (Path(told["path"]) / "card.md").read_text()


def test_too_few_people_are_refused_before_anything_is_measured(
    seqmatch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "compare", None)  # would fail
    file, models = written(tmp_path / "few.csv", 3, 560), tmp_path / "models"
    ran = seqmatch("planning", "train", "--transactions", file, "--models", models)
    assert ran.code == 2
    assert "Odds need 50 people with 16 months or more; these are 3." in ran.err
    assert not models.exists()
