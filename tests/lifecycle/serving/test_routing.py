"""A desk with a toy family: models that add a number to what they are asked, and a heuristic that says zero."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from seqmatch.errors import ModelError
from seqmatch.lifecycle.serving import routing as desk_module
from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.rollout import Rollout, change_rollout
from seqmatch.lifecycle.serving.routing import Asked, Desk, Service, Sighting
from seqmatch.lifecycle.versions.artifact import to_json, write_version
from seqmatch.lifecycle.versions.family import Family
from seqmatch.lifecycle.versions.registry import promote, rollback
from seqmatch.settings import Settings

ADDERS: Family[int] = Family("adders", lambda version: int(json.loads(version.files["adds.json"])), True)


def add(adds: int, questions: Sequence[int], rollout: Rollout) -> list[int]:
    if adds < 0:
        raise ZeroDivisionError("a broken model")
    return [question + adds for question in questions]


def service(heuristic: bool = True) -> Service[int, int, int]:
    return Service(
        ADDERS,
        add,
        lambda answer: (({"category": answer, "probability": 1.0},), answer != 0),
        (lambda questions, rollout: [0] * len(questions)) if heuristic else None,
    )


class World:
    """A models folder with adders in it, a desk over it, and what was seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ADDERS.name
        self.seen: list[Sighting] = []
        self.host = ModelHost(Settings(models_dir=folder))
        self.desk: Desk[int, int, int] = self.open()

    def open(self, heuristic: bool = True, environment: dict[str, str] | None = None) -> Desk[int, int, int]:
        self.desk = Desk(self.host, service(heuristic), [self.seen.extend], environment)
        return self.desk

    def version(self, adds: int) -> str:
        return write_version(self.folder, {"adds.json": to_json(adds)}, {"family": ADDERS.name})

    def live(self, adds: int) -> str:
        name = self.version(adds)
        promote(self.folder, name)
        return name

    def set(self, **changes: Any) -> None:
        change_rollout(self.folder, changes, has_heuristic=True)

    def ask(self, *questions: int) -> list[int]:
        asked = [Asked(question, f"subject-{question}", f"user-{question}") for question in questions]
        return [one.answer for one in self.desk.answer(asked)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_without_any_setting_the_live_version_answers_everyone(world: World) -> None:
    live = world.live(1)
    assert world.ask(10, 20, 30) == [11, 21, 31]
    assert {(one.version, one.source, one.mode) for one in world.seen} == {(live, "live", "model")}


def test_without_any_models_the_heuristic_answers_and_a_family_without_one_says_what_is_missing(world: World) -> None:
    assert world.ask(10) == [0]
    world.open(heuristic=False)
    with pytest.raises(ModelError):
        world.ask(10)


def test_a_promotion_and_a_rollback_count_from_the_next_question_on(world: World) -> None:
    world.live(1)
    answers = [world.ask(10)]
    world.live(2)
    answers.append(world.ask(10))
    rollback(world.folder)
    answers.append(world.ask(10))
    assert answers == [[11], [12], [11]]


def test_a_version_that_went_live_damaged_does_not_take_over(world: World) -> None:
    world.live(1)
    assert world.ask(10) == [11]
    damaged = world.version(2)
    (world.folder / damaged / "adds.json").write_text("3\n")
    promote(world.folder, damaged)
    assert world.ask(10) == [11]


def test_a_canary_of_ten_percent_asks_the_candidate_for_the_same_tenth_each_time(world: World) -> None:
    world.live(1)
    world.set(mode="auto", candidate=world.version(1_000_000), canary_pct=10)
    questions = range(10_000)
    answers = world.ask(*questions)
    drawn = {question for question, answer in zip(questions, answers, strict=True) if answer == question + 1_000_000}
    assert 900 <= len(drawn) <= 1_100
    assert all(answer == question + 1 for question, answer in enumerate(answers) if question not in drawn)
    assert world.ask(*questions) == answers


def test_shadow_changes_no_answer_and_its_comparison_is_told(world: World) -> None:
    live, tried = world.live(1), world.version(2)
    plain = world.ask(10, 20)
    world.seen.clear()
    world.set(candidate=tried, shadow=True)
    assert world.ask(10, 20) == plain
    world.desk.shadow.finish()
    assert sorted((one.source, one.version, one.agrees) for one in world.seen) == [
        ("live", live, None),
        ("live", live, None),
        ("shadow", tried, False),
        ("shadow", tried, False),
    ]


def test_a_shadow_that_is_only_surer_of_the_same_agrees(world: World) -> None:
    world.live(1)
    world.set(candidate=world.version(2), shadow=True)
    as_named = Service(
        ADDERS,
        add,
        lambda answer: (({"goal": "TAXES", "probability": answer / 100},), True),
        lambda asked, rollout: [0],
    )
    world.desk = Desk(world.host, as_named, [world.seen.extend])
    world.ask(10)
    world.desk.shadow.finish()
    assert [one.agrees for one in world.seen if one.source == "shadow"] == [True]


def test_a_candidate_that_fails_in_shadow_is_told_and_harms_nobody(world: World) -> None:
    world.live(1)
    world.set(candidate=world.version(-1), shadow=True)
    assert world.ask(10) == [11]
    world.desk.shadow.finish()
    assert [one.error for one in world.seen if one.source == "shadow"] == ["ZeroDivisionError"]


def test_a_failing_model_falls_back_to_the_heuristic_and_is_left_alone_after_repeated_failures(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.live(-1)
    asked = desk_module.FAILURES_BEFORE_REST + 3
    assert [world.ask(10) for _ in range(asked)] == [[0]] * asked
    errors = [one.error for one in world.seen if one.error]
    assert errors.count("ZeroDivisionError") == desk_module.FAILURES_BEFORE_REST
    assert errors.count("resting") >= 3
    assert "a broken model" not in caplog.text


def test_a_model_that_rested_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "REST_SECONDS", 0.0)
    world.live(-1)
    asked = desk_module.FAILURES_BEFORE_REST + 3
    assert [world.ask(10) for _ in range(asked)] == [[0]] * asked
    assert [one.error for one in world.seen if one.error] == ["ZeroDivisionError"] * asked


def test_a_failing_candidate_falls_back_to_the_live_version(world: World) -> None:
    world.live(1)
    world.set(mode="auto", candidate=world.version(-1), canary_pct=100)
    assert world.ask(10) == [11]
    assert [(one.source, one.error) for one in world.seen] == [("canary", "ZeroDivisionError"), ("canary", None)]


def test_the_environment_turns_the_model_off_at_once(world: World) -> None:
    world.live(1)
    environment: dict[str, str] = {}
    world.open(environment=environment)
    assert world.ask(10) == [11]
    environment["SUGGEST_ENABLED"] = "false"
    assert world.ask(10) == [0]


def test_a_watcher_that_fails_harms_nobody(world: World) -> None:
    def broken(sightings: object) -> None:
        raise OSError("disk full")

    world.live(1)
    desk = Desk(world.host, service(), [broken, world.seen.extend])
    assert [one.answer for one in desk.answer([Asked(1, "s", "u")])] == [2]
    assert len(world.seen) == 1


def test_many_threads_get_whole_answers_while_the_live_version_changes(world: World) -> None:
    world.live(1)
    wrong: list[list[int]] = []

    def keep_asking() -> None:
        for _ in range(200):
            answers = world.ask(10, 20)
            if answers not in ([11, 21], [12, 22]):
                wrong.append(answers)

    threads = [threading.Thread(target=keep_asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        world.live(1 + turn % 2)
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_setting_that_cannot_be_read_stops_no_answer(world: World) -> None:
    world.live(1)
    pointer = world.folder / "rollout.json"
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "rollout": {"canary_pct": "many"}}))
    assert world.ask(10, 20) == [11, 21]
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "rollout": "heuristic"}))
    assert world.ask(10, 20) == [11, 21]
