"""``seqmatch monitor --due``: what is due is looked at once, and kept with what was found or not at all."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from seqmatch.errors import StoreError
from seqmatch.lifecycle.monitor.schedules import planned
from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.server.due import look_where_due
from seqmatch.settings import Settings, resource
from seqmatch.store.engine import Store, open_store
from seqmatch.store.records.looks import last_looks
from seqmatch.store.records.performance import performance_of
from seqmatch.store.sole_run import sole_run
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The models that come with seqmatch, of one family."""
    shutil.copytree(resource("models") / "onboarding", tmp_path / "models" / "onboarding")
    return tmp_path / "models"


def answers(store: Store, version: str, right: int, of: int) -> None:
    """Answers that promised 0.9, of which some were right."""
    events = [
        SuggestionEvent(
            "onboarding", str(number), "model", "live", [{"category": "TAXES", "probability": 0.9}], True,
            unit_hash=str(number), model_version=version,
        )
        for number in range(of)
    ]  # fmt: skip
    record_suggestions(store, events)
    words = [
        Feedback("onboarding", one.subject, "accept" if number < right else "reject", one.event_id)
        for number, one in enumerate(events)
    ]
    record_feedback(store, words)


def test_the_first_run_takes_every_look_and_the_next_says_when_there_is_one(
    seqmatch: Any, models: Path, tmp_path: Path
) -> None:
    asked = ("monitor", "--due", "--models", models, "--store", tmp_path / "store.sqlite")
    first, again = seqmatch(*asked, "--json"), seqmatch(*asked)
    today = dt.datetime.now(dt.UTC).date()
    told = json.loads(first.out)
    assert [(one["family"], one["look"]) for one in told["looked"]] == [
        ("onboarding", "drift"),
        ("onboarding", "performance"),
    ]
    assert [one["on"] for one in told["next"]] == [str(today + dt.timedelta(days=days)) for days in (1, 7)]
    assert (first.code, again.code) == (0, 0)
    assert again.out == f"Nothing is due.\nNext: drift of onboarding on {today + dt.timedelta(days=1)} (UTC).\n"


def test_answers_that_are_right_a_tenth_less_often_end_the_run_with_4(
    seqmatch: Any, models: Path, tmp_path: Path
) -> None:
    address = tmp_path / "store.sqlite"
    with open_store(str(address)) as store:
        answers(store, live_version(models / "onboarding").name, right=240, of=400)
    ran = seqmatch("monitor", "--due", "--models", models, "--store", address)
    assert ran.code == 4
    assert "- Retrain: The first candidate is right 60% of the time where 90% was promised" in ran.out
    with open_store(str(address)) as store:
        assert [one.metric_name for one in performance_of(store, "onboarding")] == ["accuracy"]


def test_drift_is_due_every_day_and_performance_every_seventh(models: Path, store: Store) -> None:
    def looks(at: dt.datetime) -> list[str]:
        return [one.look for one in look_where_due(Settings(models), ["onboarding"], store, 30, at=at).looked]

    a_day = dt.timedelta(days=1)
    assert looks(NOON) == ["drift", "performance"]
    assert looks(NOON + a_day - dt.timedelta(seconds=5)) == ["drift"]  # the scheduler was a little earlier
    assert looks(NOON + a_day) == []
    assert looks(NOON + 6 * a_day) == ["drift"]
    assert looks(NOON + 7 * a_day) == ["drift", "performance"]


def test_a_look_kept_on_a_day_to_come_is_due_because_a_clock_was_wrong() -> None:
    last = {("onboarding", "drift"): NOON + dt.timedelta(days=300), ("onboarding", "performance"): NOON}
    first, second = planned(["onboarding"], last, NOON.date())
    assert (first.look, first.on) == ("drift", NOON.date())
    assert (second.look, second.on) == ("performance", dt.date(2026, 12, 4))


def test_two_runs_do_not_look_at_once(models: Path, store: Store) -> None:
    with sole_run(store, "monitor"), pytest.raises(StoreError, match="under way"):
        look_where_due(Settings(models), ["onboarding"], store, 30)
    assert last_looks(store) == {}
    assert len(look_where_due(Settings(models), ["onboarding"], store, 30).looked) == 2


def test_a_run_that_cannot_keep_the_look_keeps_no_figures_and_it_stays_due(models: Path, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store:
        answers(store, live_version(models / "onboarding").name, right=360, of=400)
        with sqlite3.connect(tmp_path / "store.sqlite") as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        with pytest.raises(StoreError):
            look_where_due(Settings(models), ["onboarding"], store, 30)
        assert performance_of(store, "onboarding") == []
        with sqlite3.connect(tmp_path / "store.sqlite") as connection:
            connection.execute("DROP TRIGGER full")
        assert len(look_where_due(Settings(models), ["onboarding"], store, 30).looked) == 2


def test_a_damaged_family_is_named_and_the_others_are_looked_at(seqmatch: Any, models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "onboarding", models / "coaching")
    next(iter((models / "onboarding").glob("*/manifest.json"))).write_text("{")
    ran = seqmatch("monitor", "--due", "--models", models, "--store", tmp_path / "store.sqlite")
    assert ran.code == 1
    assert ran.err.startswith("onboarding: not looked at.")
    assert "coaching, performance:" in ran.out


def test_a_page_and_a_due_run_are_asked_for_apart(seqmatch: Any, tmp_path: Path) -> None:
    ran = seqmatch("monitor", "--due", "--html", tmp_path / "page.html")
    assert ran.code == 2
    assert "--html" in ran.err
