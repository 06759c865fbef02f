"""A challenger replaces the live coaching models only where it is shown to be better on people and days new to both."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from small_lives import lives, source

from seqmatch.errors import TrainingError
from seqmatch.estimators.forecasting.windows import Windows
from seqmatch.families.coaching import recipe
from seqmatch.families.coaching.dataset.outlook_table import OutlookTable
from seqmatch.families.coaching.models import COACHING
from seqmatch.families.coaching.retraining import retrain as module
from seqmatch.families.coaching.training.train import trained
from seqmatch.lifecycle.measuring.decision import Decision
from seqmatch.lifecycle.versions import audit, publish
from seqmatch.lifecycle.versions.registry import live_version, versions

GOOD, SHUFFLED = 4, 3
"""Seeds of the people that a sound version learned from, and of those whose futures were mixed up."""


def live(models: Path) -> str:
    return live_version(models / "coaching").name


def mixed_up(build: Callable[..., OutlookTable]) -> Callable[..., OutlookTable]:
    """The table with what happened dealt to other accounts and days."""

    def shuffled(*given: Any) -> OutlookTable:
        table = build(*given)
        rows = np.random.default_rng(5).permutation(len(table))
        other = np.random.default_rng(6).permutation(len(table.other_below))
        return replace(table, below=table.below[rows], lowest=table.lowest[rows], other_below=table.other_below[other])

    return shuffled


def other_weeks(build: Callable[..., Windows]) -> Callable[..., Windows]:
    """Windows with the coming weeks of other people and days."""

    def shuffled(*given: Any) -> Windows:
        windows = build(*given)
        return replace(windows, spent=windows.spent[np.random.default_rng(7).permutation(len(windows))])

    return shuffled


@cache
def learned(seed: int) -> Any:
    """What training gives of ``lives(seed)``; without goals, which take the most time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(recipe, "history_goals", lambda whole: [])
        if seed == SHUFFLED:
            patched.setattr(recipe, "outlook_table", mixed_up(recipe.outlook_table))
            patched.setattr(recipe, "past_windows", other_weeks(recipe.past_windows))
        return trained(lives(seed), source(str(seed)), 7)


def published(models: Path, seed: int) -> str:
    """The version of :func:`learned`, live in ``models``."""
    files, data, _ = learned(seed)
    (models / "coaching").mkdir(parents=True)
    about = publish.about(COACHING.name, data, 7)
    return publish.publish(models / "coaching", files, about, "train", {"decision": "promoted"}, ["someone"])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Path], Decision]:
    """Retrains on ``lives(seed)``."""

    def retrain(seed: int, models: Path) -> Decision:
        monkeypatch.setattr(module, "trained", lambda *_: learned(seed))
        return module.retrain(lives(seed), source(str(seed)), models, 7)

    return retrain


def test_a_challenger_of_shuffled_futures_is_kept_out(tmp_path: Path, run: Callable[[int, Path], Decision]) -> None:
    before = published(tmp_path, GOOD)
    decision = run(SHUFFLED, tmp_path)
    assert (decision.outcome, live(tmp_path), versions(tmp_path / "coaching")) == ("kept", before, [before])
    assert "does not beat that of the base rate" in decision.why[0] and "mixed-up rows" in decision.why[0]
    assert [contest.kind for contest in decision.contests] == [
        "4-week totals, new people or days",
        "low balances within 30 days, new people or days",
    ]
    entry = audit.events(tmp_path / "coaching")[-1]
    assert (entry["event"], entry["decision"], entry["why"]) == ("retrain", "kept", list(decision.why))


def test_a_better_one_is_promoted_and_killed_before_the_pointer_moves_the_old_one_stays_live(
    tmp_path: Path, run: Callable[[int, Path], Decision], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published(tmp_path, SHUFFLED)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(publish, "promote", killed)
        with pytest.raises(KeyboardInterrupt):
            run(GOOD, tmp_path)
    assert live(tmp_path) == before
    decision = run(GOOD, tmp_path)
    assert (decision.outcome, decision.champion, decision.version) == ("promoted", before, live(tmp_path))
    assert any("low_balance_brier" in sentence for sentence in decision.why)
    json.dumps(decision.to_json(), allow_nan=False)
    again = run(GOOD, tmp_path)
    assert (again.outcome, again.contests) == ("kept", ())
    assert "nothing to compare" in again.why[0]


def test_too_few_people_change_nothing(tmp_path: Path) -> None:
    before = published(tmp_path, GOOD)
    with pytest.raises(TrainingError):
        module.retrain(lives(3).filter(pl.col("user").is_in(["3-1", "3-2"])), source("b"), tmp_path, 7)
    assert live(tmp_path) == before
