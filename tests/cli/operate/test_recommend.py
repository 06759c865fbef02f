"""``seqmatch recommend USER`` reviews a user of the store, keeps goals and answers, and refuses in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from people_of_store import make_store
from typer.testing import CliRunner

from seqmatch.cli.main import app, command_modules
from seqmatch.errors import ArgumentError

for module in command_modules():
    __import__(module)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_store(tmp_path_factory.mktemp("recommend"))


def asked(address: str, *words: str) -> Any:
    answered = CliRunner().invoke(app, ["recommend", "--store", address, "--json", *words], catch_exceptions=False)
    assert answered.exit_code == 0, answered.output
    return json.loads(answered.stdout)


def test_goals_of_a_file_are_kept_and_planned_and_an_answer_is_kept(address: str, tmp_path: Path) -> None:
    goals = tmp_path / "goals.json"
    goals.write_text('[{"name": "Boat", "target_cents": 900000, "deadline": "2027-03-31", "saved_cents": 5000}]')
    for _ in range(2):
        review = asked(address, "ben", "--category", "goal_optimization", "--goals", str(goals))
    (category,) = review["categories"]
    assert "of 1 goals" in category["summary"][0]
    first = review["prioritized_actions"][0]["recommendation_id"]
    again = asked(address, "ben", "--category", "goal_optimization", "--answer", first, "done")
    assert [one["status"] for one in again["categories"][0]["recommendations"]] == ["done"]


def test_an_unknown_user_category_and_answer_are_refused_in_words(address: str) -> None:
    for words, told in (
        (("nobody",), "no transactions of this user"),
        (("ben", "--category", "savings"), "Did you mean savings_strategy"),
        (("ben", "--answer", "x", "perhaps"), "accepted, dismissed, done"),
        (("ben", "--answer", "x", "done"), "no valid recommendation"),
    ):
        with pytest.raises(ArgumentError, match=told):
            asked(address, *words)
