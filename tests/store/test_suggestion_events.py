"""Suggestions and what people said about them: written in batches, counted over a window, never lost."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.store.audit_log import audit_entries, record_audit
from seqmatch.store.engine import Store
from seqmatch.store.suggestions.accept_rates import Reception, receptions
from seqmatch.store.suggestions.events import Feedback, SuggestionEvent, record_feedback, record_suggestions
from seqmatch.store.tables import suggestion_events
from seqmatch.store.training_runs import TrainingRun, record_training_run, training_runs

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
GROCERIES = [{"category": "groceries", "probability": 0.9}]


def event(number: int, **facts: object) -> SuggestionEvent:
    known: dict[str, object] = {
        "family": "transactions",
        "subject": f"t{number}",
        "mode": "auto",
        "source": "live",
        "candidates": GROCERIES,
        "covered": True,
        "unit_hash": f"u{number % 2}",
        "model_version": "aaaaaaaaaaaa",
        "latency_ms": 2.0,
        "event_id": f"e{number}",
        "created_at": NOON + dt.timedelta(minutes=number),
    }
    return SuggestionEvent(**{**known, **facts})  # type: ignore[arg-type]


def word(number: int, action: str, minute: int = 0, category: str | None = None) -> Feedback:
    at = NOON + dt.timedelta(hours=1, minutes=minute)
    return Feedback("transactions", f"t{number}", action, f"e{number}", category, created_at=at)  # type: ignore[arg-type]


def test_suggestions_are_counted_by_mode_source_and_version_with_the_last_word_on_each(store: Store) -> None:
    record_suggestions(store, [event(number) for number in range(4)])
    record_suggestions(store, [event(4, source="canary", model_version="bbbbbbbbbbbb", latency_ms=None)])
    record_suggestions(store, [event(5, mode="heuristic", model_version=None, covered=False, error="TimeoutError")])
    record_suggestions(store, [event(6, family="onboarding")])
    record_feedback(store, [word(0, "accept"), word(1, "reject"), word(2, "reject", 0), word(2, "accept", 1)])
    record_feedback(store, [word(4, "correct", category="fuel"), word(99, "accept")])
    assert receptions(store, "transactions") == [
        Reception("auto", "canary", "bbbbbbbbbbbb", 1, 1, 1, 0, 0, 0, 1, None),
        Reception("auto", "live", "aaaaaaaaaaaa", 4, 2, 4, 0, 2, 1, 0, 2.0),
        Reception("heuristic", "live", None, 1, 1, 0, 1, 0, 0, 0, 2.0),
    ]
    assert [one.accept_rate for one in receptions(store, "transactions")] == [0.0, 2 / 3, None]


def test_a_window_takes_its_first_moment_and_not_its_last(store: Store) -> None:
    record_suggestions(store, [event(number) for number in range(5)])
    record_feedback(store, [word(number, "accept") for number in range(5)])
    since, until = NOON + dt.timedelta(minutes=1), NOON + dt.timedelta(minutes=4)
    (found,) = receptions(store, "transactions", since, until)
    assert (found.suggestions, found.accepted) == (3, 3)
    elsewhere = dt.timezone(dt.timedelta(hours=-5))
    assert receptions(store, "transactions", since.astimezone(elsewhere), until.astimezone(elsewhere)) == [found]


def test_a_batch_sent_twice_is_written_once(store: Store) -> None:
    for _ in range(2):
        record_suggestions(store, [event(0), event(1)])
        record_feedback(store, [Feedback("transactions", "t0", "accept", "e0", feedback_id="f0")])
    (found,) = receptions(store, "transactions")
    assert (found.suggestions, found.accepted) == (2, 1)


def test_a_batch_with_one_bad_event_is_refused_whole_and_without_its_values(store: Store) -> None:
    with pytest.raises(StoreError) as refused:
        record_suggestions(store, [event(0), event(1, source="sideways", subject="secret")])
    assert "secret" not in str(refused.value)
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(suggestion_events)) == 0


def test_an_event_reads_back_as_it_was_written(store: Store) -> None:
    written = event(0, candidates=[{"category": "café ☕'; DROP TABLE feedback; --", "probability": 1.0}])
    record_suggestions(store, [written])
    with store.reading() as connection:
        row = connection.execute(select(suggestion_events)).mappings().one()
    assert SuggestionEvent(**row) == written


def test_a_correction_says_what_is_right(store: Store) -> None:
    with pytest.raises(ArgumentError, match="category that is right"):
        record_feedback(store, [word(0, "correct")])


def test_a_training_run_is_written_at_its_start_and_completed_at_its_end(store: Store) -> None:
    started = TrainingRun("transactions", started_at=NOON, run_id="r1")
    record_training_run(store, started)
    record_training_run(store, TrainingRun("transactions", started_at=NOON - dt.timedelta(days=1), run_id="r0"))
    record_training_run(store, TrainingRun("onboarding"))
    ended = TrainingRun(
        "transactions", NOON, NOON + dt.timedelta(minutes=3), "aaaaaaaaaaaa", "models/transactions/aaaaaaaaaaaa",
        25, 800, 200, 12, 0.91, 0.78, run_id="r1",
    )  # fmt: skip
    record_training_run(store, ended)
    found = training_runs(store, "transactions")
    assert found[0] == ended
    assert [run.run_id for run in found] == ["r1", "r0"]


def test_the_audit_log_tells_the_latest_first(store: Store) -> None:
    record_audit(store, "import", {"added": 3})
    record_audit(store, "features", {"built": 3})
    assert [(entry.event, entry.facts) for entry in audit_entries(store)] == [
        ("features", {"built": 3}),
        ("import", {"added": 3}),
    ]
    assert [entry.event for entry in audit_entries(store, limit=1)] == ["features"]
