"""Recommendations are sealed, checked, audited and removed; a key is rotated without losing one."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from seqmatch.errors import ArgumentError, StoreError
from seqmatch.store.coaching.goals import SavingsGoal, goals_of, keep_goals
from seqmatch.store.coaching.tables import metadata as coaching_tables
from seqmatch.store.engine import Store, open_store
from seqmatch.store.records.audit import audit_of
from seqmatch.store.records.performance import Measured, performance_of, record_performance
from seqmatch.store.records.recommendations import Record, answer_record, keep_review, records_of
from seqmatch.store.records.retention import Removed, remove_expired
from seqmatch.store.sealing.keys import read_keys, ring
from seqmatch.store.sealing.rotation import rotate
from seqmatch.store.tables import metadata, ml_recommendations

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
MONTH = dt.timedelta(days=30)
SECRET = "a wedding in Rovaniemi"


@pytest.fixture(autouse=True)
def key_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SEQMATCH_KEYS", str(tmp_path / "keys" / "keys.json"))
    yield tmp_path / "keys" / "keys.json"


def record(number: int, user: str = "ana", **facts: object) -> Record:
    known = Record(
        recommendation_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{user}/{number}")),
        user_id=user,
        category="savings_strategy",
        priority="high",
        model_name="coaching",
        model_version="aaaaaaaaaaaa",
        confidence=0.75,
        body={"title": f"Save for {SECRET}", "actions": ["Save 10%"], "number": number},
        valid_from=NOON,
        expires_at=NOON + MONTH,
    )
    return replace(known, **facts)  # type: ignore[arg-type]


def events_of(store: Store, user: str) -> list[tuple[str, str]]:
    return [(line.event, line.by) for line in reversed(audit_of(store, user))]


def test_a_recommendation_reads_back_as_it_was_made_and_only_for_its_user(store: Store) -> None:
    made = [record(1), record(2, category="risk_assessment", confidence=None, model_version=None)]
    assert keep_review(store, "ana", ("savings_strategy", "risk_assessment"), made, "token a", NOON) == made
    assert {one.recommendation_id: one for one in records_of(store, "ana", NOON)} == {
        one.recommendation_id: one for one in made
    }
    assert records_of(store, "ben", NOON) == []


def test_saying_the_same_twice_writes_it_once_and_tells_every_view(store: Store) -> None:
    for by in ("first", "second"):
        keep_review(store, "ana", ("savings_strategy",), [record(1)], by, NOON)
    assert len(records_of(store, "ana", NOON)) == 1
    assert events_of(store, "ana") == [("written", "first"), ("viewed", "first"), ("viewed", "second")]


def test_what_a_later_review_no_longer_says_is_superseded_in_its_categories_only(store: Store) -> None:
    other = record(2, category="risk_assessment")
    keep_review(store, "ana", ("savings_strategy", "risk_assessment"), [record(1), other], "x", NOON)
    keep_review(store, "ana", ("savings_strategy",), [record(3)], "x", NOON)
    found = {one.body["number"]: one.status for one in records_of(store, "ana", NOON)}
    assert found == {1: "superseded", 2: "active", 3: "active"}
    (again,) = keep_review(store, "ana", ("savings_strategy",), [record(1)], "x", NOON)
    assert again.status == "active"
    found = {one.body["number"]: one.status for one in records_of(store, "ana", NOON)}
    assert found == {1: "active", 2: "active", 3: "superseded"}


def test_an_answer_is_kept_with_its_words_and_survives_the_next_review(store: Store) -> None:
    (one,) = keep_review(store, "ana", ("savings_strategy",), [record(1)], "x", NOON)
    answer_record(store, "ana", one.recommendation_id, "dismissed", "token a", f"not before {SECRET}", NOON)
    (again,) = keep_review(store, "ana", ("savings_strategy",), [record(1)], "x", NOON)
    assert (again.status, again.answered_at) == ("dismissed", NOON)
    line = next(line for line in audit_of(store, "ana") if line.event == "dismissed")
    assert (line.by, line.note) == ("token a", f"not before {SECRET}")
    with pytest.raises(ArgumentError, match="no valid recommendation"):
        answer_record(store, "ben", one.recommendation_id, "accepted", "token b", at=NOON)
    with pytest.raises(ArgumentError):
        answer_record(store, "ana", one.recommendation_id, "accepted", "token a", at=NOON + MONTH)


@pytest.mark.parametrize(
    "change", [{"user_id": "ben"}, {"confidence": 0.99}, {"model_version": "b"}, {"expires_at": NOON + 9 * MONTH}]
)
def test_a_row_that_was_altered_is_refused(store: Store, change: dict[str, object]) -> None:
    keep_review(store, "ana", ("savings_strategy",), [record(1)], "x", NOON)
    with store.writing() as connection:
        connection.execute(update(ml_recommendations).values(change))
    with pytest.raises(StoreError, match="checksum"):
        records_of(store, str(change.get("user_id", "ana")), NOON)


def test_bodies_swapped_between_rows_are_refused(store: Store) -> None:
    keep_review(store, "ana", ("savings_strategy",), [record(1), record(2)], "x", NOON)
    columns = ml_recommendations.c
    with store.writing() as connection:
        body = connection.scalar(select(columns.body).where(columns.recommendation_id == record(2).recommendation_id))
        connection.execute(
            update(ml_recommendations).where(columns.recommendation_id == record(1).recommendation_id).values(body=body)
        )
    with pytest.raises(StoreError, match="checksum"):
        records_of(store, "ana", NOON)


def test_expired_ones_are_gone_and_the_audit_tells_of_each(store: Store) -> None:
    kept = record(2, expires_at=NOON + 2 * MONTH)
    keep_review(store, "ana", ("savings_strategy",), [record(1), kept], "x", NOON)
    assert remove_expired(store, "cron", NOON + MONTH) == Removed(1, 0)
    assert records_of(store, "ana", NOON) == [kept]
    assert events_of(store, "ana")[-1] == ("expired", "cron")
    later = remove_expired(store, "cron", NOON + dt.timedelta(days=731))
    assert (later.recommendations, later.audit_lines) == (1, 4)
    assert [line.event for line in audit_of(store, "ana")] == ["expired", "expired"]


def test_a_figure_of_a_model_stands_beside_its_baseline(store: Store) -> None:
    figures = [Measured("coaching", "a" * 12, "accuracy", 0.8, 0.9, NOON), Measured("planning", "b" * 12, "psi", 0.1)]
    record_performance(store, figures)
    assert performance_of(store, "coaching") == figures[:1]


def test_ten_thousand_records_survive_a_rotation_and_none_is_readable_in_the_file(
    tmp_path: Path, key_path: Path
) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(str(path)) as store:
        store.ensure(coaching_tables)
        keep_goals(store, [SavingsGoal("ana", SECRET, 100_000, NOON.date())])
        made = [record(number) for number in range(10_000)]
        keep_review(store, "ana", ("savings_strategy",), made, "x", NOON)
        before, first = read_keys(key_path), ring().seal(SECRET)
        assert rotate(store, (metadata, coaching_tables), forget=True) == 10_001
        after = read_keys(key_path)
        assert len(before) == len(after) == 1 and before != after
        with pytest.raises(StoreError, match="does not open"):
            ring().open(first)
        assert len(records_of(store, "ana", NOON)) == 10_000
        assert [one.name for one in goals_of(store, "ana", None)] == [SECRET]
        assert len(audit_of(store, "ana", 100_000)) == 20_000
        remove_expired(store, "cron", NOON + MONTH)
        assert records_of(store, "ana", NOON) == []
    held = b"".join(one.read_bytes() for one in tmp_path.glob("store.sqlite*"))
    assert b"ana" in held
    assert [word for word in (b"Rovaniemi", b"Save 10%", b"number") if word in held] == []
    assert key_path.stat().st_mode & 0o777 == 0o600


def test_values_of_an_older_release_are_read_and_sealed_by_the_next_rotation(store: Store) -> None:
    store.ensure(coaching_tables)
    keep_goals(store, [SavingsGoal("ana", SECRET, 100_000, NOON.date())])
    with store.writing() as connection:
        connection.execute(text("UPDATE savings_goals SET name = 'Holiday'"))
    assert [one.name for one in goals_of(store, "ana", None)] == ["Holiday"]
    assert rotate(store, (metadata, coaching_tables)) == 1
    with store.reading() as connection:
        assert str(connection.scalar(text("SELECT name FROM savings_goals"))).startswith("sealed:")
    assert [one.name for one in goals_of(store, "ana", None)] == ["Holiday"]


def test_whoever_writes_during_a_rotation_loses_nothing(store: Store) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            number = len(written)
            keep_review(store, f"user {number}", ("savings_strategy",), [record(1, f"user {number}")], "x", NOON)
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(3):
        rotate(store, (metadata,), forget=True)
    stop.set()
    writer.join()
    assert all(len(records_of(store, f"user {number}", NOON)) == 1 for number in written)


def test_a_rotation_leaves_what_other_stores_need_unless_told_to_forget(store: Store, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "other.sqlite")) as other:
        keep_review(other, "ana", ("savings_strategy",), [record(1)], "x", NOON)
        rotate(store, (metadata,))
        assert len(records_of(other, "ana", NOON)) == 1
        rotate(store, (metadata,), forget=True)
        with pytest.raises(StoreError, match="does not open"):
            records_of(other, "ana", NOON)


def test_a_lost_or_open_key_file_is_told_in_words(store: Store, key_path: Path) -> None:
    keep_review(store, "ana", ("savings_strategy",), [record(1)], "x", NOON)
    key_path.chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        records_of(store, "ana", NOON)
    key_path.unlink()
    with pytest.raises(StoreError, match="no key file"):
        records_of(store, "ana", NOON)
