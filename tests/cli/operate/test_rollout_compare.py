"""``seqmatch rollout compare``: whose answers are accepted more often, each user counted once, nothing promoted."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any, Literal

import pytest

from seqmatch.lifecycle.versions.registry import live_version
from seqmatch.settings import resource
from seqmatch.store.engine import open_store
from seqmatch.store.suggestions.events import (
    Action,
    Feedback,
    SuggestionEvent,
    now,
    record_feedback,
    record_suggestions,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The transactions models that come with seqmatch: beside fixed rules they answer as many users as are set."""
    shutil.copytree(resource("models") / "transactions", tmp_path / "models" / "transactions")
    return tmp_path / "models"


@pytest.fixture
def ask(seqmatch: Any, models: Path, tmp_path: Path) -> Any:
    def asked(*more: str) -> Any:
        where = ("--family", "transactions", "--models", models)
        return seqmatch("rollout", "compare", *where, "--store", tmp_path / "store.sqlite", *more)

    return asked


@pytest.fixture
def halves(seqmatch: Any, models: Path) -> None:
    set_ = ("rollout", "set", "--family", "transactions", "--models", models)
    assert seqmatch(*set_, "--mode", "auto", "--canary-pct", "50").code == 0


def answers(
    store: Path,
    version: str | None,
    source: Literal["live", "canary"],
    said: list[tuple[str, Action]],
    at: dt.datetime | None = None,
) -> None:
    """Answers to users, and what each said of theirs, in this order."""
    begun = at or now()
    events = [
        SuggestionEvent(
            "transactions", f"{source}-{number}", "model" if version else "heuristic", source, [], True,
            unit_hash=user, model_version=version, created_at=begun,
        )
        for number, (user, _) in enumerate(said)
    ]  # fmt: skip
    words = [
        Feedback("transactions", event.subject, action, event.event_id, created_at=begun + dt.timedelta(seconds=number))
        for number, (event, (_, action)) in enumerate(zip(events, said, strict=True))
    ]
    with open_store(str(store)) as opened:
        record_suggestions(opened, events)
        record_feedback(opened, words)


def users(name: str, number: int, accepted: int) -> list[tuple[str, Action]]:
    return [(f"{name}{one}", "accept" if one < accepted else "reject") for one in range(number)]


@pytest.mark.usefixtures("halves")
def test_a_better_challenger_is_told_and_not_promoted(ask: Any, models: Path, tmp_path: Path, seqmatch: Any) -> None:
    live = live_version(models / "transactions").name
    answers(tmp_path / "store.sqlite", None, "live", users("a", 200, 100))
    answers(tmp_path / "store.sqlite", live, "canary", users("b", 200, 180))
    shown = ("rollout", "show", "--family", "transactions", "--models", models, "--json")
    before = seqmatch(*shown).out
    told = json.loads(ask("--json").out)
    assert (told["verdict"], told["difference"]) == ("challenger better", 0.4)
    assert told["challenger"] == {"version": live, "users": 200, "judged": 200, "accepted": 180, "share": 0.9}
    ran = ask()
    assert ran.code == 0
    assert "Challenger better." in ran.out and "Nothing was changed" in ran.out
    assert seqmatch(*shown).out == before


@pytest.mark.usefixtures("halves")
def test_a_user_who_rejects_a_hundred_answers_is_one_user(ask: Any, models: Path, tmp_path: Path) -> None:
    live = live_version(models / "transactions").name
    answers(tmp_path / "store.sqlite", None, "live", users("a", 30, 20))
    angry: list[tuple[str, Action]] = [("b0", "accept"), *[("b0", "reject")] * 100]
    answers(tmp_path / "store.sqlite", live, "canary", [*angry, *users("b", 30, 21)[1:]])
    told = json.loads(ask("--json").out)
    assert told["verdict"] == "not yet known"
    assert (told["challenger"]["judged"], told["challenger"]["accepted"]) == (30, 21)
    assert told["about_more"] > 1_000
    assert "Not yet known; about" in ask().out


@pytest.mark.usefixtures("halves")
def test_answers_from_before_the_rollout_was_as_it_is_do_not_count(ask: Any, models: Path, tmp_path: Path) -> None:
    live = live_version(models / "transactions").name
    store, before = tmp_path / "store.sqlite", now() - dt.timedelta(days=3)
    answers(store, None, "live", users("old", 500, 0), at=before)
    answers(store, None, "live", users("a", 40, 30))
    answers(store, live, "canary", users("b", 40, 30))
    assert json.loads(ask("--json").out)["champion"]["judged"] == 40


@pytest.mark.usefixtures("halves")
def test_where_half_were_to_be_asked_and_a_tenth_were_nothing_is_compared(
    ask: Any, models: Path, tmp_path: Path
) -> None:
    answers(tmp_path / "store.sqlite", None, "live", users("a", 360, 100))
    answers(tmp_path / "store.sqlite", live_version(models / "transactions").name, "canary", users("b", 40, 39))
    ran = ask()
    assert "Not comparable" in ran.out and "Find out who is missing" in ran.out


def test_without_a_challenger_it_says_how_to_start_one(ask: Any) -> None:
    ran = ask()
    assert ran.code == 2
    assert "--mode auto --canary-pct 10" in ran.err
