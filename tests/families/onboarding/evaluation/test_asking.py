"""Asking in the proposed order is compared with other orders on equal terms."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqmatch.families.onboarding.answer_codes import AnswerCounts
from seqmatch.families.onboarding.answers.next_questions import ask_next
from seqmatch.families.onboarding.dataset import OnboardingData
from seqmatch.families.onboarding.evaluation.asking import FIELDS, ORDERS, _by_ask_next, questions_needed
from seqmatch.families.onboarding.models import OnboardingModels
from seqmatch.families.onboarding.person import read_query
from seqmatch.features.users.table import INDEX
from seqmatch.schemas.profile import Profile


@pytest.fixture(scope="module")
def found(small_models: OnboardingModels, small_data: OnboardingData) -> dict[str, Any]:
    return questions_needed(small_models, small_data.profiles, small_data.goals, seed=1)


def test_every_order_begins_with_nothing_known_and_ends_with_the_whole_profile(found: dict[str, Any]) -> None:
    assert [row["order"] for row in found["orders"]] == list(ORDERS)
    assert len({row["doubt_after"][0] for row in found["orders"]}) == 1
    assert len({row["doubt_after"][-1] for row in found["orders"]}) == 1
    assert {len(row["doubt_after"]) for row in found["orders"]} == {found["fields"] + 1}


def test_nobody_needs_more_questions_than_there_are(found: dict[str, Any]) -> None:
    assert 0 < found["counted"] <= found["people"]
    for row in found["orders"]:
        low, high = row["ci95"]
        assert 0 <= low <= row["questions"] <= high <= len(FIELDS)


class AgeTellsAll:
    """Knows that the young save and the old pay off debt, and that nothing else matters."""

    goals_ = ("MAXIMIZE_SAVINGS", "PAY_OFF_DEBT")
    confident_at_ = 0.8

    def predict_proba(self, table: np.ndarray) -> np.ndarray:
        age = table[:, INDEX["age_level"]]
        young = np.where(np.isnan(age), 0.5, np.where(age < 2, 0.9, 0.1))
        return np.column_stack([young, 1 - young])

    def proba_around(self, inputs: np.ndarray, changes: list[tuple[Any, np.ndarray]]) -> np.ndarray:
        rows = []
        for columns, values in changes:
            for value in values:
                row = inputs.copy()
                row[list(columns)] = value
                rows.append(row)
        return self.predict_proba(np.array(rows))


def test_where_one_answer_tells_all_it_is_asked_for_first() -> None:
    answers = {"age_group": [["18-24", 0.5], ["65+", 0.5]]}
    goals = SimpleNamespace(new_user=AgeTellsAll(), words=())
    models: Any = SimpleNamespace(
        goals=goals,
        cohort={"field_answers": answers},
        answers=AnswerCounts({"age_group": 2}, np.diag([20.0, 20.0]), np.zeros((2, 1))),
        telling={},
    )
    people = [Profile(age_group=age, user_type="INDIVIDUAL") for age in ("18-24", "65+")] * 20
    found = questions_needed(models, people, ["MAXIMIZE_SAVINGS", "PAY_OFF_DEBT"] * 20, seed=1)
    assert (found["rule"], found["level"], found["counted"]) == ("threshold", 0.8, 40)
    needed = {row["order"]: row["questions"] for row in found["orders"]}
    assert needed["ask_next"] == 1
    assert needed["column order"] == FIELDS.index("age_group") + 1
    assert 1 < needed["random order"] < len(FIELDS)
    assert {row["order"]: row["top3_then"] for row in found["orders"]} == dict.fromkeys(ORDERS, 1.0)


def test_the_first_question_is_the_one_that_is_served_and_each_is_asked_once(small_models: OnboardingModels) -> None:
    person = Profile(user_type="BUSINESS", age_group="25-35")
    (order,) = _by_ask_next(small_models, [person])
    first = ask_next(small_models, small_models.goals.new_user, read_query(Profile(), None))[0]
    assert order[0] == first.field
    assert sorted(order) == sorted(FIELDS)


def test_the_same_seed_gives_the_same_counts(
    small_models: OnboardingModels, small_data: OnboardingData, found: dict[str, Any]
) -> None:
    assert questions_needed(small_models, small_data.profiles, small_data.goals, seed=1) == found
